import Readiness
import SeededRandom
import Testing

/// Over random answers and facts with the shipped profile; a failing case names its seed.
@Suite("The index in general")
struct IndexPropertyTests {
  private let profile: IndexProfile

  init() throws { profile = try Seed.profile() }

  private func compute(_ ratings: [Rating], _ facts: IndexFacts) -> IndexResult {
    ReadinessIndex.compute(profile: profile, ratings: ratings, facts: facts)
  }

  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func `all numbers stay in their ranges and agree with one another`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let (ratings, facts) = (randomRatings(&generator), IndexFacts.random(&generator))
    let result = compute(ratings, facts)
    #expect((0...1 + 1e-9).contains(result.coverage))
    #expect((0...1 + 1e-9).contains(result.confidence))
    #expect((result.value == nil) == (result.coverage < ReadinessIndex.leastCoverage))
    #expect(result.dimensions.allSatisfy { (0...100 + 1e-9).contains($0.value ?? 0) })
    #expect(abs(result.dimensions.map(\.weight).reduce(0, +) - 100) < 1e-9)
    #expect(result.missing.isEmpty == (result.coverage > 1 - 1e-9))
    if let value = result.value, let interval = result.interval {
      #expect((0...100 + 1e-9).contains(value))
      #expect(interval.lower <= value && value <= interval.upper)
      #expect(interval.lower >= 0 && interval.upper <= 100)
    }
  }

  @Test(arguments: 1...100 as ClosedRange<UInt64>)
  func `a better rating never lowers the index`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let (ratings, facts) = (randomRatings(&generator), IndexFacts.random(&generator))
    let before = compute(ratings, facts)
    for (index, rating) in ratings.enumerated() {
      guard rating.answer < .l4, let better = RatingAnswer(rawValue: rating.answer.rawValue + 1) else { continue }
      var more = ratings
      more[index].answer = better
      let after = compute(more, facts)
      #expect((after.value ?? 0) >= (before.value ?? 0), "\(rating.item)")
      #expect(after.coverage == before.coverage)
    }
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `answering what is missing narrows the interval`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let facts = IndexFacts.random(&generator)
    let all = profile.dimensions.flatMap { $0.items ?? [] }
      .map { Rating(item: $0.code, answer: .l2, evidence: .peer) }
    let some = Array(all.dropLast(4))
    let (wide, narrow) = (compute(some, facts), compute(all, facts))
    guard let before = wide.interval, let after = narrow.interval else { return }
    #expect(after.upper - after.lower < before.upper - before.lower)
  }

  private func randomRatings(_ generator: inout SplitMix64) -> [Rating] {
    profile.dimensions.flatMap { $0.items ?? [] }.compactMap { item in
      guard Int.random(in: 0..<10, using: &generator) > 0 else { return nil }
      return Rating(
        item: item.code, answer: RatingAnswer.allCases.randomElement(using: &generator) ?? .l0,
        evidence: EvidenceStrength.allCases.randomElement(using: &generator) ?? .peer)
    }
  }
}

extension RatingAnswer {
  fileprivate static func < (left: RatingAnswer, right: RatingAnswer) -> Bool { left.rawValue < right.rawValue }
}

extension IndexFacts {
  /// Facts that could be counted: parts never exceed their wholes.
  fileprivate static func random(_ generator: inout SplitMix64) -> IndexFacts {
    func part(of whole: Int) -> Int { .random(in: 0...whole, using: &generator) }
    let headcount = Int.random(in: 1...200, using: &generator)
    let (tasks, approved) = (Int.random(in: 0...500, using: &generator), part(of: 100))
    let (required, assessed, due) = (part(of: headcount), part(of: headcount), part(of: 50))
    // Of the required, those assessed can be neither more than all assessed nor fewer than what is over.
    let least = max(0, assessed - (headcount - required))
    let requiredAssessed = Int.random(in: least...max(least, min(required, assessed)), using: &generator)
    let probability = Double.random(in: 0...1, using: &generator)
    return IndexFacts(
      headcount: headcount,
      boundaries: .init(
        coveredTasks: part(of: tasks), tasks: tasks, approved: approved, inDate: part(of: approved),
        overseen: part(of: approved), consulted: part(of: approved)),
      workforce: .init(
        required: required, requiredAssessed: requiredAssessed, meeting: probability * Double(requiredAssessed),
        meetingVariance: probability * (1 - probability) * Double(requiredAssessed), assessed: assessed,
        provisional: part(of: assessed), scores: Double.random(in: 0...100, using: &generator) * Double(assessed),
        squaredErrors: 36 * Double(assessed), planItemsDue: due, planItemsOnTime: part(of: due)))
  }
}
