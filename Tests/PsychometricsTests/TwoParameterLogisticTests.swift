import Psychometrics
import Testing

@Suite struct `A two-parameter logistic item` {
  @Test func `is answered right by half of those at its difficulty`() throws {
    let item = try TwoParameterLogistic(slope: 1.7, difficulty: 0.4)
    #expect(item.expectedScore(at: 0.4) == 0.5)
    #expect((item.expectedScore(at: 1.4) - 0.845534734916465).magnitude < 1e-12)
  }

  @Test(arguments: [-50.0, -6, -1, 0, 0.3, 2, 6, 50])
  func `has probabilities that sum to one in logs`(theta: Double) throws {
    let item = try TwoParameterLogistic(slope: 1.3, difficulty: -0.2)
    let (wrong, right) = (
      item.logProbability(ofCategory: 0, at: theta), item.logProbability(ofCategory: 1, at: theta)
    )
    #expect(wrong.isFinite && right.isFinite)
    #expect((right - wrong - 1.3 * (theta + 0.2)).magnitude < 1e-12 * max(1, theta.magnitude))
    #expect(wrong <= 0 && right <= 0)
  }

  @Test func `keeps precision where the logarithm of the probability itself would vanish`() throws {
    let item = try TwoParameterLogistic(slope: 10, difficulty: 0)
    #expect(item.logProbability(ofCategory: 1, at: 50) < 0)
    #expect(item.logProbability(ofCategory: 0, at: 100) == -1000)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `refuses parameters that are not finite`(value: Double) {
    #expect(throws: ScoringError.parameterNotFinite(name: "slope")) {
      try TwoParameterLogistic(slope: value, difficulty: 0)
    }
    #expect(throws: ScoringError.parameterNotFinite(name: "difficulty")) {
      try TwoParameterLogistic(slope: 1, difficulty: value)
    }
  }
}
