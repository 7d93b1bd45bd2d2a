import Readiness
import Testing

/// A profile small enough to compute by hand: strategy 30 of items a and b (3 : 1), culture 10 of c, boundaries 20,
/// workforce 40; the rest weighs nothing.
enum Small {
  static let anchors = Array(repeating: LocalizedText(en: "So.", zh: "如此。"), count: 5)

  static func profile(_ weights: [Dimension: Double] = [.strategy: 30, .culture: 10, .boundaries: 20, .workforce: 40])
    throws -> IndexProfile
  {
    func item(_ code: String, _ weight: Double) -> IndexProfile.RatedItem {
      .init(code: code, weight: weight, question: LocalizedText(en: "Is \(code)?", zh: "\(code) 吗？"), anchors: anchors)
    }
    return try IndexProfile(
      code: "small", version: 1, name: LocalizedText(en: "Small", zh: "小"),
      dimensions: Dimension.allCases.map { dimension in
        let items: [IndexProfile.RatedItem]? =
          switch dimension {
          case .strategy: [item("a", 3), item("b", 1)]
          case .culture: [item("c", 1)]
          default: nil
          }
        return .init(dimension: dimension, weight: weights[dimension] ?? 0, items: items)
      },
      boundaryWeights: .init(coverage: 0.5, inDate: 0.2, overseen: 0.2, consulted: 0.1),
      workforceWeights: .init(meeting: 0.4, score: 0.3, assessed: 0.2, onTime: 0.1))
  }

  /// 100 people. Boundaries: 0.5 × 0.6 + 0.2 × 0.5 + 0.2 × 0.25 + 0.1 × 0 = 45 points. Workforce: all assessed;
  /// 0.4 × 0.5 + 0.3 × 0.6 + 0.2 × 1 + 0.1 × 0.7 = 65 points.
  static let facts = IndexFacts(
    headcount: 100,
    boundaries: .init(coveredTasks: 600, tasks: 1000, approved: 40, inDate: 20, overseen: 10, consulted: 0),
    workforce: .init(
      required: 80, requiredAssessed: 80, meeting: 40, meetingVariance: 16, assessed: 100, provisional: 0,
      scores: 6000, squaredErrors: 2500, planItemsDue: 10, planItemsOnTime: 7))

  static func ratings(
    _ a: RatingAnswer? = .l4, _ b: RatingAnswer? = .l0, _ c: RatingAnswer? = .l2,
    evidence: EvidenceStrength = .selfRated
  ) -> [Rating] {
    zip(["a", "b", "c"], [a, b, c]).compactMap { code, answer in
      answer.map { Rating(item: code, answer: $0, evidence: evidence) }
    }
  }

  static func isNear(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-9) -> Bool {
    value.map { abs($0 - expected) <= tolerance } ?? false
  }
}

@Suite("The readiness index")
struct IndexComputeTests {
  private func compute(
    _ ratings: [Rating], weights: [Dimension: Double]? = nil, _ edit: (inout IndexFacts) -> Void = { _ in }
  ) throws -> IndexResult {
    var facts = Small.facts
    edit(&facts)
    let profile = try weights.map { try Small.profile($0) } ?? Small.profile()
    return ReadinessIndex.compute(profile: profile, ratings: ratings, facts: facts)
  }

  private func value(_ result: IndexResult, _ dimension: Dimension) -> Double? {
    result.dimensions.first { $0.dimension == dimension }?.value
  }

  @Test func `the index is as computed by hand`() throws {
    let result = try compute(Small.ratings())
    #expect(Small.isNear(value(result, .strategy), 75))
    #expect(Small.isNear(value(result, .culture), 50))
    #expect(Small.isNear(value(result, .boundaries), 45))
    #expect(Small.isNear(value(result, .workforce), 65))
    // 0.3 × 75 + 0.1 × 50 + 0.2 × 45 + 0.4 × 65
    #expect(Small.isNear(result.value, 62.5))
    #expect(result.coverage == 1)
    #expect(result.grade == .ready)
    #expect(result.missing.isEmpty)
    #expect(Small.isNear(result.confidence, 0.88))
  }

