import Psychometrics
import Testing

@Suite struct `A calibration against published ones` {
  private let reference = Calibration(
    CalibrationOptions(quadrature: .reference, gradientTolerance: 1e-4, relativeTolerance: 1e-11))

  @Test(arguments: ["lsat6_2pl", "lsat7_2pl", "lsat6_1pl", "lsat7_1pl"])
  func `agrees on right-or-wrong items`(id: String) throws {
    let published = try ReferenceCalibration.with(id)
    let file = String(published.data.dropFirst("data/".count))
    let (matrix, columns) = (try Reference.patterns(of: file), Reference.columns(of: try Reference.lines(of: file)))
    let model: CalibrationModel = published.model == "2PL" ? .twoParameter : .oneParameter
    let result = try reference.run(matrix, models: Array(repeating: model, count: 5))
    expectAgreement(result, published, Array(columns.dropLast()))
  }

  @Test(.enabled(if: Reference.hasRestricted("data/science.csv")))
  func `agrees on graded items`() throws {
    let published = try ReferenceCalibration.with("science_grm")
    let (matrix, columns) = try science()
    let result = try reference.run(matrix, models: columns.map { _ in .graded(categoryCount: 4) })
    expectAgreement(result, published, columns)
  }

  /// The published standard errors of the first step of each item are left out: the numerical second derivatives of the
  /// log-likelihood in (a, b) contradict them, and are what ours are held to.
  @Test(.enabled(if: Reference.hasRestricted("data/science.csv")))
  func `agrees on partial-credit items`() throws {
    let published = try ReferenceCalibration.with("science_gpcm")
    let (matrix, columns) = try science()
    let result = try reference.run(matrix, models: columns.map { _ in .generalizedPartialCredit(categoryCount: 4) })
    expectAgreement(result, published, columns, uncheckedErrors: [1])
    for (item, error) in zip(result.items, [0.65101158, 0.30367882, 0.21894697, 0.49085425]) {
      let own = try #require(item.estimate?.difficultyErrors?[0])
      #expect((own / error - 1).magnitude < 2e-3)
    }
  }

  @Test func `agrees on Rasch items with a held slope`() throws {
    let result = try reference.run(
      Reference.patterns(of: "lsat6_patterns.csv"), models: Array(repeating: .rasch, count: 5))
    #expect((result.logLikelihood + 2473.0538473438).magnitude < 1e-3)
    let difficulties = [-2.8719711985, -1.0630294184, -0.25761087868, -1.3880588308, -2.218778455]
    for (item, difficulty) in zip(result.items, difficulties) {
      let estimate = try #require(item.estimate)
      #expect(estimate.slope == 1 && estimate.slopeError == 0)
      #expect((estimate.difficulties[0] - difficulty).magnitude < 2e-3)
    }
  }

  /// A held slope with a free deviation is the common-slope model in other units.
  @Test func `finds the same Rasch model by a free deviation as by a common slope`() throws {
    var options = reference.options
    options.population = .freeDeviation
    let result = try Calibration(options).run(
      Reference.patterns(of: "lsat6_patterns.csv"), models: Array(repeating: .rasch, count: 5))
    #expect((result.logLikelihood + 2466.9375995786).magnitude < 1e-3)
    #expect((result.population.standardDeviation - 0.75513460902).magnitude < 1e-3)
    #expect(result.population.mean == 0 && result.parameterCount == 6)
  }

