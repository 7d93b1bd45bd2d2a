import Psychometrics
import SeededRandom
import Testing

@Suite struct `Adaptive test` {
  /// Right where the item is easier than this.
  static func answers(_ pool: ItemPool, upTo difficulty: Double) -> (Int) -> Int {
    { item in pool.items[item].model.expectedScore(at: difficulty) > 0.5 ? 1 : 0 }
  }

  static func rules(
    maximum: Int? = 20, standardError: Double? = nil, minimum: Int = 0, milliseconds: Int? = nil,
    exposure: ExposureControl = .none, shares: [Double]? = nil
  ) throws -> AdaptiveRules {
    let stopping = try StoppingRules(
      standardError: standardError, minimumLength: minimum, maximumLength: maximum,
      timeLimitMilliseconds: milliseconds)
    return try AdaptiveRules(
      stopping: stopping, exposure: exposure,
      balance: shares.map { shares throws in try ContentBalance(shares: shares) })
  }

  @Test func `the first item has the most information at the prior's mean`() throws {
    let pool = try AdaptiveBank.pool("bench_500")
    let test = try AdaptiveTest(pool: pool, rules: Self.rules(), seed: 1)
    let best = pool.items.indices.max {
      pool.items[$0].model.information(at: 0).expected < pool.items[$1].model.information(at: 0).expected
    }
    #expect(test.nextItem == best)
    #expect(test.estimate.isInsufficient && abs(test.estimate.theta) < 1e-12)
  }

  @Test(arguments: [-7.9, -2.345, 0.0, 0.031, 1.6180339, 8.0, 11.0])
  func `every item asked is the most informative one by its model`(theta: Double) throws {
    let graded = try GradedResponse(slope: 2.8, thresholds: [-1.5, -1.49, 0.3])
    let partial = try GeneralizedPartialCredit(slope: 1.7, steps: [0.9, -0.2])
    try Self.expectMostInformative(AdaptiveBank.models("3pl_200") + [graded, partial], theta: theta)
  }

  /// Information with peaks so narrow that interpolation between the grid's nodes ranks items wrongly.
  @Test func `the model decides where interpolation cannot`() throws {
    var random = SplitMix64(seed: 17)
    let steep = try (0..<200).map { _ in
      try TwoParameterLogistic(
        slope: Double.random(in: 18...20, using: &random), difficulty: Double.random(in: -0.2...0.2, using: &random))
    }
    let fine = Quadrature(count: 1201, limit: 6)
    for theta in [-0.13, 0.04, 0.17] { try Self.expectMostInformative(steep, theta: theta, quadrature: fine) }
  }

  private static func expectMostInformative(
    _ models: [any ItemModel], theta: Double, quadrature: Quadrature = .production
  ) throws {
    let pool = try ItemPool(items: models.map { PoolItem(model: $0) }, quadrature: quadrature)
    var test = try AdaptiveTest(pool: pool, rules: rules(maximum: 40), seed: 1)
    var open = Set(pool.items.indices)
    while let item = test.nextItem {
      let at = test.estimate.theta
      let information = open.map { models[$0].information(at: at).expected }
      #expect(models[item].information(at: at).expected == information.max())
      open.remove(item)
      try test.record(category: Int(models[item].expectedScore(at: theta).rounded()), ofItem: item)
    }
  }

  @Test func `items of equal information are asked in the pool's order`() throws {
    let model = try TwoParameterLogistic(slope: 1, difficulty: 0)
    let items = [2, 0, 1, 0, 2].map { PoolItem(model: model, domain: $0) }
    var test = try AdaptiveTest(pool: ItemPool(items: items), rules: Self.rules(maximum: nil), seed: 0)
    try test.run { _ in 1 }
    #expect(test.answers.map(\.item) == [0, 1, 2, 3, 4])
    #expect(test.stopReason == .poolExhausted)
  }

