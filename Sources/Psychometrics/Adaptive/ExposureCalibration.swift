/// Exposure parameters by which Sympson and Hetter's control holds every item to a target rate.
///
/// The share of people whom an item would be given to, if it were open to all, is estimated by simulation; where it is
/// above the target, the item is opened to just the share of people that leaves it at the target. Shutting items out
/// moves their load to others, so that this is repeated. Later rounds are averaged, lest the chance of one round stays.
public struct ExposureCalibration: Hashable, Sendable {
  /// The target.
  public let target: Double
  /// One an item, above 0 and up to 1, for `ItemPool.withExposureParameters`.
  public private(set) var parameters: [Double]
  /// The highest exposure rate of each round, before its correction.
  public private(set) var maximumExposures: [Double] = []
  /// Share of those to whom the item was open who were given it, averaged over the rounds.
  private var demand: [Double]

  /// Calibrates on people whose abilities stand for those to come.
  ///
  /// - Parameters:
  ///   - pool: its own exposure parameters are not looked at.
  ///   - rules: those of the tests to come, their exposure control taken to be Sympson and Hetter's.
  ///   - target: the highest share of people whom an item may be shown to; above 0, up to 1. A pool serves it only if
  ///     it has, where people are, test length ÷ target good items.
  ///   - abilities: of a thousand people or more.
  ///   - rounds: 20 or so.
  /// - Throws: `AdaptiveError.exposureTargetInvalid`, `.simulationEmpty`, and those of `AdaptiveTest.init`.
  public init(
    pool: ItemPool, rules: AdaptiveRules, target: Double, abilities: [Double], rounds: Int = 20, seed: UInt64
  ) throws(AdaptiveError) {
    guard target > 0, target <= 1 else { throw .exposureTargetInvalid(target) }
    guard rounds > 0, !abilities.isEmpty else { throw .simulationEmpty }
    self.target = target
    parameters = Array(repeating: 1, count: pool.items.count)
    demand = Array(repeating: 0, count: pool.items.count)
    let rules = rules.controlled(by: .sympsonHetter)
    for round in 0..<rounds {
      let seed = CounterRandom(seed: seed).bits(at: round)
      let simulator = try AdaptiveSimulator(pool: pool.withExposureParameters(parameters), rules: rules)
      let report = try simulator.report(abilities: abilities, seed: seed)
      maximumExposures.append(report.maximumExposure)
      correct(by: report, gain: Self.gain(round: round, of: rounds), seed: seed)
    }
  }

  /// The weight of a round: whole at first, half while the load moves about, then that of a mean over the later half.
  private static func gain(round: Int, of rounds: Int) -> Double {
    if round == 0 { return 1 }
    let settled = round - rounds / 2
    return settled < 1 ? 0.5 : 1 / Double(settled + 1)
  }

  private mutating func correct(by report: SimulationReport, gain: Double, seed: UInt64) {
    let open = openCounts(people: report.tests.count, seed: seed)
    for item in parameters.indices where open[item] > 0 {
      let share = report.exposureRates[item] * Double(report.tests.count) / Double(open[item])
      demand[item] += gain * (min(share, 1) - demand[item])
      parameters[item] = min(1, target / max(demand[item], target))
    }
  }

  /// To how many of the simulated people each item was open.
  private func openCounts(people: Int, seed: UInt64) -> [Int] {
    var counts = Array(repeating: 0, count: parameters.count)
    for person in 0..<people {
      let lottery = AdaptiveSimulator.random(ofPerson: person, seed: seed).stream(0)
      for item in parameters.indices where lottery.uniform(at: item) < parameters[item] { counts[item] += 1 }
    }
    return counts
  }
}
