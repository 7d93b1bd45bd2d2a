import Psychometrics
import Testing

/// The published properties of exposure control on the bank of 500 items, held to by fewer people: each figure within
/// three Monte-Carlo standard errors of the two simulations together.
@Suite struct `Exposure control` {
  private static let people = 200
  private static let publishedPeople = 4000

  struct Figures: Decodable {
    let rmse: Double
    let meanStandardError: Double?
    let maximumExposure: Double?
    let unused: Double?
    let overlap: Double?

    enum CodingKeys: String, CodingKey {
      case rmse, unused, overlap
      case meanStandardError = "mean_se"
      case maximumExposure = "max_exposure"
    }
  }

  private struct File: Decodable {
    let twenty: [String: Figures]
    let thirty: [String: Figures]

    enum CodingKeys: String, CodingKey {
      case twenty = "L20"
      case thirty = "L30"
    }
  }

  static func published(length: Int, control: String) throws -> Figures {
    let file = try Reference.json("exposure", as: File.self)
    return try #require((length == 20 ? file.twenty : file.thirty)[control])
  }

  static func report(_ pool: ItemPool, length: Int, exposure: ExposureControl) throws -> SimulationReport {
    let rules = try `Adaptive test`.rules(maximum: length, exposure: exposure)
    let abilities = AdaptiveSimulator.abilities(count: people, seed: 1)
    return try AdaptiveSimulator(pool: pool, rules: rules).report(abilities: abilities, seed: 7)
  }

  /// Three standard errors of a difference of rates or, relative, of root mean squares.
  static func tolerance(rate: Double) -> Double {
    3 * (rate * (1 - rate) * (1 / Double(people) + 1 / Double(publishedPeople))).squareRoot()
  }
  static let relativeTolerance = 3 * (0.5 / Double(people) + 0.5 / Double(publishedPeople)).squareRoot()

  @Test(arguments: [20, 30], [ExposureControl.none, .randomesque(among: 5)])
  func `free and randomesque tests are as published`(length: Int, exposure: ExposureControl) throws {
    let control = exposure == .none ? "MFI" : "randomesque5"
    let published = try Self.published(length: length, control: control)
    let report = try Self.report(AdaptiveBank.pool("bench_500"), length: length, exposure: exposure)
    #expect(abs(report.accuracy.rootMeanSquaredError / published.rmse - 1) < Self.relativeTolerance)
    if let expected = published.meanStandardError {
      #expect(abs(report.accuracy.meanStandardError / expected - 1) < 0.02)
    }
    if let expected = published.maximumExposure {
      #expect(abs(report.maximumExposure - expected) <= Self.tolerance(rate: expected) + 1e-12)
    }
    if let expected = published.overlap { #expect(abs(report.overlapRate - expected) < 0.03) }
    // Fewer people leave more of the bank unused.
    if let expected = published.unused { #expect(report.unusedShare > expected - 0.02 && report.unusedShare < 0.9) }
  }

  @Test func `calibrated parameters hold every item to the target at little cost`() throws {
    let pool = try AdaptiveBank.pool("bench_500")
    let calibration = try ExposureCalibration(
      pool: pool, rules: `Adaptive test`.rules(maximum: 20), target: 0.25,
      abilities: AdaptiveSimulator.abilities(count: 160, seed: 2), rounds: 8, seed: 3)
    #expect(calibration.maximumExposures.first == 1)
    let calibrated = try pool.withExposureParameters(calibration.parameters)
    let controlled = try Self.report(calibrated, length: 20, exposure: .sympsonHetter)
    let free = try Self.report(pool, length: 20, exposure: .none)
    let published = try Self.published(length: 20, control: "sympson_hetter_25")
    let standardError = try #require(published.meanStandardError)
    let overlap = try #require(published.overlap)
    let unused = try #require(published.unused)
    // The highest of some eighty rates at the target, each with its chance of two simulations.
    #expect(controlled.maximumExposure <= 0.25 + 1.5 * Self.tolerance(rate: 0.25))
    #expect(controlled.accuracy.meanStandardError <= 1.1 * free.accuracy.meanStandardError)
    #expect(abs(controlled.accuracy.rootMeanSquaredError / published.rmse - 1) < Self.relativeTolerance)
    #expect(abs(controlled.accuracy.meanStandardError / standardError - 1) < 0.02)
    #expect(abs(controlled.overlapRate - overlap) < 0.03)
    #expect(controlled.unusedShare > unused - 0.02 && controlled.unusedShare < free.unusedShare)
  }

  @Test func `impossible calibrations are refused`() throws {
    let pool = try AdaptiveBank.pool("2pl_150")
    let rules = try `Adaptive test`.rules(maximum: 5)
    for target in [0, 1.5, .nan] {
      #expect(throws: AdaptiveError.self) {
        try ExposureCalibration(pool: pool, rules: rules, target: target, abilities: [0], seed: 0)
      }
    }
    #expect(throws: AdaptiveError.simulationEmpty) {
      try ExposureCalibration(pool: pool, rules: rules, target: 0.2, abilities: [], seed: 0)
    }
    #expect(throws: AdaptiveError.simulationEmpty) {
      try ExposureCalibration(pool: pool, rules: rules, target: 0.2, abilities: [0], rounds: 0, seed: 0)
    }
  }
}
