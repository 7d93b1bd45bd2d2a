import Psychometrics
import Testing

/// 36 items in six rounds of difficulties −2 … 2, as an organisation-wide form has them.
private func wideForm() throws -> [TwoParameterLogistic] {
  try (0..<36).map {
    try TwoParameterLogistic(slope: 0.8 + 0.02 * Double($0), difficulty: -2 + 0.8 * Double($0 % 6))
  }
}

@Suite struct `A criterion-referenced scale` {
  @Test func `is the expected share of the reference form`() throws {
    let items = try [-1.0, 1.0].map { try TwoParameterLogistic(slope: 1, difficulty: $0) }
    let scale = try CriterionScale(referenceForm: items)
    #expect(scale.value(at: 0) == 50)
    // logistic(2) and logistic(0), averaged.
    #expect((scale.value(at: 1) - 69.0398538988).magnitude < 1e-9)
  }

  @Test(arguments: [-3.0, -1, 0, 0.7, 2.5])
  func `finds the ability of a value it gave`(theta: Double) throws {
    let scale = try CriterionScale(referenceForm: wideForm())
    #expect((scale.theta(at: scale.value(at: theta)) - theta).magnitude < 1e-8)
  }

  @Test func `puts values that the form cannot reach at the outermost nodes`() throws {
    let scale = try CriterionScale(referenceForm: wideForm())
    #expect(scale.theta(at: 0) == -6)
    #expect(scale.theta(at: 100) == 6)
  }

  @Test func `scores by the posterior's mean and spread whatever its quadrature`() throws {
    let form = try wideForm()
    let scale = try CriterionScale(referenceForm: form)
    let responses = (0..<36).map { Int8($0 % 3 == 0 ? 0 : 1) }
    let production = try ExpectedAPosteriori(items: form).posterior(of: responses)
    let reference = try ExpectedAPosteriori(items: form, quadrature: .reference).posterior(of: responses)
    let (one, other) = (scale.score(of: production), scale.score(of: reference))
    #expect((one.value - other.value).magnitude < 1e-6)
    #expect((one.standardError - other.standardError).magnitude < 1e-6)
    // Within the posterior's middle the scale is nearly straight, so the delta method must come close.
    let estimate = production.estimate
    let slope = (scale.value(at: estimate.theta + 1e-4) - scale.value(at: estimate.theta - 1e-4)) / 2e-4
    #expect((one.standardError / (slope * estimate.standardError) - 1).magnitude < 0.05)
    #expect((one.value - scale.value(at: estimate.theta)).magnitude < 1)
  }

  @Test func `stays within 0 and 100 for perfect and zero patterns`() throws {
    let form = try wideForm()
    let (scale, scorer) = try (CriterionScale(referenceForm: form), ExpectedAPosteriori(items: form))
    let best = scale.score(of: try scorer.posterior(of: Array(repeating: 1, count: 36)))
    let worst = scale.score(of: try scorer.posterior(of: Array(repeating: 0, count: 36)))
    #expect((90...100).contains(best.value) && (0...10).contains(worst.value))
    #expect(best.standardError > 0 && worst.standardError > 0)
  }

  @Test func `has reaching probabilities that fall as the cut rises`() throws {
    let form = try wideForm()
    let scale = try CriterionScale(referenceForm: form)
    let posterior = try ExpectedAPosteriori(items: form).posterior(of: (0..<36).map { Int8($0 % 2) })
    let probabilities = stride(from: 1.0, through: 99, by: 0.5).map {
      scale.probability(ofReaching: $0, by: posterior)
    }
    #expect(zip(probabilities, probabilities.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(probabilities.first! > 0.9999 && probabilities.last! < 1e-4)
  }

  @Test func `refuses a form on which more ability scores less, and an empty one`() throws {
    let item = try TwoParameterLogistic(slope: -1, difficulty: 0)
    #expect(throws: ScoringError.scaleNotIncreasing) { try CriterionScale(referenceForm: [item]) }
    #expect(throws: ScoringError.emptyForm) { try CriterionScale(referenceForm: []) }
  }
}

@Suite struct `The probability of an ability` {
  /// P(Z ≥ z) of the standard normal distribution, from tables.
  @Test(arguments: [
    (-6.5, 1), (-2.0, 0.977249868051821), (-1.03, 0.848494997216563), (0.0, 0.5), (0.1, 0.460172162722971),
    (0.13, 0.448283214555121), (1.0, 0.158655253931457), (1.96, 0.0249978951482204), (6.5, 0),
  ])
  func `under the prior is the normal distribution's at and between nodes`(theta: Double, expected: Double) throws {
    let item = try TwoParameterLogistic(slope: 1, difficulty: 0)
    let prior = try ExpectedAPosteriori(items: [item]).posterior(of: [ResponseMatrix.missing])
    #expect((prior.probability(atLeast: theta) - expected).magnitude < 1e-8)
  }

  @Test func `does not depend on where the nodes lie, even for a narrow posterior`() throws {
    let items = try (0..<60).map { try TwoParameterLogistic(slope: 1.5, difficulty: Double($0 % 7) * 0.5 - 1.5) }
    let responses = (0..<60).map { Int8($0 % 2) }
    let coarse = try ExpectedAPosteriori(items: items).posterior(of: responses)
    let fine = try ExpectedAPosteriori(items: items, quadrature: Quadrature(count: 4001, limit: 6))
      .posterior(of: responses)
    #expect(coarse.estimate.standardError < 0.25)
    for theta in stride(from: -1.5, through: 1.5, by: 0.037) {
      let difference = coarse.probability(atLeast: theta) - fine.probability(atLeast: theta)
      #expect(difference.magnitude < 1e-3, "at \(theta)")
    }
  }
}
