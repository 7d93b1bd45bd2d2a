import Foundation
import Psychometrics
import SeededRandom
import Testing

/// R mirt's two-dimensional calibration and scores, as they stand in mirt_profile.json.
private struct ReferenceProfile: Decodable {
  struct Estimates: Decodable {
    let items: [[String: Double]]
    let cov: [[Double]]
  }

  struct Scoring: Decodable {
    let responses: [[String: Int8?]]
    let EAP: [[String: Double]]
    let MAP: [[String: Double]]
  }

  let logLik: Double
  let est: Estimates
  let scoring: Scoring

  static func only() throws -> ReferenceProfile {
    try #require(try Reference.json("mirt_profile", as: [ReferenceProfile].self).first)
  }

  static let domains = (0..<16).map { $0 / 8 }

  /// Slope and intercept of each item.
  var parameters: [(slope: Double, intercept: Double)] {
    est.items.map { item in ((item["a1"] ?? 0) + (item["a2"] ?? 0), item["d"] ?? 0) }
  }

  func items() throws -> [TwoParameterLogistic] {
    try parameters.map { try TwoParameterLogistic(slope: $0.slope, difficulty: -$0.intercept / $0.slope) }
  }

  var responses: [[Int8]] {
    scoring.responses.map { row in (1...16).map { (row["i\($0)"] ?? nil) ?? ResponseMatrix.missing } }
  }

  func matrix() throws -> ResponseMatrix {
    try Reference.responses(in: Reference.lines(of: "mirt_2dim.csv"))
  }
}

@Suite struct `A profile of domains` {
  private let coarse = DomainCalibration(CalibrationOptions(quadrature: Quadrature(count: 16, limit: 4.5)))

  private func expect(_ estimate: ProfileEstimate, _ known: [String: Double], _ person: Int) {
    for (domain, name) in ["F1", "F2"].enumerated() {
      #expect((estimate.theta[domain] - (known[name] ?? .nan)).magnitude < 2e-3, "person \(person)")
      #expect((estimate.standardErrors[domain] - (known["SE_\(name)"] ?? .nan)).magnitude < 2e-3, "person \(person)")
    }
  }

  @Test func `has R mirt's expected abilities and errors`() throws {
    let reference = try ReferenceProfile.only()
    let model = try DomainModel(domains: ReferenceProfile.domains, correlations: reference.est.cov.flatMap { $0 })
    let profile = try DomainProfile(items: reference.items(), model: model)
    for (person, (responses, known)) in zip(reference.responses, reference.scoring.EAP).enumerated() {
      expect(try profile.estimate(of: responses), known, person)
    }
  }

  @Test func `has R mirt's modes and errors`() throws {
    let reference = try ReferenceProfile.only()
    let model = try DomainModel(domains: ReferenceProfile.domains, correlations: reference.est.cov.flatMap { $0 })
    let profile = try DomainProfile(items: reference.items(), model: model, method: .mode)
    for (person, (responses, known)) in zip(reference.responses, reference.scoring.MAP).enumerated() {
      expect(try profile.estimate(of: responses), known, person)
    }
  }

  @Test func `calibrates items and correlation together as R mirt does`() throws {
    let reference = try ReferenceProfile.only()
    let result = try DomainCalibration().run(
      reference.matrix(), models: Array(repeating: .twoParameter, count: 16), domains: ReferenceProfile.domains)
    #expect(result.converged && result.parameterCount == 33)
    // Never above the true maximum, which R mirt approaches from below.
    #expect(result.logLikelihood > reference.logLik - 0.01 && result.logLikelihood < reference.logLik + 0.5)
    #expect((result.model.correlations[1] - reference.est.cov[0][1]).magnitude < 0.01)
    for (item, known) in zip(result.items, reference.parameters) {
      let estimate = try #require(item.estimate)
      #expect((estimate.slope - known.slope).magnitude < 0.02)
      #expect((-estimate.slope * estimate.difficulties[0] - known.intercept).magnitude < 0.02)
    }
  }

  @Test func `calibrated in one domain is the unidimensional calibration`() throws {
    let matrix = try Reference.patterns(of: "lsat7_patterns.csv")
    let models = Array(repeating: CalibrationModel.twoParameter, count: 5)
    let options = CalibrationOptions(standardErrors: false)
    let own = try DomainCalibration(options).run(matrix, models: models, domains: Array(repeating: 0, count: 5))
    let known = try Calibration(options).run(matrix, models: models)
    #expect((own.logLikelihood - known.logLikelihood).magnitude < 1e-6)
    for (one, other) in zip(own.items, known.items) {
      #expect(((one.estimate?.slope ?? 0) - (other.estimate?.slope ?? 1)).magnitude < 1e-3)
    }
  }