  @Test func `with nothing missing the interval is that of the scores' errors`() throws {
    let result = try compute(Small.ratings())
    // Of the workforce: 0.4 × 100 × √16 ÷ 80 + 0.3 × √2500 ÷ 100 = 2 + 0.15 points.
    let reach = 1.96 * 0.4 * 2.15
    #expect(Small.isNear(result.interval?.lower, 62.5 - reach))
    #expect(Small.isNear(result.interval?.upper, 62.5 + reach))
  }

  @Test func `an unanswered item leaves its dimension to the others and opens the interval`() throws {
    let result = try compute(Small.ratings(.l4, nil, .l2))
    #expect(value(result, .strategy) == 100)
    #expect(Small.isNear(result.value, 70))
    #expect(Small.isNear(result.coverage, 0.925))
    #expect(result.missing.map(\.item) == ["b"])
    // Mean of the complete index: 0.3 × (75 + 12.5) + 0.1 × 50 + 0.2 × 45 + 0.4 × 65; deviation: 0.3 × 0.25 × 28.87 beside 0.4 × 2.15.
    let mean = 66.25
    let reach = 1.96 * (7.5 * 7.5 / 12 + 0.86 * 0.86).squareRoot()
    #expect(Small.isNear(result.interval?.lower, mean - reach))
    #expect(Small.isNear(result.interval?.upper, max(70, mean + reach)))
  }

  @Test(arguments: [RatingAnswer.l0, .l4])
  func `the interval holds the value even where much is missing on one side of it`(answer: RatingAnswer) throws {
    let profile = try Seed.profile()
    let ratings = profile.dimensions.flatMap { ($0.items ?? []).dropLast() }
      .map { Rating(item: $0.code, answer: answer, evidence: .peer) }
    let nobody = IndexFacts(headcount: 0, boundaries: .init(), workforce: .init())
    let result = ReadinessIndex.compute(profile: profile, ratings: ratings, facts: nobody)
    #expect(Small.isNear(result.value, answer == .l0 ? 0 : 100))
    #expect((answer == .l0 ? result.interval?.lower : result.interval?.upper) == result.value)
    #expect(result.interval.map { $0.upper - $0.lower > 5 } == true)
  }

  @Test func `what does not apply is dropped and weights are renormalised`() throws {
    let one = try compute(Small.ratings(.notApplicable, .l1, .l2))
    #expect(value(one, .strategy) == 25)
    #expect(one.coverage == 1)
    let whole = try compute(Small.ratings(.notApplicable, .notApplicable, .l2))
    #expect(whole.dimensions.first?.weight == 0)
    #expect(Small.isNear(whole.dimensions.map(\.weight).reduce(0, +), 100))
    // (10 × 50 + 20 × 45 + 40 × 65) ÷ 70
    #expect(Small.isNear(whole.value, 4000 / 70))
    #expect(whole.missing.isEmpty)
  }

  @Test func `people without a valid score count as missing and as not meeting`() throws {
    let result = try compute(Small.ratings()) {
      $0.workforce.requiredAssessed = 40
      $0.workforce.meeting = 20
      $0.workforce.assessed = 50
      $0.workforce.scores = 3000
    }
    // 0.4 × 20 ÷ 80 + 0.3 × 0.6 + 0.2 × 0.5 + 0.1 × 0.7
    #expect(Small.isNear(value(result, .workforce), 45))
    let workforce = result.dimensions.first { $0.dimension == .workforce }
    #expect(Small.isNear(workforce?.coverage, 0.65))
    #expect(result.missing.first?.item == "assessment")
    #expect(result.missing.first?.text.en == "50 % of people have no valid score.")
    #expect(result.missing.first?.text.zh == "50% 的员工没有有效成绩。")
    // Complete: 0.4 × (25 + 25) + 0.3 × (30 + 25) + 0.2 × 50 + 0.1 × 70 = 53.5; gaps 0.35 × 28.87; errors as before.
    // Of the index: 0.3 × 75 + 0.1 × 50 + 0.2 × 45 + 0.4 × 53.5.
    let mean = 57.9
    let reach = 1.96 * 0.4 * (35 * 35 / 12.0 + 2.15 * 2.15).squareRoot()
    #expect(Small.isNear(result.interval?.lower, mean - reach))
    #expect(Small.isNear(result.interval?.upper, mean + reach))
  }

