import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Evidence of plan items` {
  private let today = TestStore.today

  @Test func `hours begin an item and what shows it completes it`() async throws {
    let test = try await TestStore.make()
    let (plan, items) = try await test.insertPlan(for: "EMPLOYEE")
    let logged = try await test.run(AddEvidence(item: items[0], hours: 1.5), as: .employee)
    #expect(logged == EvidenceResult(item: items[0], status: .underWay, hours: 1.5, plan: .active))
    #expect(try await test.run(AddEvidence(item: items[0], hours: 2), as: .employee).hours == 3.5)
    #expect(try await test.code(of: CompletePlanItem(item: items[0], text: " "), as: .employee) == "evidence-required")
    let done = try await test.run(CompletePlanItem(item: items[0], text: "Quiz 9 of 10"), as: .employee)
    #expect(done.status == .done && done.plan == .active)
    #expect(try await test.code(of: AddEvidence(item: items[0], hours: 1), as: .employee) == "item-over")
    let found = try await test.ask(FindPlan(plan: plan), as: .manager)
    #expect(found.items.map(\.status) == [.done, .planned])
    #expect(found.items[0].startedOn == today && found.items[0].endedOn == today)
    #expect(found.evidence.map(\.action) == [.log, .log, .complete])
  }

  @Test func `what is sent twice with its identity is recorded once`() async throws {
    let test = try await TestStore.make()
    let (plan, items) = try await test.insertPlan(for: "EMPLOYEE")
    let id = EvidenceID(UUID())
    let log = AddEvidence(id: id, item: items[0], hours: 2, text: "Chapter 1")
    #expect(try await test.run(log, as: .employee).hours == 2)
    #expect(try await test.run(log, as: .employee).hours == 2)
    #expect(
      try await test.code(of: AddEvidence(id: id, item: items[0], hours: 3), as: .employee) == "evidence-reused")
    let complete = CompletePlanItem(id: EvidenceID(UUID()), item: items[0], link: "https://example.com/1")
    try await test.run(complete, as: .employee)
    #expect(try await test.run(complete, as: .employee).status == .done)
    #expect(try await test.ask(FindPlan(plan: plan)).evidence.count == 2)
  }

  @Test func `bad evidence is refused by its field and changes nothing`() async throws {
    let test = try await TestStore.make()
    let (plan, items) = try await test.insertPlan(for: "EMPLOYEE", from: today.adding(days: -10))
    func code<C: AppliedCommand>(_ command: C) async throws -> String? {
      try await test.code(of: command, as: .employee)
    }
    #expect(try await code(AddEvidence(item: items[0], hours: -1)) == "invalid-hours")
    #expect(try await code(AddEvidence(item: items[0], hours: 0)) == "invalid-hours")
    #expect(try await code(AddEvidence(item: items[0], hours: 25)) == "invalid-hours")
    #expect(try await code(AddEvidence(item: items[0], hours: .nan)) == "invalid-hours")
    #expect(try await code(AddEvidence(item: items[0], hours: 1, doneOn: today.adding(days: 1))) == "in-the-future")
    #expect(try await code(AddEvidence(item: items[0], hours: 1, doneOn: today.adding(days: -11))) == "before-plan")
    #expect(try await code(AddEvidence(item: items[0], hours: 1, link: "javascript:alert(1)")) == "invalid-link")
    #expect(try await code(AddEvidence(item: PlanItemID(UUID()), hours: 1)) == "not-found")
    let (_, drafts) = try await test.insertPlan(for: "EMPLOYEE", .draft)
    #expect(try await code(AddEvidence(item: drafts[0], hours: 1)) == "plan-not-active")
    #expect(try await test.ask(FindPlan(plan: plan)).evidence.isEmpty)
  }

  @Test func `a reviewer reopens drops and settles items of others with a reason`() async throws {
    let test = try await TestStore.make()
    let (plan, items) = try await test.insertPlan(for: "EMPLOYEE")
    try await test.run(CompletePlanItem(item: items[0], text: "Done"), as: .employee)
    let reopen = OverridePlanItem(item: items[0], verdict: .reopened, reason: "Nothing is there")
    #expect(try await test.code(of: reopen, as: .employee) == "forbidden")
    #expect(try await test.run(reopen, as: .manager).status == .underWay)
    let silent = OverridePlanItem(item: items[0], verdict: .done, reason: "")
    #expect(try await test.code(of: silent, as: .manager) == "text-required")
    let dropped = OverridePlanItem(item: items[1], verdict: .dropped, reason: "Not offered")
    #expect(try await test.run(dropped, as: .manager).plan == .active)
    let (_, own) = try await test.insertPlan(for: "MANAGER")
    #expect(
      try await test.code(of: OverridePlanItem(item: own[0], verdict: .done, reason: "Me"), as: .manager) == "own-plan")
    #expect(try await test.ask(FindPlan(plan: plan)).items.map(\.status) == [.underWay, .dropped])
  }

  @Test func `the last item completes the plan and is followed by an assessment`() async throws {
    let test = try await TestStore.make()
    let (plan, items) = try await test.insertPlan(for: "EMPLOYEE")
    let scores = try await test.ask(ListScores(person: test.first.code("EMPLOYEE")))
    let before = try await test.competencies(of: "EMPLOYEE")
    try await test.run(CompletePlanItem(item: items[0], text: "Quiz"), as: .employee)
    let last = try await test.run(CompletePlanItem(item: items[1], text: "Certificate 7"), as: .employee)
    #expect(last.plan == .complete)
    let found = try await test.ask(FindPlan(plan: plan))
    #expect(found.plan.awaitsAssessment)
    #expect(found.history.map(\.action) == [.complete])
    let direct = try #require(found.outcome?.domains.first { $0.domain == .direct })
    #expect(direct.before.level == .l0 && direct.after.level == .l2)
    let status = try await test.ask(FindAssessmentStatus(), as: .employee)
    #expect(status.reassessment?.plan == plan && status.reassessment?.completedOn == today)
    // What was measured stays as it was, and the level to be expected begins today.
    #expect(
      try await test.ask(ListScores(person: test.first.code("EMPLOYEE"))).map(\.quotient) == scores.map(\.quotient))
    let after = try await test.competencies(of: "EMPLOYEE")
    #expect(before.count == 1 && after.count == 2)
    #expect(after[0].hasSuffix("\(today) L0 score"))
    #expect(after[1] == "\(today) … L2 plan")
    #expect(
      try await test.code(of: OverridePlanItem(item: items[0], verdict: .reopened, reason: "No"), as: .manager)
        == "plan-not-active")
  }

  @Test func `a new assessment takes the place of what was to be expected`() async throws {
    let test = try await TestStore.make()
    let (plan, items) = try await test.insertPlan(for: "EMPLOYEE")
    for item in items { try await test.run(CompletePlanItem(item: item, text: "Shown"), as: .employee) }
    let later = TestStore.now + 20.days
    try await test.run(
      ImportResponses(
        instrument: "aiq-core", sheet: Sheet("person,item,answer", "\(test.first.code("EMPLOYEE")),UND-01,b")),
      at: later)
    #expect(try await test.competencies(of: "EMPLOYEE").map { $0.suffix(8) } == ["L0 score", " L2 plan", "L0 score"])
    #expect(try await !test.ask(FindPlan(plan: plan), at: later).plan.awaitsAssessment)
    #expect(try await test.ask(FindAssessmentStatus(), as: .employee, at: later).reassessment == nil)
  }
}