  @Test func `an answer to another item than the one asked is refused and changes nothing`() throws {
    let pool = try AdaptiveBank.pool("2pl_150")
    var test = try AdaptiveTest(pool: pool, rules: Self.rules(), seed: 1)
    let first = try #require(test.nextItem)
    try test.record(category: 1, ofItem: first)
    let (asked, estimate) = (try #require(test.nextItem), test.estimate)
    #expect(throws: AdaptiveError.notTheItemAsked(asked: asked, answered: first)) {
      try test.record(category: 0, ofItem: first)
    }
    #expect(throws: AdaptiveError.notTheItemAsked(asked: asked, answered: 1000)) {
      try test.record(category: 0, ofItem: 1000)
    }
    for category in [-1, 2] {
      #expect(throws: AdaptiveError.unknownCategory(item: asked, category: category, categoryCount: 2)) {
        try test.record(category: category, ofItem: asked)
      }
    }
    #expect(test.answers == [ItemAnswer(item: first, category: 1)])
    #expect(test.nextItem == asked && test.estimate == estimate)
  }

  @Test func `a test that has ended takes no answer`() throws {
    let pool = try AdaptiveBank.pool("2pl_150")
    var test = try AdaptiveTest(pool: pool, rules: Self.rules(maximum: 1), seed: 1)
    let item = try #require(test.nextItem)
    try test.record(category: 1, ofItem: item)
    #expect(test.nextItem == nil && test.stopReason == .maximumLength)
    #expect(throws: AdaptiveError.testEnded(.maximumLength)) { try test.record(category: 1, ofItem: item) }
  }

  @Test func `a standard error ends the test once the minimum length is reached`() throws {
    let pool = try AdaptiveBank.pool("bench_500")
    for minimum in [0, 15] {
      let rules = try Self.rules(standardError: 0.5, minimum: minimum)
      var test = try AdaptiveTest(pool: pool, rules: rules, seed: 1)
      try test.run(answer: Self.answers(pool, upTo: 0.3))
      #expect(test.stopReason == .standardErrorReached)
      #expect(test.estimate.standardError <= 0.5)
      #expect(minimum == 0 ? test.answers.count < 15 : test.answers.count == 15)
    }
  }

  @Test func `the first answer after the time limit counts and ends the test`() throws {
    let pool = try AdaptiveBank.pool("2pl_150")
    var test = try AdaptiveTest(pool: pool, rules: Self.rules(minimum: 5, milliseconds: 60_000), seed: 1)
    try test.record(category: 1, ofItem: try #require(test.nextItem), elapsedMilliseconds: 59_999)
    #expect(test.stopReason == nil)
    var waiting = test
    try test.record(category: 1, ofItem: try #require(test.nextItem), elapsedMilliseconds: 60_000)
    #expect(test.stopReason == .timeLimit && test.answers.count == 2)
    waiting.endIfOutOfTime(elapsedMilliseconds: 59_999)
    #expect(waiting.stopReason == nil)
    waiting.endIfOutOfTime(elapsedMilliseconds: 60_000)
    #expect(waiting.stopReason == .timeLimit && waiting.answers.count == 1)
  }

  @Test(arguments: [ExposureControl.none, .randomesque(among: 5), .sympsonHetter])
  func `a test goes on from its answers as if it had not been interrupted`(exposure: ExposureControl) throws {
    let parameters = (0..<500).map { $0.isMultiple(of: 3) ? 0.3 : 1 }
    let pool = try AdaptiveBank.pool("bench_500", domains: 3).withExposureParameters(parameters)
    let rules = try Self.rules(exposure: exposure, shares: [0.5, 0.3, 0.2])
    var whole = try AdaptiveTest(pool: pool, rules: rules, seed: 42)
    while let item = whole.nextItem {
      let resumed = try AdaptiveTest(pool: pool, rules: rules, seed: 42, replaying: whole.answers)
      #expect(resumed.state == whole.state && resumed.estimate == whole.estimate)
      try whole.record(category: item % 2, ofItem: item)
    }
    let ended = try AdaptiveTest(pool: pool, rules: rules, seed: 42, replaying: whole.answers)
    #expect(ended.state == .ended(.maximumLength))
  }

  @Test func `replaying answers of another test is an error`() throws {
    let pool = try AdaptiveBank.pool("2pl_150")
    let first = try #require(try AdaptiveTest(pool: pool, rules: Self.rules(), seed: 1).nextItem)
    let other = first == 0 ? 1 : 0
    #expect(throws: AdaptiveError.notTheItemAsked(asked: first, answered: other)) {
      try AdaptiveTest(
        pool: pool, rules: Self.rules(), seed: 1, replaying: [ItemAnswer(item: other, category: 1)])
    }
  }

  @Test(arguments: ProvisionalEstimation.allCases)
  func `every estimation is that of its estimator, or the posterior's mean where that has none`(
    estimation: ProvisionalEstimation
  ) throws {
    let pool = try AdaptiveBank.pool("3pl_200")
    let rules = try AdaptiveRules(stopping: StoppingRules(maximumLength: 10), estimation: estimation)
    for ability in [-0.4, 9] {
      var test = try AdaptiveTest(pool: pool, rules: rules, seed: 1)
      #expect(abs(test.estimate.theta) < 1e-12 && test.estimate.isInsufficient)
      try test.run(answer: Self.answers(pool, upTo: ability))
      let models = test.answers.map { pool.items[$0.item].model }
      let responses = test.answers.map { Int8($0.category) }
      let own: AbilityEstimate? =
        switch estimation {
        case .expectedAPosteriori: nil
        case .maximumAPosteriori: try MaximumAPosteriori(items: models, errorsBy: .expected).estimate(of: responses)
        case .maximumLikelihood: try MaximumLikelihood(items: models, errorsBy: .expected).estimate(of: responses)
        case .weightedLikelihood: try WeightedLikelihood(items: models).estimate(of: responses)
        }
      if estimation == .maximumLikelihood { #expect((own == nil) == (ability == 9)) }
      let expected = own ?? test.posterior.estimate
      #expect(abs(test.estimate.theta - expected.theta) < 1e-9)
      #expect(abs(test.estimate.standardError - expected.standardError) < 1e-9)
    }
  }

  @Test func `the posterior scores on the criterion scale`() throws {
    let pool = try AdaptiveBank.pool("2pl_150")
    var test = try AdaptiveTest(pool: pool, rules: Self.rules(), seed: 1)
    try test.run(answer: Self.answers(pool, upTo: 1))
    #expect(abs(test.posterior.estimate.theta - test.estimate.theta) < 1e-12)
    #expect(abs(test.posterior.estimate.standardError - test.estimate.standardError) < 1e-12)
    #expect(test.posterior.answered == 20)
  }
}
