#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lets simulated people of known ability sit an adaptive test, to learn what its rules are worth before anyone sits it.
///
/// Each person has random numbers of their own, and each item one of them: the same person gives the same answer to the
/// same item whatever the rules, so that two sets of rules are compared on equal terms. One seed gives one report, bit
/// for bit, however many threads compute it.
public struct AdaptiveSimulator: Sendable {
  public let pool: ItemPool
  public let rules: AdaptiveRules
  /// People simulated in one piece; the pieces are the same on any number of threads.
  private static let pieceSize = 100

  /// - Throws: `AdaptiveError.domainWithoutShare`, `.domainWithoutItems`.
  public init(pool: ItemPool, rules: AdaptiveRules) throws(AdaptiveError) {
    try rules.check(against: pool)
    self.pool = pool
    self.rules = rules
  }

  /// Abilities drawn from N(mean, standardDeviation²).
  public static func abilities(
    count: Int, mean: Double = 0, standardDeviation: Double = 1, seed: UInt64
  ) -> [Double] {
    let random = CounterRandom(seed: seed).stream(-1)
    return (0..<count).map { mean + standardDeviation * random.normal(at: $0) }
  }

  /// The tests of people with the given abilities, one after another.
  ///
  /// - Throws: `AdaptiveError.simulationEmpty`.
  public func report(abilities: [Double], seed: UInt64) throws(AdaptiveError) -> SimulationReport {
    guard !abilities.isEmpty else { throw .simulationEmpty }
    return SimulationReport(pool: pool, tests: tests(abilities[...], seed: seed))
  }

  /// The same report, computed on all cores.
  ///
  /// - Parameter progress: called now and then with the number of people done, in rising order.
  /// - Throws: `AdaptiveError.simulationEmpty`; `CancellationError` soon after the task is cancelled.
  public func report(
    abilities: [Double], seed: UInt64, progress: (_ done: Int) -> Void
  ) async throws -> SimulationReport {
    guard !abilities.isEmpty else { throw AdaptiveError.simulationEmpty }
    let tests = try await withThrowingTaskGroup(of: (start: Int, tests: [SimulatedTest]).self) { group in
      for start in stride(from: 0, to: abilities.count, by: Self.pieceSize) {
        let piece = abilities[start..<min(start + Self.pieceSize, abilities.count)]
        group.addTask {
          try Task.checkCancellation()
          return (start, self.tests(piece, seed: seed))
        }
      }
      var pieces: [Int: [SimulatedTest]] = [:]
      var done = 0
      for try await piece in group {
        pieces[piece.start] = piece.tests
        done += piece.tests.count
        progress(done)
      }
      return stride(from: 0, to: abilities.count, by: Self.pieceSize).flatMap { pieces[$0, default: []] }
    }
    return SimulationReport(pool: pool, tests: tests)
  }

  /// - Parameter abilities: a slice whose indices are the people's numbers.
  private func tests(_ abilities: ArraySlice<Double>, seed: UInt64) -> [SimulatedTest] {
    abilities.indices.map { test(ability: abilities[$0], random: Self.random(ofPerson: $0, seed: seed)) }
  }

  /// The random numbers of one person: stream 0 is the test's, stream 1 the answers'.
  static func random(ofPerson person: Int, seed: UInt64) -> CounterRandom {
    CounterRandom(seed: seed).stream(person)
  }

  private func test(ability: Double, random: CounterRandom) -> SimulatedTest {
    var test = AdaptiveTest(checkedPool: pool, rules: rules, seed: random.stream(0).seed)
    let luck = random.stream(1)
    while true {
      switch test.state {
      case .asking(let item):
        let category = category(ofItem: item, ability: ability, luck: luck.uniform(at: item))
        test.take(ItemAnswer(item: item, category: category))
      case .ended(let reason):
        return SimulatedTest(
          ability: ability, estimate: test.estimate, answers: test.answers, stopReason: reason)
      }
    }
  }

  /// The category whose part of the cumulated probability `luck` falls into.
  private func category(ofItem item: Int, ability: Double, luck: Double) -> Int {
    let model = pool.items[item].model
    var category = model.categoryCount - 1
    // From the top, so that more luck is a better answer.
    var rest = 1 - luck
    while category > 0 {
      rest -= exp(model.logProbability(ofCategory: category, at: ability))
      if rest <= 0 { break }
      category -= 1
    }
    return category
  }
}
