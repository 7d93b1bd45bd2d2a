import Foundation
import Readiness
import Testing

@Suite("Deciding a boundary")
struct BoundaryDecisionTests {
  private enum Person {}

  private static let ada = Identifier<Person>(UUID())
  private static let bo = Identifier<Person>(UUID())

  private func decision(
    _ level: HumanAgencyLevel, _ edit: (inout BoundaryDecision<Person>) -> Void = { _ in }
  ) -> BoundaryDecision<Person> {
    var decision = BoundaryDecision(
      level: level, oversight: .inTheLoop, approver: Self.ada, accountable: Self.ada, overseer: Self.bo,
      overseerIsQualified: true, consulted: false)
    edit(&decision)
    return decision
  }

  private func proposal(
    _ level: HumanAgencyLevel, floor: HumanAgencyLevel? = nil, requirements: [BoundaryRequirement] = [],
    firings: [RuleFiring] = []
  ) -> BoundaryProposal {
    BoundaryProposal(
      level: level, suggestion: level, floor: floor, firings: firings, requirements: requirements, flags: [],
      reviewMonths: 12, missing: [])
  }

  @Test func `the proposal itself and anything more human pass with one approver`() throws {
    for level in [HumanAgencyLevel.h3, .h4, .h5] {
      try decision(level).check(proposal: proposal(.h3), current: nil)
      try decision(level).check(proposal: proposal(.h3), current: .h3)
    }
  }

  @Test func `deciding below the proposal needs a second approver who is another person`() throws {
    let expected = BoundaryError.secondApproverRequired(decided: .h2, relaxedFrom: .h3)
    #expect(throws: expected) { try decision(.h2).check(proposal: proposal(.h3), current: nil) }
    #expect(throws: BoundaryError.secondApproverIsApprover) {
      try decision(.h2) { $0.secondApprover = Self.ada }.check(proposal: proposal(.h3), current: nil)
    }
    try decision(.h2) { $0.secondApprover = Self.bo }.check(proposal: proposal(.h3), current: nil)
  }

  @Test func `approving a level below the one in force is relaxing, even if it is proposed`() throws {
    let expected = BoundaryError.secondApproverRequired(decided: .h3, relaxedFrom: .h5)
    #expect(throws: expected) { try decision(.h3).check(proposal: proposal(.h3), current: .h5) }
    try decision(.h3) { $0.secondApprover = Self.bo }.check(proposal: proposal(.h3), current: .h5)
    try decision(.h3).check(proposal: proposal(.h3), current: .h1)
  }

  @Test func `no second approver takes a boundary below a floor, but down to it`() throws {
    let raised = proposal(.h5, floor: .h4)
    let pair: (inout BoundaryDecision<Person>) -> Void = { $0.secondApprover = Self.bo }
    #expect(throws: BoundaryError.belowFloor(decided: .h3, floor: .h4)) {
      try decision(.h3, pair).check(proposal: raised, current: nil)
    }
    try decision(.h4, pair).check(proposal: raised, current: nil)
  }

  @Test func `nothing is approved without an accountable human or over a block`() throws {
    #expect(throws: BoundaryError.noAccountableHuman) {
      try decision(.h5) { $0.accountable = nil }.check(proposal: proposal(.h3), current: nil)
    }
    let reason = LocalizedText(en: "No.", zh: "不行。")
    let blocking = RuleFiring(rule: "X", effect: .block, level: nil, reason: reason)
    #expect(throws: BoundaryError.blocked(rule: "X", reason: reason)) {
      try decision(.h5).check(proposal: proposal(.h3, firings: [blocking]), current: nil)
    }
  }

  @Test func `requirements of the rules are met before approval`() throws {
    let person = proposal(.h4, floor: .h4, requirements: [.inTheLoop, .namedOverseer, .qualifiedOverseer])
    try decision(.h4).check(proposal: person, current: nil)
    #expect(throws: BoundaryError.inTheLoopRequired(chosen: .onTheLoop)) {
      try decision(.h4) { $0.oversight = .onTheLoop }.check(proposal: person, current: nil)
    }
    #expect(decision(.h4) { $0.overseer = nil }.problems(proposal: person, current: nil) == [.overseerRequired])
    #expect(throws: BoundaryError.overseerNotQualified) {
      try decision(.h4) { $0.overseerIsQualified = false }.check(proposal: person, current: nil)
    }
    let wide = proposal(.h3, requirements: [.consultation])
    #expect(throws: BoundaryError.consultationRequired) { try decision(.h3).check(proposal: wide, current: nil) }
    try decision(.h3) { $0.consulted = true }.check(proposal: wide, current: nil)
  }

  @Test func `all that stands against a decision is told at once, gravest first`() {
    let strict = proposal(.h5, floor: .h4, requirements: [.inTheLoop, .consultation])
    let poor = decision(.h3) {
      $0.accountable = nil
      $0.oversight = .inCommand
    }
    #expect(
      poor.problems(proposal: strict, current: nil).map(\.code) == [
        "boundary-below-floor", "boundary-no-accountable-human", "boundary-in-the-loop-required",
        "boundary-consultation-required", "boundary-second-approver-required",
      ])
  }

  @Test func `an overseer qualifies by a valid score at the level asked for`() throws {
    #expect(try BoundaryFacts.calm().hasQualifiedOverseer)
    #expect(try !BoundaryFacts.calm { $0.overseerLevel = nil }.hasQualifiedOverseer)
    #expect(try !BoundaryFacts.calm { $0.overseerLevel = .l1 }.hasQualifiedOverseer)
    #expect(try !BoundaryFacts.calm { $0.hasOverseer = false }.hasQualifiedOverseer)
    #expect(try BoundaryFacts.calm { $0.requiredLevel = nil }.hasQualifiedOverseer)
  }

  @Test func `a review is overdue from the day after it is due`() throws {
    let start = try #require(Day("2025-08-31"))
    let review = BoundaryReview(effective: start, months: 6)
    #expect(review.due == Day("2026-02-28"))
    #expect(!review.isOverdue(asOf: review.due))
    #expect(review.isOverdue(asOf: review.due.adding(days: 1)))
  }

  @Test func `an incident brings a review forward and never puts it off`() throws {
    let due = try #require(Day("2026-02-28"))
    let review = BoundaryReview(due: due)
    #expect(review.broughtForward(to: due.adding(days: -30)).due == due.adding(days: -30))
    #expect(review.broughtForward(to: due.adding(days: 30)).due == due)
  }
}
