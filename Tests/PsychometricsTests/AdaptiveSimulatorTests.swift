import Psychometrics
import Testing

@Suite struct `Adaptive simulation` {
  static func simulator(
    _ exposure: ExposureControl = .none, length: Int = 12, shares: [Double]? = nil
  ) throws -> AdaptiveSimulator {
    let pool = try AdaptiveBank.pool("2pl_150", domains: shares?.count ?? 1)
    let rules = try `Adaptive test`.rules(maximum: length, exposure: exposure, shares: shares)
    return try AdaptiveSimulator(pool: pool, rules: rules)
  }

  @Test func `one seed gives one report, on one thread or more`() async throws {
    let simulator = try Self.simulator(.randomesque(among: 3), shares: [0.6, 0.4])
    let abilities = AdaptiveSimulator.abilities(count: 430, seed: 5)
    let one = try simulator.report(abilities: abilities, seed: 11)
    var progress: [Int] = []
    let more = try await simulator.report(abilities: abilities, seed: 11) { progress.append($0) }
    #expect(one == more)
    #expect(progress.count == 5 && progress == progress.sorted() && progress.last == 430)
    #expect(try simulator.report(abilities: abilities, seed: 12) != one)
  }

  @Test func `a cancelled simulation stops`() async throws {
    let simulator = try Self.simulator()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await simulator.report(abilities: Array(repeating: 0, count: 200), seed: 1) { _ in }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `a person answers an item the same under any rules`() throws {
    let abilities = AdaptiveSimulator.abilities(count: 40, seed: 1)
    let plain = try Self.simulator().report(abilities: abilities, seed: 2)
    let random = try Self.simulator(.randomesque(among: 6)).report(abilities: abilities, seed: 2)
    for (one, other) in zip(plain.tests, random.tests) {
      let known = Dictionary(uniqueKeysWithValues: one.answers.map { ($0.item, $0.category) })
      for answer in other.answers { #expect(known[answer.item] ?? answer.category == answer.category) }
    }
  }

  @Test func `the report's figures follow from its tests`() throws {
    let simulator = try Self.simulator(shares: [0.5, 0.25, 0.25])
    let report = try simulator.report(abilities: AdaptiveSimulator.abilities(count: 60, seed: 3), seed: 4)
    #expect(report.lengthCounts == Array(repeating: 0, count: 12) + [60])
    #expect(report.stopReasons == [.maximumLength: 60])
    #expect(report.domainCounts == [360, 180, 180])
    #expect(abs(report.meanLength - 12) < 1e-9)
    var shared = 0
    for (index, one) in report.tests.enumerated() {
      for other in report.tests[(index + 1)...] {
        shared += Set(one.answers.map(\.item)).intersection(other.answers.map(\.item)).count
      }
    }
    #expect(abs(report.overlapRate - Double(shared) / Double(60 * 59 / 2 * 12)) < 1e-9)
    let asked = Set(report.tests.flatMap { $0.answers.map(\.item) })
    #expect(abs(report.unusedShare - Double(150 - asked.count) / 150) < 1e-12)
    #expect(report.maximumExposure == 1)
  }

  @Test func `accuracy by ability takes each person once`() throws {
    let report = try Self.simulator().report(abilities: [-2, -1, -0.5, 0, 0.5, 1, 3], seed: 4)
    let groups = report.accuracy(between: [-1, 0, 1])
    #expect(groups.map(\.personCount) == [1, 2, 2, 2])
    let total = groups.reduce(0) { $0 + $1.bias * Double($1.personCount) }
    #expect(abs(total - 7 * report.accuracy.bias) < 1e-12)
    #expect(abs(groups[0].rootMeanSquaredError - abs(report.tests[0].error)) < 1e-12)
  }

  @Test func `drawn abilities have the population's mean and spread`() {
    let abilities = AdaptiveSimulator.abilities(count: 20_000, mean: 1, standardDeviation: 2, seed: 8)
    let mean = abilities.reduce(0, +) / 20_000
    let variance = abilities.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    #expect(abs(mean - 1) < 0.05)
    #expect(abs(variance - 4) < 0.15)
  }

  @Test func `graded answers have their model's frequencies`() throws {
    let model = try GradedResponse(slope: 1.3, thresholds: [-1, 0.2, 0.9])
    let simulator = try AdaptiveSimulator(
      pool: ItemPool(items: [PoolItem(model: model)]), rules: `Adaptive test`.rules(maximum: 1))
    let report = try simulator.report(abilities: Array(repeating: 0.4, count: 4000), seed: 21)
    for category in 0..<4 {
      let share = Double(report.tests.count { $0.answers[0].category == category }) / 4000
      let curve = model.curve(ofCategory: category, at: 0.4)
      #expect(abs(share - curve.probability) < 0.025)
    }
  }

  @Test func `a simulation of nobody is an error`() async throws {
    let simulator = try Self.simulator()
    #expect(throws: AdaptiveError.simulationEmpty) { try simulator.report(abilities: [], seed: 1) }
    await #expect(throws: AdaptiveError.simulationEmpty) { try await simulator.report(abilities: [], seed: 1) { _ in } }
  }
}
