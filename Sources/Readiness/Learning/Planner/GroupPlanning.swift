/// Plans for all learners of a problem together.
///
/// Paths are found for each profile, not for each learner. If all learners can have the path that is best for them, that is
/// the answer. Else prices are put on what is shared, paths are found at these prices, and again, until prices and paths
/// agree (column generation); the prices prove a bound, and by them the learners' paths are selected.
struct GroupPlanning {
  /// Paths are found anew at new prices this many times at most.
  private static let rounds = 8
  /// Prices and paths agree if the bound is nearer to that of the paths known than this, by share.
  private static let tolerance = 1e-4

  let index: CatalogueIndex
  let limits: SharedLimits
  private let budget: Int?
  private let learners: [Member]
  private var profiles: [Profile]
  /// What each learner may choose from.
  private(set) var options: [[PathOption]] = []

  private struct Member {
    let profile: Int
    /// By span and levels gained.
    let values: [[Double]]

    /// What closing all gaps would be worth.
    var most: Double { values.reduce(0) { $0 + ($1.last ?? 0) } }

    func value(_ gained: LevelGain) -> Double {
      values.indices.reduce(0) { $0 + values[$1][gained[$1]] }
    }
  }

  private struct Profile {
    let profile: LearnerProfile
    /// The preferred first where they are worth the same.
    var paths: [Path]
    var isComplete = false
    /// Whether a path takes a seat that is scarce, so that the paths depend on the prices.
    var takesSeats = false

    /// A path with what it takes of shared limits.
    struct Path {
      let gained: LevelGain
      let option: PathOption
    }
  }

  init(_ problem: PlanningProblem) {
    let index = CatalogueIndex(problem)
    self.index = index
    budget = problem.budget
    limits = SharedLimits(index, budget: problem.budget, learners: problem.learners.count)
    var numbers: [LearnerProfile: Int] = [:]
    var profiles: [LearnerProfile] = []
    learners = problem.learners.map { learner in
      let profile = LearnerProfile(learner, levels: learner.levelsAfterUnderWay, in: index)
      let number = numbers[profile] ?? profiles.count
      if number == profiles.count {
        numbers[profile] = number
        profiles.append(profile)
      }
      return Member(profile: number, values: learner.values(of: profile))
    }
    self.profiles = profiles.map { Profile(profile: $0, paths: []) }
    options = Array(repeating: [], count: learners.count)
    findPaths(of: Array(profiles.indices), prices: Array(repeating: 0, count: index.activities.count))
    for number in profiles.indices {
      let uses = self.profiles[number].paths.lazy.flatMap(\.option.uses)
      self.profiles[number].takesSeats = uses.contains { $0.limit != limits.money }
    }
  }

  private mutating func findPaths(of numbers: [Int], prices: [Int]) {
    for number in numbers {
      var search = PathSearch(profiles[number].profile, in: index, budget: budget, prices: prices)
      profiles[number].paths = search.paths().map { .init(gained: $0.gained, option: limits.option($0)) }
        .sorted { $0.option.isPreferred(to: $1.option) }
      profiles[number].isComplete = search.isComplete
    }
    let found = Set(numbers)
    for learner in learners.indices where found.contains(learners[learner].profile) { offerPaths(to: learner) }
  }

  private mutating func offerPaths(to learner: Int) {
    let member = learners[learner]
    let paths = profiles[member.profile].paths
    let values = paths.map { member.value($0.gained) }
    var kept: [PathOption] = []
    for path in paths.indices.sorted(by: { (values[$1], $0) < (values[$0], $1) })
    where !kept.contains(where: { $0.fitsWithin(paths[path].option) }) {
      kept.append(paths[path].option.worth(values[path]))
    }
    options[learner] = options[learner].isEmpty ? kept : (options[learner] + kept).undominated()
  }

  /// The best selection that was found, and a bound on what any can close.
  mutating func selected() -> (selection: PathSelection, bound: Double) {
    let wishes = PathSelection(options, limits, choice: options.map { _ in 0 })
    if wishes.isWithinLimits { return (wishes, wishes.value + unexplored(options.map { $0[0].value })) }
    var prices = limits.capacity.map { _ in 0.0 }
    var bound = Double.infinity
    var closed = 0.0
    for _ in 0..<GroupPlanning.rounds {
      let (found, known) = PriceSearch(options: options, limits: limits).prices(from: prices, floor: closed)
      prices = found
      let isNew = findPaths(at: &prices)
      let proven = self.bound(at: prices)
      bound = min(bound, proven)
      closed = max(closed, repaired(at: prices).value)
      if !isNew || proven - known < GroupPlanning.tolerance * proven { break }
    }
    return (contested(at: prices), bound)
  }

  private func repaired(at prices: [Double]) -> PathSelection {
    var selection = PathSelection(options, limits, choice: options.map { $0.best(at: prices).option })
    selection.repair(at: prices)
    selection.fill(at: prices)
    return selection
  }

  private func contested(at prices: [Double]) -> PathSelection {
    var selection = repaired(at: prices)
    let contest = PathContest(options: options, limits: limits, prices: prices)
    while var better = contest.improve(selection), better.value > selection.value {
      better.fill(at: prices)
      selection = better
    }
    return selection
  }

  /// - Parameter prices: become what the search counts with.
  /// - Returns: whether there was anything whose paths depend on them.
  private mutating func findPaths(at prices: inout [Double]) -> Bool {
    var seatPrices = Array(repeating: 0, count: index.activities.count)
    for (position, limit) in limits.seats {
      seatPrices[position] = Int((prices[limit] / PathSearch.priceUnit).rounded())
      prices[limit] = Double(seatPrices[position]) * PathSearch.priceUnit
    }
    let scarce = profiles.indices.filter { profiles[$0].takesSeats }
    findPaths(of: scarce, prices: seatPrices)
    return !scarce.isEmpty
  }

  /// What any plans can close at most: proven by prices at which the paths were found.
  private func bound(at prices: [Double]) -> Double {
    let choices = options.map { $0.best(at: prices) }
    let priced = zip(prices, limits.capacity).reduce(0) { $0 + $1.0 * Double($1.1) }
    return choices.reduce(priced) { $0 + $1.net } + unexplored(choices.map(\.net))
  }

  /// By how much learners whose paths could not all be looked at may close more than what they are counted with.
  private func unexplored(_ nets: [Double]) -> Double {
    learners.indices.reduce(0) { sum, learner in
      profiles[learners[learner].profile].isComplete ? sum : sum + learners[learner].most - nets[learner]
    }
  }
}

extension Learner {
  /// By span of a profile and levels gained in it: what they are worth.
  fileprivate func values(of profile: LearnerProfile) -> [[Double]] {
    profile.spans.map { span in
      guard let gap = gaps.first(where: { $0.domain == span.domain }) else { return [0] }
      let levels = QuotientLevel.allCases.filter { $0 >= span.level && $0 <= span.required }
      return levels.map { gap.value(of: $0) - gap.value(of: span.level) }
    }
  }
}