  @Test func `a term about nobody is dropped from the workforce`() throws {
    let noPlans = try compute(Small.ratings()) {
      $0.workforce.planItemsDue = 0
      $0.workforce.planItemsOnTime = 0
    }
    // 0.4 × 50 + 0.3 × 60 + 0.2 × 100 = 58
    #expect(Small.isNear(value(noPlans, .workforce), 58 / 0.9))
    let noRequirement = try compute(Small.ratings()) {
      $0.workforce.required = 0
      $0.workforce.requiredAssessed = 0
      $0.workforce.meeting = 0
      $0.workforce.meetingVariance = 0
    }
    // 0.3 × 60 + 0.2 × 100 + 0.1 × 70 = 45
    #expect(Small.isNear(value(noRequirement, .workforce), 45 / 0.6))
  }

  @Test func `provisional scores count as peer evidence`() throws {
    let result = try compute(Small.ratings()) { $0.workforce.provisional = 50 }
    let workforce = result.dimensions.first { $0.dimension == .workforce }
    #expect(Small.isNear(workforce?.confidence, 0.9475))
  }

  @Test func `below sixty percent coverage the index is withheld and says what is missing`() throws {
    let result = try compute(Small.ratings()) { $0.workforce = .init() }
    #expect(Small.isNear(result.coverage, 0.6))
    #expect(result.value != nil)
    let less = try compute(Small.ratings(.l4, nil, .l2)) { $0.workforce = .init() }
    #expect(less.value == nil)
    #expect(less.interval == nil)
    #expect(less.grade == nil)
    #expect(less.missing.map(\.item) == ["assessment", "b"])
    #expect(less.missing.first?.text.en == "Nobody has a valid score: run an assessment.")
  }

  @Test func `without people the computed dimensions do not apply, and without tasks boundaries are missing`() throws {
    let empty = try compute(Small.ratings()) { $0 = IndexFacts(headcount: 0, boundaries: .init(), workforce: .init()) }
    #expect(Small.isNear(empty.value, 68.75))
    let idle = try compute(Small.ratings()) { $0.boundaries = .init() }
    #expect(idle.missing.map(\.item) == ["boundary"])
    #expect(Small.isNear(idle.coverage, 0.8))
  }

  @Test func `with nothing answered nothing is claimed`() throws {
    let result = try compute([]) { $0 = IndexFacts(headcount: 9, boundaries: .init(), workforce: .init()) }
    #expect(result.value == nil)
    #expect(result.coverage == 0)
    #expect(result.confidence == 0)
    #expect(result.missing.map(\.item) == ["assessment", "a", "boundary", "c", "b"])
  }

  @Test func `a grade is at most one above the weakest dimension's`() throws {
    let result = try compute(Small.ratings(.l4, .l4, .l0), weights: [.strategy: 90, .culture: 10])
    #expect(Small.isNear(result.value, 90))
    #expect(result.grade == .aware)
    #expect(result.gradeLimitedBy == .culture)
  }

  @Test func `competent needs half of the evidence verified`() throws {
    let weights: [Dimension: Double] = [.strategy: 50, .culture: 50]
    let poor = try compute(Small.ratings(.l4, .l4, .l4, evidence: .peer), weights: weights)
    #expect(poor.grade == .ready)
    #expect(poor.gradeLimitedByEvidence)
    #expect(poor.gradeLimitedBy == nil)
    let half = Small.ratings(.l4, .l4, nil, evidence: .verified) + Small.ratings(nil, nil, .l4)
    let enough = try compute(half, weights: weights)
    #expect(enough.grade == .competent)
    #expect(!enough.gradeLimitedByEvidence)
  }

  @Test func `an item rated twice counts as last rated`() throws {
    let result = try compute(Small.ratings(.l0, .l0, .l2) + Small.ratings(.l4, .l4, nil))
    #expect(value(result, .strategy) == 100)
  }
}