  /// Held to a direct maximisation (BFGS, 121 nodes on [−8, 8]) of the log-likelihood plus the exponents of the priors
  /// log a ~ N(0, 0.5) and logit c ~ N(−1.735, 0.5), with standard errors by numerical second derivatives there.
  @Test func `finds the posterior's mode of guessed items`() throws {
    let result = try reference.run(
      Reference.patterns(of: "lsat7_patterns.csv"), models: Array(repeating: .threeParameter, count: 5))
    #expect((result.logLikelihood + 2659.161715379713).magnitude < 1e-3)
    #expect((result.logPosterior + 2660.095207397574).magnitude < 1e-6)
    let known: [(estimates: [Double], errors: [Double])] = [
      ([1.076974137, -1.556761693, 0.146676883], [0.191783399, 0.248235761, 0.061638584]),
      ([1.289881847, -0.397809135, 0.153235366], [0.254632972, 0.173168255, 0.063002638]),
      ([1.760796026, -0.882794146, 0.136507755], [0.339493198, 0.136881429, 0.055188222]),
      ([0.88533116, -0.231010233, 0.137454812], [0.162975611, 0.193052147, 0.055455601]),
      ([0.823238932, -2.039793843, 0.150699348], [0.156898349, 0.366057741, 0.064101036]),
    ]
    for (item, known) in zip(result.items, known) {
      let estimate = try #require(item.estimate)
      let own = [estimate.slope, estimate.difficulties[0], try #require(estimate.lowerAsymptote)]
      let errors = try #require(estimate.standardErrors)
      for index in 0..<3 {
        #expect((own[index] - known.estimates[index]).magnitude < 5e-4)
        #expect((errors[index] / known.errors[index] - 1).magnitude < 2e-3)
      }
      #expect(estimate.lowerAsymptoteError == errors[2])
    }
  }

  @Test(arguments: [("lsat6", "lsat6_patterns.csv"), ("lsat7", "lsat7_patterns.csv")])
  func `reaches the maximum of the log-likelihood`(name: String, file: String) throws {
    let result = try reference.run(Reference.patterns(of: file), models: Array(repeating: .twoParameter, count: 5))
    expectOptimum(result, try ReferenceOptimum.with(name), tolerance: 1e-6)
  }

  @Test(.enabled(if: Reference.hasRestricted("data/science.csv")))
  func `reaches the maximum on graded items`() throws {
    let (matrix, columns) = try science()
    let result = try reference.run(matrix, models: columns.map { _ in .graded(categoryCount: 4) })
    expectOptimum(result, try ReferenceOptimum.with("science"), tolerance: 1e-6)
  }

  @Test(arguments: [
    ("bench_2pl_2000x40", CalibrationModel.twoParameter), ("bench_grm_1000x20x5", .graded(categoryCount: 5)),
  ])
  func `reaches the maximum on a large matrix with the production settings`(
    name: String, model: CalibrationModel
  ) throws {
    let matrix = try Reference.digits(of: "\(name)_responses.txt")
    let result = try Calibration(CalibrationOptions(standardErrors: false)).run(
      matrix, models: Array(repeating: model, count: matrix.itemCount))
    expectOptimum(result, try ReferenceOptimum.with(name), tolerance: 1e-3)
  }

  private func science() throws -> (matrix: ResponseMatrix, columns: [String]) {
    let lines = try Reference.restrictedLines(of: "data/science.csv")
    let numbered = try Reference.responses(in: lines)
    let matrix = try ResponseMatrix(itemCount: numbered.itemCount, values: numbered.values.map { $0 - 1 })
    return (matrix, Reference.columns(of: lines))
  }

  private func expectAgreement(
    _ result: CalibrationResult, _ published: ReferenceCalibration, _ columns: [String],
    uncheckedErrors: Set<Int> = [], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let expected = published.expected
    #expect(result.converged && result.information == .positiveDefinite, sourceLocation: sourceLocation)
    #expect((result.logLikelihood - expected.logLik).magnitude < 1e-3, sourceLocation: sourceLocation)
    #expect((result.aic - expected.AIC).magnitude < 2e-3, sourceLocation: sourceLocation)
    #expect((result.bic - expected.BIC).magnitude < 2e-3, sourceLocation: sourceLocation)
    #expect(result.parameterCount == expected.n_par, sourceLocation: sourceLocation)
    for (item, known) in zip(result.items, published.parameters(columns)) {
      let own = item.estimate.map { [$0.slope] + $0.difficulties } ?? []
      let errors = item.estimate?.standardErrors ?? []
      #expect(own.count == known.estimates.count && errors.count == own.count, sourceLocation: sourceLocation)
      for index in own.indices {
        let tolerance = known.errors[index] < 1 ? 2e-3 : 0.01 * known.errors[index]
        #expect((own[index] - known.estimates[index]).magnitude < tolerance, sourceLocation: sourceLocation)
        guard !uncheckedErrors.contains(index) else { continue }
        #expect((errors[index] / known.errors[index] - 1).magnitude < 0.02, sourceLocation: sourceLocation)
      }
    }
  }

  private func expectOptimum(
    _ result: CalibrationResult, _ optimum: ReferenceOptimum.Case, tolerance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(result.converged, sourceLocation: sourceLocation)
    #expect(result.logLikelihood > optimum.logLik - tolerance, sourceLocation: sourceLocation)
    #expect(result.logLikelihood < optimum.logLik + 1e-4, sourceLocation: sourceLocation)
    for (item, (slope, difficulties)) in zip(result.items, zip(optimum.a, optimum.b)) {
      #expect(((item.estimate?.slope ?? 0) - slope).magnitude < 2e-3, sourceLocation: sourceLocation)
      for (own, known) in zip(item.estimate?.difficulties ?? [], difficulties) {
        #expect((own - known).magnitude < 2e-3, sourceLocation: sourceLocation)
      }
    }
  }
}
