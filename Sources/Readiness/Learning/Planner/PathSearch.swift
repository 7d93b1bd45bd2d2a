/// Finds the plans that are worth a look for a profile: for whatever they reach, no other reaches as much with less.
///
/// A label is the beginning of a plan: what was done, the levels gained by it, and the hours, money and seats it takes. It is
/// extended by a target that lifts something, together with the prerequisites that are missing, until nothing fits. Of
/// labels that gained the same levels one is dropped if another is at most as long, as costly and as dear in seats and can
/// be extended by all that it can be extended by. So the search is exact, as long as `isComplete`.
struct PathSearch {
  /// Prices of seats are whole numbers of it, so that sums do not depend on their order.
  static let priceUnit = 1.0 / Double(1 << 30)
  /// More labels than this are kept of no profile, as nearly as that can be had.
  private static let mostLabels = 300_000

  private let profile: LearnerProfile
  private let nodes: [Node]
  private let targets: [Target]
  private let budget: Int
  /// By which a span's gain counts in a label's place.
  private let strides: [Int]
  private let mostAtPlace: Int

  private var labels: [Label] = []
  /// The live labels at each combination of levels gained.
  private var places: [Place]
  /// Labels by the sum of levels gained.
  private var waiting: [[Int]]
  private(set) var isComplete = true

  /// - Parameter prices: of a seat in each activity, in `priceUnit`.
  init(_ profile: LearnerProfile, in index: CatalogueIndex, budget: Int?, prices: [Int]) {
    self.profile = profile
    self.budget = budget ?? .max
    let courses = PathSearch.courses(of: profile, in: index, budget: self.budget)
    let used = Set(courses.flatMap { $0 }).sorted()
    // A set of nodes is one number; of what more there is, the later codes are left out.
    let kept = Array(used.prefix(Node.most))
    isComplete = kept.count == used.count
    let numbers = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element, $0.offset) })
    nodes = kept.map { Node($0, of: profile, in: index, price: prices[$0]) }
    targets = courses.compactMap { course in
      let steps = course.compactMap { numbers[$0] }
      return steps.count == course.count ? Target(steps) : nil
    }
    var strides: [Int] = []
    var size = 1
    for span in profile.spans {
      strides.append(size)
      size *= span.height + 1
    }
    self.strides = strides
    mostAtPlace = max(16, PathSearch.mostLabels / size)
    places = Array(repeating: Place(), count: size)
    waiting = Array(repeating: [], count: profile.spans.reduce(1) { $0 + $1.height })
  }

  /// What leads to each activity that could lift something and that the learner could take part in by themselves.
  private static func courses(of profile: LearnerProfile, in index: CatalogueIndex, budget: Int) -> [[Int]] {
    let settled = Set(profile.settled)
    return index.activities.indices.compactMap { position in
      guard !settled.contains(position), !index.activities[position].liftsInto(profile).isEmpty else { return nil }
      let course = index.course(to: position, done: settled)
      let hours = course.reduce(0) { $0 + index.hours[$1] }
      let cost = course.reduce(0) { $0 + index.activities[$1].cost }
      let hasSeats = course.allSatisfy { index.seats[$0] != 0 }
      return hours <= profile.hours && cost <= budget && hasSeats ? course : nil
    }
  }

  /// All plans worth a look, the empty one first.
  mutating func paths() -> [LearningPath] {
    add(Label())
    for sum in waiting.indices {
      // What is added here has gained more.
      for label in waiting[sum] where labels[label].isAlive { extend(label) }
    }
    return places.flatMap(\.alive).map(path)
  }
}

extension PathSearch {
  fileprivate struct Node {
    /// As many as a `UInt128` has bits.
    static let most = 128

    let position: Int
    let hours: Int
    let cost: Int
    let price: Int
    let lifts: [SpanLift]

    init(_ position: Int, of profile: LearnerProfile, in index: CatalogueIndex, price: Int) {
      self.position = position
      hours = index.hours[position]
      cost = index.activities[position].cost
      self.price = price
      lifts = index.activities[position].liftsInto(profile)
    }
  }

  /// An activity that is to lift, with what comes before it.
  private struct Target {
    /// Nodes in order, the target itself last.
    let steps: [Int]
    let node: Int
    let before: UInt128

    init(_ steps: [Int]) {
      self.steps = steps
      node = steps[steps.count - 1]
      before = steps.dropLast().reduce(0) { $0 | 1 << UInt128($1) }
    }
  }

  fileprivate struct Label {
    var done: UInt128 = 0
    var gained = LevelGain()
    var hours = 0
    var cost = 0
    var price = 0
    var isAlive = true
    /// The label that it extends, and the target it does so by; −1: none.
    var parent = -1
    var target = -1

    func holds(_ node: Int) -> Bool { done >> UInt128(node) & 1 == 1 }
  }

