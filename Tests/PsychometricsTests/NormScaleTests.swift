import Psychometrics
import Testing

@Suite struct `A norm-referenced scale` {
  struct File: Decodable {
    struct Case: Decodable {
      let theta, se, aiq, se_aiq, percentile: Double
      let ci95: [Double]
    }
    struct Group: Decodable {
      let mu_ref, sd_ref, theta, aiq: Double
    }
    let cases: [Case]
    let norm_group: [Group]
  }

  @Test func `agrees with the reference in value, error, interval and percentile`() throws {
    let file: File = try Reference.json("scale")
    #expect(file.cases.count == 4)
    for expected in file.cases {
      let estimate = AbilityEstimate(theta: expected.theta, standardError: expected.se, answered: 20)
      let score = NormScale.standard.score(of: estimate)
      #expect((score.value - expected.aiq).magnitude < 1e-9)
      #expect((score.standardError - expected.se_aiq).magnitude < 1e-9)
      #expect((score.interval.lowerBound - expected.ci95[0]).magnitude < 1e-7)
      #expect((score.interval.upperBound - expected.ci95[1]).magnitude < 1e-7)
      #expect((score.percentile - expected.percentile).magnitude < 1e-9)
    }
  }

  @Test func `is measured from the norm group's mean in its deviations`() throws {
    let file: File = try Reference.json("scale")
    for group in file.norm_group {
      let scale = try NormScale(mean: group.mu_ref, standardDeviation: group.sd_ref)
      #expect((scale.value(at: group.theta) - group.aiq).magnitude < 1e-9)
      let score = scale.score(of: AbilityEstimate(theta: group.mu_ref, standardError: 0.3, answered: 9))
      #expect(score.value == 100 && score.percentile == 50)
      #expect((score.standardError - 15 * 0.3 / group.sd_ref).magnitude < 1e-12)
    }
  }

  @Test func `keeps percentiles within 0 and 100 however far a score is`() {
    #expect(NormScore(value: -2000, standardError: 1).percentile == 0)
    #expect(NormScore(value: 2000, standardError: 1).percentile == 100)
  }

  @Test func `refuses a norm group without spread`() {
    #expect(throws: ScoringError.deviationNotPositive(0)) { try NormScale(mean: 0, standardDeviation: 0) }
    #expect(throws: ScoringError.deviationNotPositive(-1)) { try NormScale(mean: 0, standardDeviation: -1) }
    #expect(throws: ScoringError.parameterNotFinite(name: "mean")) { try NormScale(mean: .nan, standardDeviation: 1) }
    #expect(throws: ScoringError.parameterNotFinite(name: "standard deviation")) {
      try NormScale(mean: 0, standardDeviation: .infinity)
    }
  }
}