  /// Sixteen hundred answers multiply to less than the least number there is.
  @Test func `keeps the log-likelihood of very long forms`() throws {
    let item = CalibratedModel.twoParameter(try TwoParameterLogistic(slope: 0.4, difficulty: 0.2))
    let models = Array(repeating: CalibrationModel.fixed(item), count: 1600)
    let values = (0..<3200).map { Int8($0.isMultiple(of: 2) || $0.isMultiple(of: 7) ? 1 : 0) }
    let matrix = try ResponseMatrix(itemCount: 1600, values: values)
    let options = CalibrationOptions(standardErrors: false)
    let own = try DomainCalibration(options).run(matrix, models: models, domains: models.map { _ in 0 })
    let known = try Calibration(options).run(matrix, models: models)
    #expect(known.logLikelihood < -1500 && (own.logLikelihood - known.logLikelihood).magnitude < 1e-8)
  }

  @Test func `estimates the correlation when the items are held`() throws {
    let reference = try ReferenceProfile.only()
    let model = try coarse.domainModel(
      reference.matrix(), items: reference.items().map(CalibratedModel.twoParameter),
      domains: ReferenceProfile.domains)
    #expect((model.correlations[1] - reference.est.cov[0][1]).magnitude < 0.01)
  }

  @Test func `in one domain is the unidimensional score`() throws {
    let items = try ReferenceProfile.only().items()
    let profile = try DomainProfile(
      items: items, model: DomainModel(domains: items.map { _ in 0 }, correlations: [1]))
    let alone = try ExpectedAPosteriori(items: items)
    for responses in try ReferenceProfile.only().responses {
      let (own, known) = (try profile.estimate(of: responses), try alone.estimate(of: responses))
      #expect((own.theta[0] - known.theta).magnitude < 1e-5)
      #expect((own.standardErrors[0] - known.standardError).magnitude < 1e-5)
    }
  }

  @Test(arguments: [DomainProfile.Method.integration, .mode])
  func `of uncorrelated domains reads each from its own items alone`(method: DomainProfile.Method) throws {
    let reference = try ReferenceProfile.only()
    let items = try reference.items()
    let both = try DomainProfile(
      items: items, model: DomainModel(domains: ReferenceProfile.domains, correlations: [1, 0, 0, 1]), method: method)
    let first = try DomainProfile(
      items: Array(items[..<8]), model: DomainModel(domains: Array(repeating: 0, count: 8), correlations: [1]),
      method: method)
    for responses in reference.responses {
      let (own, known) = (try both.estimate(of: responses), try first.estimate(of: Array(responses[..<8])))
      #expect((own.theta[0] - known.theta[0]).magnitude < 1e-8)
      #expect(own.covariance[1].magnitude < 1e-8)
    }
  }

  /// Six domains of six items, one of them without answers.
  @Test func `of six domains is defined for every pattern and borrows from its neighbours`() throws {
    let items = try (0..<36).map { try TwoParameterLogistic(slope: 1.3, difficulty: Double($0 % 6) * 0.5 - 1.25) }
    let correlations = (0..<36).map { $0 / 6 == $0 % 6 ? 1 : 0.5 }
    let model = try DomainModel(domains: (0..<36).map { $0 / 6 }, correlations: correlations)
    let profile = try DomainProfile(items: items, model: model)
    let perfect = try profile.estimate(of: Array(repeating: 1, count: 36))
    let zero = try profile.estimate(of: Array(repeating: 0, count: 36))
    #expect(perfect.theta.allSatisfy { $0 > 1 && $0 < 4 } && zero.theta.allSatisfy { $0 < -1 && $0 > -4 })
    let nothing = try profile.estimate(of: Array(repeating: ResponseMatrix.missing, count: 36))
    #expect(nothing.isInsufficient && nothing.theta.allSatisfy { $0 == 0 })
    #expect(zip(nothing.covariance, correlations).allSatisfy { ($0 - $1).magnitude < 1e-12 })
    let half = try profile.estimate(of: (0..<36).map { $0 / 6 == 2 ? ResponseMatrix.missing : 1 })
    #expect(half.answered == [6, 6, 0, 6, 6, 6] && half.theta[2] > 0.5 && half.theta[2] < half.theta[0])
    #expect(half.standardErrors[2] > half.standardErrors[0] && half.standardErrors[2] < 1)
    let mean = half.composite(weights: Array(repeating: 1.0 / 6, count: 6))
    #expect(mean.standardError < half.standardErrors[0] && mean.answered == 30)
  }