  /// What is common to labels that gained the same levels.
  private struct Place {
    var alive: [Int] = []
    var isKnown = false
    /// Nodes that could still lift something from here, sooner or later.
    var useful: UInt128 = 0
    /// Nodes that come before those.
    var needed: UInt128 = 0
  }

  private func place(of gained: LevelGain) -> Int {
    strides.indices.reduce(0) { $0 + strides[$1] * gained[$1] }
  }

  private mutating func extend(_ number: Int) {
    let label = labels[number]
    for target in targets.indices where !label.holds(targets[target].node) {
      var next = label
      for step in targets[target].steps where !next.holds(step) { next.take(nodes[step], step) }
      guard next.gained != label.gained, next.hours <= profile.hours, next.cost <= budget else { continue }
      next.parent = number
      next.target = target
      add(next)
    }
  }

  private mutating func add(_ label: Label) {
    let at = place(of: label.gained)
    if !places[at].isKnown { learn(at, label.gained) }
    for other in places[at].alive where isAsGood(labels[other], as: label, at) { return }
    labels.append(label)
    let beaten = places[at].alive.filter { isAsGood(label, as: labels[$0], at) }
    for other in beaten { labels[other].isAlive = false }
    if !beaten.isEmpty { places[at].alive = places[at].alive.filter { labels[$0].isAlive } }
    places[at].alive.append(labels.count - 1)
    if places[at].alive.count > mostAtPlace { dropWorst(at) }
    waiting[profile.spans.indices.reduce(0) { $0 + label.gained[$1] }].append(labels.count - 1)
  }

  private mutating func learn(_ at: Int, _ gained: LevelGain) {
    places[at].isKnown = true
    for node in nodes.indices where nodes[node].lifts.contains(where: { $0.to > gained[$0.span] }) {
      places[at].useful |= 1 << UInt128(node)
    }
    for target in targets where places[at].useful >> UInt128(target.node) & 1 == 1 {
      places[at].needed |= target.before
    }
  }

  /// Whether whatever extends `other` extends `label` as well, and `label` takes no more. Of two that are so to each other,
  /// the one is that whose first different activity comes first by code.
  private func isAsGood(_ label: Label, as other: Label, _ at: Int) -> Bool {
    guard label.hours <= other.hours, label.cost <= other.cost, label.price <= other.price else { return false }
    let (mine, theirs) = (label.done & ~other.done, other.done & ~label.done)
    guard mine & places[at].useful == 0, theirs & places[at].needed == 0 else { return false }
    let isSame = label.hours == other.hours && label.cost == other.cost && label.price == other.price
    guard isSame, theirs & places[at].useful == 0, mine & places[at].needed == 0 else { return true }
    return mine == theirs || mine.trailingZeroBitCount < theirs.trailingZeroBitCount
  }

  private mutating func dropWorst(_ at: Int) {
    isComplete = false
    let worst = places[at].alive.max { labels[$0].burden(profile.hours) < labels[$1].burden(profile.hours) }
    guard let worst else { return }
    labels[worst].isAlive = false
    if let index = places[at].alive.firstIndex(of: worst) { places[at].alive.remove(at: index) }
  }

  private func path(_ number: Int) -> LearningPath {
    var targetsTaken: [Int] = []
    var at = number
    while labels[at].parent >= 0 {
      targetsTaken.append(labels[at].target)
      at = labels[at].parent
    }
    var done: Set<Int> = []
    let steps = targetsTaken.reversed().flatMap { targets[$0].steps.filter { done.insert($0).inserted } }
    let label = labels[number]
    return LearningPath(
      gained: label.gained, hours: label.hours, cost: label.cost, price: label.price,
      steps: steps.map { nodes[$0].position })
  }
}

extension PathSearch.Label {
  fileprivate mutating func take(_ node: PathSearch.Node, _ number: Int) {
    done |= 1 << UInt128(number)
    hours += node.hours
    cost += node.cost
    price += node.price
    for lift in node.lifts where lift.from <= gained[lift.span] && gained[lift.span] < lift.to {
      gained[lift.span] = lift.to
    }
  }

  /// What it takes in one number, to choose what to drop where there is too much.
  fileprivate func burden(_ hoursThereAre: Int) -> Double {
    Double(hours) / Double(max(1, hoursThereAre)) + Double(price) * PathSearch.priceUnit
  }
}

/// A lift of one span of a profile, in levels gained.
struct SpanLift {
  let span: Int
  let from: Int
  let to: Int
}

extension Activity {
  /// The lifts that can be of use to a profile, no higher than required.
  func liftsInto(_ profile: LearnerProfile) -> [SpanLift] {
    lifts.compactMap { lift in
      guard let span = profile.spans.firstIndex(where: { $0.domain == lift.domain }) else { return nil }
      let (level, required) = (profile.spans[span].level, profile.spans[span].required)
      guard level < lift.to, lift.from < required else { return nil }
      return SpanLift(
        span: span, from: max(0, lift.from.rawValue - level.rawValue),
        to: min(lift.to, required).rawValue - level.rawValue)
    }
  }
}
