import Psychometrics
import Testing

@Suite struct `Agreement of two raters` {
  /// By hand: agree on 4 of 6; frequencies (2, 2, 2) and (2, 3, 1) of 6 expect (4 + 6 + 2) ÷ 36 = 1/3 agreement, and
  /// squared distances of 42 ÷ 36 on average against the 5 ÷ 6 found.
  @Test func `counts exact and adjacent scores and corrects them for chance`() throws {
    let agreement = try RaterAgreement(first: [0, 0, 1, 1, 2, 2], second: [0, 1, 1, 1, 2, 0])
    #expect(agreement.workCount == 6)
    #expect(agreement.exact.isWithin(1e-15, of: 4.0 / 6))
    #expect(agreement.adjacent.isWithin(1e-15, of: 5.0 / 6))
    #expect(try #require(agreement.kappa).isWithin(1e-12, of: 0.5))
    #expect(try #require(agreement.quadraticKappa).isWithin(1e-12, of: 1 - (5.0 / 6) / (42.0 / 36)))
  }

  /// Cohen's textbook table of two raters and 50 proposals: 20, 5, 10, 15; κ = (0.7 − 0.5) ÷ 0.5.
  @Test func `of two categories has the same kappa, weighted or not`() throws {
    let cells = [(1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15)]
    let agreement = try RaterAgreement(
      first: cells.flatMap { Array(repeating: $0.0, count: $0.2) },
      second: cells.flatMap { Array(repeating: $0.1, count: $0.2) })
    #expect(try #require(agreement.kappa).isWithin(1e-12, of: 0.4))
    #expect(try #require(agreement.quadraticKappa).isWithin(1e-12, of: 0.4))
    #expect(agreement.adjacent == 1)
  }

  @Test func `is one, none or reversed at its ends`() throws {
    #expect(try RaterAgreement(first: [0, 1, 2, 3], second: [0, 1, 2, 3]).quadraticKappa == 1)
    #expect(try RaterAgreement(first: [0, 1, 2, 3], second: [3, 2, 1, 0]).quadraticKappa == -1)
    #expect(try RaterAgreement(first: [2, 2, 2, 2], second: [0, 1, 2, 3]).kappa == 0)
    #expect(try RaterAgreement(first: [0, 4, 0, 4], second: [0, 4, 4, 0]).quadraticKappa == 0)
  }

  @Test func `is undefined where both raters gave one and the same score`() throws {
    let agreement = try RaterAgreement(first: [3, 3, 3], second: [3, 3, 3])
    #expect(agreement.exact == 1 && agreement.adjacent == 1)
    #expect(agreement.kappa == nil && agreement.quadraticKappa == nil)
  }

  @Test func `is total disagreement, not undefined, where each gave one score of their own`() throws {
    let agreement = try RaterAgreement(first: [1, 1], second: [3, 3])
    #expect(agreement.exact == 0 && agreement.adjacent == 0)
    #expect(agreement.kappa == 0 && agreement.quadraticKappa == 0)
  }

  @Test func `does not depend on who is first`() throws {
    let (one, other) = ([0, 1, 4, 2, 3, 3, 1], [1, 1, 3, 2, 4, 2, 0])
    let (there, back) = try (
      RaterAgreement(first: one, second: other), RaterAgreement(first: other, second: one)
    )
    #expect(there.exact == back.exact && there.adjacent == back.adjacent)
    #expect(try #require(there.kappa).isWithin(1e-12, of: #require(back.kappa)))
    #expect(try #require(there.quadraticKappa).isWithin(1e-12, of: #require(back.quadraticKappa)))
  }

  @Test func `needs both raters' scores of at least one work`() {
    #expect(throws: ReliabilityError.raterCounts(first: 2, second: 1)) {
      try RaterAgreement(first: [1, 2], second: [1])
    }
    #expect(throws: ReliabilityError.empty) { try RaterAgreement(first: [], second: []) }
  }
}

@Suite struct `A percentile rank in a norm group` {
  @Test func `counts half of those with the same score`() throws {
    let group = try NormGroup(scores: [40, 10, 20, 20, 30])
    #expect(group.personCount == 5)
    #expect([5, 10, 20, 25, 40, 99].map { group.percentileRank(of: $0) } == [0, 10, 40, 60, 90, 100])
  }

  @Test func `is 50 on average over the group itself`() throws {
    let scores = (0..<301).map { Double(($0 * $0) % 47) }
    let group = try NormGroup(scores: scores)
    let mean = scores.reduce(0) { $0 + group.percentileRank(of: $1) } / 301
    #expect(mean.isWithin(1e-9, of: 50))
  }

  @Test func `needs a group of finite scores`() {
    #expect(throws: ReliabilityError.empty) { try NormGroup(scores: []) }
    #expect(throws: ReliabilityError.scoreNotFinite) { try NormGroup(scores: [1, .nan]) }
  }
}
