/// An answer given in a test.
public struct ItemAnswer: Hashable, Sendable {
  /// The item's index in the pool.
  public var item: Int
  /// The category it was scored in.
  public var category: Int

  public init(item: Int, category: Int) {
    self.item = item
    self.category = category
  }
}

/// One person's adaptive test: a value that says which item to ask, takes the answer, and says what is next.
///
///     var test = try AdaptiveTest(pool: pool, rules: rules, seed: seed)
///     while case .asking(let item) = test.state {
///       try test.record(category: answer(to: item), ofItem: item)
///     }
///     print(test.estimate)
///
/// What is asked follows from the pool, the rules, the seed and the answers alone: no clock, no hidden state. A test is
/// therefore kept by keeping its answers, and goes on where it was from `init(pool:rules:seed:replaying:)`.
public struct AdaptiveTest: Sendable {
  public enum State: Hashable, Sendable {
    /// The item at this index of the pool is to be answered.
    case asking(item: Int)
    case ended(StopReason)
  }

  public let pool: ItemPool
  public let rules: AdaptiveRules
  public let seed: UInt64
  public private(set) var state: State
  /// In the order given.
  public private(set) var answers: [ItemAnswer] = []
  /// By `rules.estimation`; the prior's before the first answer.
  public private(set) var estimate: AbilityEstimate
  /// Unnormalised, one value a node of the pool's quadrature.
  private var logPosterior: [Double]
  /// By position: 0 where the item may be asked, −∞ where it was asked already or exposure control refuses it.
  private var openness: [Double]
  private var askedOfDomain: [Int]

  /// A test before its first answer; its first item has the most information at the prior's mean.
  ///
  /// - Parameter seed: the person's own; decides where exposure control leaves a choice.
  /// - Throws: `AdaptiveError.domainWithoutShare`, `.domainWithoutItems`.
  public init(pool: ItemPool, rules: AdaptiveRules, seed: UInt64) throws(AdaptiveError) {
    try rules.check(against: pool)
    self.init(checkedPool: pool, rules: rules, seed: seed)
  }

  /// A test that goes on after earlier answers, as if it had never been interrupted.
  ///
  /// - Parameters:
  ///   - answers: of a test with the same pool, rules and seed, in order.
  ///   - elapsedMilliseconds: the time used so far.
  /// - Throws: as `init(pool:rules:seed:)` and `record`.
  public init(
    pool: ItemPool, rules: AdaptiveRules, seed: UInt64, replaying answers: [ItemAnswer], elapsedMilliseconds: Int = 0
  ) throws(AdaptiveError) {
    try self.init(pool: pool, rules: rules, seed: seed)
    for answer in answers { try record(category: answer.category, ofItem: answer.item) }
    endIfOutOfTime(elapsedMilliseconds: elapsedMilliseconds)
  }

  /// - Parameter checkedPool: satisfies `rules.check(against:)`.
  init(checkedPool pool: ItemPool, rules: AdaptiveRules, seed: UInt64) {
    self.pool = pool
    self.rules = rules
    self.seed = seed
    logPosterior = pool.quadrature.logWeights
    estimate = pool.estimate(by: rules.estimation, answers: [], logPosterior: logPosterior)
    openness = pool.openness(under: rules.exposure, seed: seed)
    askedOfDomain = Array(repeating: 0, count: pool.domainCount)
    state = .ended(.poolExhausted)
    askNext()
  }

  /// The item to be answered; nil when the test has ended.
  public var nextItem: Int? {
    if case .asking(let item) = state { item } else { nil }
  }

  /// Nil while the test goes on.
  public var stopReason: StopReason? {
    if case .ended(let reason) = state { reason } else { nil }
  }

  /// What is known of ability so far, for scores on other scales.
  public var posterior: Posterior {
    var masses = logPosterior
    normalizeExponentials(&masses)
    return Posterior(quadrature: pool.quadrature, masses: masses, answered: answers.count)
  }

  /// Takes the answer to the item asked, and asks the next or ends the test.
  ///
  /// - Parameters:
  ///   - category: the item's scored category, from 0.
  ///   - item: the item asked; naming it is what keeps a late or doubled answer from counting for another item.
  ///   - elapsedMilliseconds: since the test began, by the caller's clock. An answer that comes after the time limit
  ///     counts and ends the test.
  /// - Throws: `AdaptiveError.testEnded`, `.notTheItemAsked`, `.unknownCategory`; the test is then as it was.
  public mutating func record(category: Int, ofItem item: Int, elapsedMilliseconds: Int = 0) throws(AdaptiveError) {
    switch state {
    case .ended(let reason): throw .testEnded(reason)
    case .asking(let asked) where asked != item: throw .notTheItemAsked(asked: asked, answered: item)
    case .asking: break
    }
    let categoryCount = pool.items[item].model.categoryCount
    guard category >= 0, category < categoryCount else {
      throw .unknownCategory(item: item, category: category, categoryCount: categoryCount)
    }
    take(ItemAnswer(item: item, category: category), elapsedMilliseconds: elapsedMilliseconds)
  }

  /// Ends the test if its time has run out while an item is waiting for its answer.
  public mutating func endIfOutOfTime(elapsedMilliseconds: Int) {
    guard nextItem != nil, let limit = rules.stopping.timeLimitMilliseconds, elapsedMilliseconds >= limit else {
      return
    }
    state = .ended(.timeLimit)
  }

  /// - Parameter answer: to the item asked, in one of its categories.
  mutating func take(_ answer: ItemAnswer, elapsedMilliseconds: Int = 0) {
    answers.append(answer)
    pool.add(category: answer.category, ofItem: answer.item, to: &logPosterior)
    estimate = pool.estimate(by: rules.estimation, answers: answers, logPosterior: logPosterior)
    let reason = rules.stopping.reason(
      answered: answers.count, standardError: estimate.standardError, elapsedMilliseconds: elapsedMilliseconds)
    if let reason { state = .ended(reason) } else { askNext() }
  }

  /// Asks the best item of the domain in turn, or ends the test where no item is left.
  private mutating func askNext() {
    guard let range = nextRange() else {
      state = .ended(.poolExhausted)
      return
    }
    let choice = CounterRandom(seed: seed).uniform(at: answers.count)
    let position =
      pool.position(in: range, openness: openness, theta: estimate.theta, rank: choice, among: rules.candidateCount)
      ?? pool.position(
        in: range, openness: refusedOpenness(), theta: estimate.theta, rank: choice, among: 1)
    guard let position else {
      state = .ended(.poolExhausted)
      return
    }
    openness[position] = -.infinity
    askedOfDomain[pool.items[pool.itemAtPosition[position]].domain] += 1
    state = .asking(item: pool.itemAtPosition[position])
  }

  /// The positions to choose from: those of the domain in turn, or all; nil where every item was asked.
  private func nextRange() -> Range<Int>? {
    guard let balance = rules.balance else {
      return answers.count < pool.items.count ? 0..<pool.items.count : nil
    }
    let remaining = askedOfDomain.indices.map { pool.positionsOfDomain[$0].count - askedOfDomain[$0] }
    return balance.nextDomain(counts: askedOfDomain, remaining: remaining).map { pool.positionsOfDomain[$0] }
  }

  /// Open to all items that were not asked, those that exposure control refuses among them: where it has left none of a
  /// domain, content comes first.
  private func refusedOpenness() -> [Double] {
    var openness = Array(repeating: 0.0, count: pool.items.count)
    let asked = Set(answers.map(\.item))
    for (position, item) in pool.itemAtPosition.enumerated() where asked.contains(item) {
      openness[position] = -.infinity
    }
    return openness
  }
}
