import FoundationEssentials
import Psychometrics
public import Readiness

/// How well an instrument's adaptive test measures simulated people, and what it costs the bank.
public struct SimulationSummary: Codable, Sendable, Equatable {
  public var instrument: String
  public var version: Int
  /// Simulated people, their abilities drawn from N(0, 1) by the seed.
  public var people: Int
  public var seed: UInt64
  public var meanLength: Double
  /// In standard deviations of ability, as are the next two.
  public var bias: Double
  public var rootMeanSquaredError: Double
  public var meanStandardError: Double
  /// Share of people, 0 to 1, within 1.96 claimed standard errors; 0.95 when those are honest.
  public var coverage: Double
  /// Share of people that the most used item was asked of, 0 to 1.
  public var maximumExposure: Double
  /// Share of the bank that nobody was asked.
  public var unusedShare: Double
  /// Share of a test's items that another person was asked too.
  public var overlapRate: Double
  /// How many tests ended for each reason.
  public var stopReasons: [String: Int]
  public var abilities: [Band]
  public var domains: [Share]
  /// By item code, the share of people it was asked of.
  public var exposure: [String: Double]

  /// People of like ability.
  public struct Band: Codable, Sendable, Equatable {
    /// Nil for no lower end.
    public var from: Double?
    /// Nil for no upper end.
    public var below: Double?
    public var people: Int
    public var bias: Double?
    public var rootMeanSquaredError: Double?
  }

  /// A domain's share of all items asked.
  public struct Share: Codable, Sendable, Equatable {
    public var domain: QuotientDomain
    public var share: Double
  }

  /// People of one simulation at most.
  public static let limit = 20_000

  /// Simulates the adaptive test as it is delivered, without its beta items.
  ///
  /// - Throws: a refusal when the instrument is not delivered adaptively, or for a number of people out of 1 … `limit`.
  public init(of instrument: Instrument, people: Int, seed: UInt64) throws {
    guard (1...SimulationSummary.limit).contains(people) else { throw Refusal.tooManySimulated }
    let report = try AdaptiveBank(instrument).simulation(people: people, seed: seed)
    let items = instrument.adaptiveItems
    self.instrument = instrument.code
    version = instrument.version
    self.people = people
    self.seed = seed
    meanLength = report.meanLength
    bias = report.accuracy.bias
    rootMeanSquaredError = report.accuracy.rootMeanSquaredError
    meanStandardError = report.accuracy.meanStandardError
    coverage = report.accuracy.coverage
    maximumExposure = report.maximumExposure
    unusedShare = report.unusedShare
    overlapRate = report.overlapRate
    stopReasons = Dictionary(uniqueKeysWithValues: report.stopReasons.map { ($0.rawValue, $1) })
    abilities = SimulationSummary.bands(report)
    domains = SimulationSummary.shares(report, items)
    exposure = Dictionary(uniqueKeysWithValues: zip(items.map(\.code), report.exposureRates))
  }

  private static func bands(_ report: SimulationReport) -> [Band] {
    let ends: [Double] = [-1.5, -0.5, 0.5, 1.5]
    let accuracy = report.accuracy(between: ends)
    return zip(zip([nil] + ends, ends + [nil]), accuracy).map { range, accuracy in
      let isEmpty = accuracy.personCount == 0
      return Band(
        from: range.0, below: range.1, people: accuracy.personCount, bias: isEmpty ? nil : accuracy.bias,
        rootMeanSquaredError: isEmpty ? nil : accuracy.rootMeanSquaredError)
    }
  }

  private static func shares(_ report: SimulationReport, _ items: [Item]) -> [Share] {
    let asked = Dictionary(grouping: zip(items.map(\.domain), report.exposureRates), by: \.0)
      .mapValues { $0.reduce(0) { $0 + $1.1 } }
    return QuotientDomain.allCases.compactMap { domain in
      asked[domain].map { Share(domain: domain, share: $0 / report.meanLength) }
    }
  }
}

extension Instrument {
  /// The same with exposure parameters, by simulation, that hold every item to its exposure rate.
  ///
  /// - Parameter people: 1,000 or more, simulated once a round.
  public func withCalibratedExposure(people: Int, rounds: Int = 20, seed: UInt64) throws -> Instrument {
    var instrument = self
    instrument.exposure = try AdaptiveBank(self).calibratedExposure(people: people, rounds: rounds, seed: seed)
    return instrument
  }
}

/// What the adaptive test of an instrument's newest version is worth, by simulation.
public struct SimulateInstrument: StoredQuery {
  public static let name = QueryName.simulateInstrument
  public var instrument: String
  public var people: Int
  public var seed: Int

  public init(instrument: String, people: Int, seed: Int) {
    self.instrument = instrument
    self.people = people
    self.seed = seed
  }

  public func read(in session: Session) throws -> SimulationSummary {
    try SimulationSummary(
      of: session.instrument(code: instrument).instrument, people: people, seed: UInt64(max(0, seed)))
  }
}

extension Refusal {
  fileprivate static let tooManySimulated = Refusal.invalid(
    "people-out-of-range", field: "people", en: "Simulate 1 to \(SimulationSummary.limit) people.",
    zh: "模拟人数须在 1 到 \(SimulationSummary.limit) 之间。")
}