  /// Modes and means differ, but not by much where each domain has twelve items.
  @Test func `by mode is near the profile by integration`() throws {
    var generator = SplitMix64(seed: 21)
    let items = try (0..<36).map { try TwoParameterLogistic(slope: 1.2, difficulty: Double($0 % 12) * 0.3 - 1.65) }
    let model = try DomainModel(
      domains: (0..<36).map { $0 / 12 }, correlations: [1, 0.6, 0.3, 0.6, 1, 0.5, 0.3, 0.5, 1])
    let exact = try DomainProfile(items: items, model: model)
    let mode = try DomainProfile(items: items, model: model, method: .mode)
    for _ in 0..<10 {
      let responses = items.map { generator.response(to: $0, at: 0.5) }
      let (one, other) = (try exact.estimate(of: responses), try mode.estimate(of: responses))
      for domain in 0..<3 {
        #expect((one.theta[domain] - other.theta[domain]).magnitude < 0.12)
        #expect((one.standardErrors[domain] / other.standardErrors[domain] - 1).magnitude < 0.12)
      }
    }
  }

  @Test func `finds the correlations of four domains pair by pair`() throws {
    var generator = SplitMix64(seed: 22)
    let items = try (0..<32).map { try TwoParameterLogistic(slope: 1.6, difficulty: Double($0 % 8) * 0.4 - 1.4) }
    var matrix = try ResponseMatrix(itemCount: 32)
    for _ in 0..<300 {
      let common = generator.normal()
      let theta = [0.9, 0.8, 0.6, 0.3].map { $0 * common + (1 - $0 * $0).squareRoot() * generator.normal() }
      try matrix.append(items.enumerated().map { generator.response(to: $1, at: theta[$0 / 8]) })
    }
    let model = try coarse.domainModel(
      matrix, items: items.map(CalibratedModel.twoParameter), domains: (0..<32).map { $0 / 8 })
    for (row, column, known) in [(1, 0, 0.72), (2, 0, 0.54), (2, 1, 0.48), (3, 0, 0.27), (3, 1, 0.24), (3, 2, 0.18)] {
      #expect((model.correlations[row * 4 + column] - known).magnitude < 0.16, "\(row), \(column), seed 22")
    }
  }

  @Test func `refuses what makes no profile`() throws {
    let item = try TwoParameterLogistic(slope: 1, difficulty: 0)
    #expect(throws: ProfileError.correlationShape) { try DomainModel(domains: [0], correlations: [1, 0, 0]) }
    #expect(throws: ProfileError.correlationShape) { try DomainModel(domains: [0], correlations: [1, 0.2, 0.3, 1]) }
    #expect(throws: ProfileError.correlationShape) { try DomainModel(domains: [0], correlations: [2]) }
    #expect(throws: ProfileError.correlationsNotPositiveDefinite) {
      try DomainModel(domains: [0, 1], correlations: [1, 1, 1, 1])
    }
    #expect(throws: ProfileError.domainOutOfRange(item: 1, domain: 1, domainCount: 1)) {
      try DomainModel(domains: [0, 1], correlations: [1])
    }
    let model = try DomainModel(domains: [0, 0], correlations: [1])
    #expect(throws: ProfileError.itemCount(expected: 1, found: 2)) { try DomainProfile(items: [item], model: model) }
    let profile = try DomainProfile(items: [item, item], model: model)
    #expect(throws: ProfileError.scoring(.responseCount(expected: 2, found: 1))) { try profile.estimate(of: [1]) }
    #expect(throws: ProfileError.scoring(.unknownCategory(item: 1, category: 2, categoryCount: 2))) {
      try profile.estimate(of: [1, 2])
    }
    let matrix = try ResponseMatrix(itemCount: 2, values: [0, 1, 1, 0])
    let models = [CalibrationModel.twoParameter, .twoParameter]
    #expect(throws: ProfileError.tooManyDomains(4)) {
      try DomainCalibration().run(
        try ResponseMatrix(itemCount: 4, values: [0, 1, 0, 1]), models: models + models, domains: [0, 1, 2, 3])
    }
    #expect(throws: ProfileError.emptyDomain(1)) {
      try DomainCalibration().run(matrix, models: models, domains: [0, 2])
    }
    #expect(throws: ProfileError.calibration(.modelCount(expected: 2, found: 1))) {
      try DomainCalibration().run(matrix, models: [.twoParameter], domains: [0, 1])
    }
  }
}
