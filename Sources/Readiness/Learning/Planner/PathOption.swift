/// A path as one learner sees it: what it is worth to them, and what it takes of what all share.
struct PathOption {
  private(set) var value: Double
  /// What it takes of shared limits, each limit once.
  let uses: [Use]
  let cost: Int
  let hours: Int
  /// Positions in the catalogue, in the order of doing.
  let steps: [Int]

  struct Use: Equatable {
    let limit: Int
    let amount: Int
  }

  func worth(_ value: Double) -> PathOption {
    var option = self
    option.value = value
    return option
  }

  /// Its value less what it uses at prices of one of each limit.
  func net(_ prices: [Double]) -> Double {
    uses.reduce(value) { $0 - Double($1.amount) * prices[$1.limit] }
  }

  /// Whether to take it rather than another that is worth the same: cheaper, then shorter, then first by code.
  func isPreferred(to other: PathOption) -> Bool {
    if value != other.value { return value > other.value }
    if cost != other.cost { return cost < other.cost }
    if hours != other.hours { return hours < other.hours }
    return steps.sorted().lexicographicallyPrecedes(other.steps.sorted())
  }

  /// Whether it takes no more of any limit.
  func fitsWithin(_ other: PathOption) -> Bool {
    uses.allSatisfy { use in other.uses.contains { $0.limit == use.limit && $0.amount >= use.amount } }
  }
}

extension [PathOption] {
  /// The preferred first, without those that take at least as much as a preferred one does.
  func undominated() -> [PathOption] {
    var kept: [PathOption] = []
    for option in sorted(by: { $0.isPreferred(to: $1) }) where !kept.contains(where: { $0.fitsWithin(option) }) {
      kept.append(option)
    }
    return kept
  }

  /// The one that is worth most at prices, the first of such.
  func best(at prices: [Double]) -> (option: Int, net: Double) {
    var best = (option: 0, net: self[0].net(prices))
    for option in indices.dropFirst() {
      let net = self[option].net(prices)
      if net > best.net { best = (option, net) }
    }
    return best
  }
}

/// What learners share: the budget, and the seats of activities that not everybody can take part in.
struct SharedLimits {
  /// How much there is of each.
  let capacity: [Int]
  /// The limit that is the budget.
  let money: Int?
  /// By position in the catalogue: the limit that is its seats.
  let seats: [Int: Int]

  /// - Parameter learners: how many there are; seats for all of them are no limit.
  init(_ index: CatalogueIndex, budget: Int?, learners: Int) {
    var capacity = budget.map { [$0] } ?? []
    money = budget == nil ? nil : 0
    var seats: [Int: Int] = [:]
    for (position, count) in index.seats.enumerated() {
      guard let count, count < learners else { continue }
      seats[position] = capacity.count
      capacity.append(count)
    }
    self.capacity = capacity
    self.seats = seats
  }

  /// A path as an option that is worth nothing yet.
  func option(_ path: LearningPath) -> PathOption {
    var uses = path.steps.compactMap { seats[$0] }.map { PathOption.Use(limit: $0, amount: 1) }
    if let money, path.cost > 0 { uses.append(.init(limit: money, amount: path.cost)) }
    return PathOption(value: 0, uses: uses, cost: path.cost, hours: path.hours, steps: path.steps)
  }
}
