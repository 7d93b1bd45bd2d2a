import Psychometrics
import Testing

/// One item of every model, some at the edges of their parameters.
let everyModel: [any ItemModel] = {
  let items: [(any ItemModel)?] = [
    try? TwoParameterLogistic(slope: 1.3, difficulty: -0.2), try? TwoParameterLogistic(slope: -0.7, difficulty: 0.5),
    try? ThreeParameterLogistic(slope: 1.6, difficulty: 0.4, lowerAsymptote: 0.2),
    try? ThreeParameterLogistic(slope: -1.1, difficulty: 0, lowerAsymptote: 0.1, upperAsymptote: 0.95),
    try? ThreeParameterLogistic(slope: 1.2, difficulty: -0.3, lowerAsymptote: 0),
    try? GradedResponse(slope: 1.4, thresholds: [-1.2, -1.1, 0.3, 1.8]),
    try? GradedResponse(slope: 0.8, thresholds: [0.25]),
    try? GeneralizedPartialCredit(slope: 0.9, steps: [0.8, -0.6, 1.1]),
    try? GeneralizedPartialCredit(slope: -1.2, steps: [-0.5, 0.5]),
  ]
  return items.compactMap { $0 }
}()

private let abilities = [-5.0, -1.7, -0.31, 0, 0.9, 2.2, 6]

private func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-6) -> Bool {
  (a - b).magnitude <= tolerance * max(1, a.magnitude, b.magnitude)
}

@Suite struct `The derivatives of an item` {
  @Test(arguments: everyModel.indices, abilities)
  func `are those of its log-probabilities`(index: Int, theta: Double) {
    let (item, step) = (everyModel[index], 1e-5)
    for category in 0..<item.categoryCount {
      let at = item.logDerivatives(ofCategory: category, at: theta)
      let below = item.logDerivatives(ofCategory: category, at: theta - step)
      let above = item.logDerivatives(ofCategory: category, at: theta + step)
      let slope =
        (item.logProbability(ofCategory: category, at: theta + step)
          - item.logProbability(ofCategory: category, at: theta - step)) / (2 * step)
      #expect(close(at.first, slope), "category \(category)")
      #expect(close(at.second, (above.first - below.first) / (2 * step)), "category \(category)")
    }
  }

  @Test(arguments: everyModel.indices, abilities)
  func `are those of probabilities that sum to one`(index: Int, theta: Double) {
    let item = everyModel[index]
    let curves = (0..<item.categoryCount).map { item.curve(ofCategory: $0, at: theta) }
    #expect(close(curves.reduce(0) { $0 + $1.probability }, 1, 1e-12))
    #expect(curves.reduce(0) { $0 + $1.first }.magnitude < 1e-12)
    #expect(curves.reduce(0) { $0 + $1.second }.magnitude < 1e-12)
  }

  @Test(arguments: everyModel.indices, abilities)
  func `give its information and Warm's term by their definitions`(index: Int, theta: Double) {
    let item = everyModel[index]
    var (expected, warm) = (0.0, 0.0)
    for category in 0..<item.categoryCount {
      let curve = item.curve(ofCategory: category, at: theta)
      expected += curve.first * curve.first / curve.probability
      warm += curve.first * curve.second / curve.probability
    }
    let information = item.information(at: theta)
    #expect((information.expected - expected).magnitude < 1e-12)
    #expect((information.warm - warm).magnitude < 1e-12)
    #expect(information.expected > 0)
  }

  @Test(arguments: everyModel.indices, [-2000.0, -700, -60, 60, 700, 2000])
  func `stay finite and exact where the probability underflows`(index: Int, theta: Double) {
    let item = everyModel[index]
    for category in 0..<item.categoryCount {
      let log = item.logDerivatives(ofCategory: category, at: theta)
      #expect(log.first.isFinite && log.second.isFinite)
      #expect(item.logProbability(ofCategory: category, at: theta).isFinite)
    }
    let information = item.information(at: theta)
    #expect(information.expected >= 0 && information.expected < 1e-10 && information.warm.isFinite)
  }

  @Test func `of a hopeless answer are the slope itself`() throws {
    let item = try TwoParameterLogistic(slope: 1.5, difficulty: 0)
    #expect(item.logDerivatives(ofCategory: 1, at: -800).first == 1.5)
    let graded = try GradedResponse(slope: 2, thresholds: [-1, 1])
    #expect(graded.logDerivatives(ofCategory: 2, at: -800).first == 2)
    let partial = try GeneralizedPartialCredit(slope: 0.5, steps: [-1, 1])
    #expect(partial.logDerivatives(ofCategory: 2, at: -4000).first == 1)
  }

  @Test func `of Rasch's model are those of a slope of one`() throws {
    #expect(
      try TwoParameterLogistic.rasch(difficulty: 0.3) == TwoParameterLogistic(slope: 1, difficulty: 0.3))
    #expect(throws: ScoringError.parameterNotFinite(name: "difficulty")) {
      try TwoParameterLogistic.rasch(difficulty: .nan)
    }
  }
}
