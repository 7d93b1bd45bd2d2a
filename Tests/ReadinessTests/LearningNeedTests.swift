import Readiness
import Testing

@Suite struct `What is required of a person` {
  private func need(
    _ level: QuotientLevel?, role: QuotientLevel?, overseer: QuotientLevel? = nil, highStakes: Bool = false
  ) -> LearningNeed {
    LearningNeed(
      domain: .direct,
      standing: level.map { DomainStanding(level: $0, probabilities: [1, 0.8, 0.4, 0.1, 0], basis: .domainScore) },
      roleLevel: role,
      oversight: overseer.map { LearningNeed.Oversight(level: $0, boundaries: 2, isHighStakes: highStakes) })
  }

  @Test func `is the higher of role and oversight`() {
    #expect(need(.l1, role: .l2).requiredLevel == .l2)
    #expect(need(.l1, role: .l2, overseer: .l3).requiredLevel == .l3)
    #expect(need(.l1, role: .l4, overseer: .l3).requiredLevel == .l4)
    #expect(need(.l1, role: nil).requiredLevel == nil)
  }

  @Test func `is a gap only where something was measured below it`() {
    #expect(need(.l1, role: .l2).isGap)
    #expect(!need(.l2, role: .l2).isGap)
    #expect(!need(nil, role: .l2).isGap)
    #expect(!need(.l0, role: nil).isGap)
  }

  @Test func `weighs more where a boundary lacks its overseer`() {
    #expect(need(.l1, role: .l2).weight == GapWeight.role)
    #expect(need(.l1, role: .l2, overseer: .l3).weight == GapWeight.oversight)
    #expect(need(.l1, role: .l2, overseer: .l3, highStakes: true).weight == GapWeight.highStakesOversight)
    // The boundary has what it requires: the gap is the role's alone.
    #expect(need(.l1, role: .l2, overseer: .l1, highStakes: true).weight == GapWeight.role)
  }
}

@Suite struct `What is to be expected after a plan` {
  private let measured = DomainStanding(level: .l1, probabilities: [1, 0.9, 0.3, 0.1, 0], basis: .domainScore)

  @Test func `rises by a lift as far as it is trusted`() {
    let lifted = measured.lifted(by: .init(domain: .direct, from: .l1, to: .l2), trust: 0.5)
    #expect(lifted.level == .l2)
    #expect(lifted.basis == .plan)
    // 0.3 + (0.9 − 0.3) × 0.5
    #expect(abs(lifted.probability(of: .l2) - 0.6) < 1e-12)
    #expect(lifted.probability(of: .l1) == 0.9)
    #expect(lifted.probability(of: .l3) == 0.1)
  }

  @Test func `is not raised by a lift whose start was not reached`() {
    #expect(measured.lifted(by: .init(domain: .direct, from: .l2, to: .l3), trust: 1) == measured)
  }

  @Test(arguments: [0, 0.3, 0.6, 1])
  func `keeps higher levels no more probable than lower ones`(_ trust: Double) {
    for from in QuotientLevel.allCases {
      for to in QuotientLevel.allCases where to > from {
        let after = measured.lifted(by: .init(domain: .direct, from: from, to: to), trust: trust).probabilities
        #expect(zip(after, after.dropFirst()).allSatisfy(>=))
        #expect(zip(measured.probabilities, after).allSatisfy(<=))
      }
    }
  }

  @Test func `is told of measured domains only and lifted in order`() {
    let first = PlanOutcome.Achievement(lifts: [.init(domain: .direct, from: .l1, to: .l2)], basis: .study)
    let second = PlanOutcome.Achievement(
      lifts: [.init(domain: .direct, from: .l2, to: .l3), .init(domain: .explore, from: .l0, to: .l1)], basis: .expert)
    let outcome = PlanOutcome(
      on: Day(number: 20_000), standings: [.direct: measured], planned: [.direct: .l3], achievements: [first, second])
    #expect(outcome.domains.map(\.domain) == [.direct])
    #expect(outcome.lifted.map(\.after.level) == [.l3])
    #expect(outcome.domains[0].before == measured)
  }
}

@Suite struct `The terms of a planning` {
  private let today = Day(number: 20_000)

  private func code(_ change: (inout PlanningTerms) -> Void) -> String? {
    var terms = PlanningTerms(unit: "HQ", weeklyHours: 3, dueOn: today.adding(days: 90))
    change(&terms)
    do {
      try terms.check(on: today)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func `are refused by what is wrong with them`() {
    #expect(code { _ in } == nil)
    #expect(code { $0.budget = 0 } == nil)
    #expect(code { $0.budget = -1 } == "invalid-budget")
    #expect(code { $0.budget = Int.max } == "invalid-budget")
    #expect(code { $0.weeklyHours = -3 } == "invalid-hours")
    #expect(code { $0.weeklyHours = 0 } == "invalid-hours")
    #expect(code { $0.weeklyHours = .nan } == "invalid-hours")
    #expect(code { $0.weeklyHours = 61 } == "invalid-hours")
    #expect(code { $0.startsOn = today.adding(days: -1) } == "in-the-past")
    #expect(code { $0.dueOn = today } == "due-before-start")
    #expect(code { $0.startsOn = today.adding(days: 100) } == "due-before-start")
    #expect(code { $0.dueOn = today.adding(months: 37) } == "too-long")
  }
}
