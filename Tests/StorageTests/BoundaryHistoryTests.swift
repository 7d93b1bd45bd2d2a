import FoundationEssentials
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `The history of a boundary, and who has read it` {
  private let today = TestStore.today

  private func at(_ days: Int) -> Date { TestStore.now.addingTimeInterval(Double(days) * 86_400) }

  /// REP-1: approved at H5 today; in 10 days proposed again and relaxed by two accounts.
  private func relaxed() async throws -> (test: TestStore, role: String, task: String) {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    try await test.run(ApproveBoundaries(role: role, tasks: [task], level: .h5, note: "To begin with"))
    var edit = BoundaryTerms.Edit()
    edit.responsible = "Sales"
    try await test.run(ProposeBoundaries(role: role, tasks: [task], terms: edit), at: at(10))
    let decision = ApproveBoundaries(role: role, tasks: [task], level: .h4, note: "The pilot went well")
    try await test.run(decision, at: at(10))
    try await test.run(decision, as: .owner, at: at(11))
    return (test, role, task)
  }

  @Test func `a past day shows what was known and in force on it`() async throws {
    let (test, role, task) = try await relaxed()
    let before = try await test.ask(FindBoundary(role: role, task: task, asOf: today.adding(days: 9)), at: at(20))
    #expect(before.level == .h5)
    #expect(before.versions.map(\.status) == [.approved, .withdrawn])
    #expect(before.versions.first?.effectiveTo == nil)
    let between = try await test.ask(FindBoundary(role: role, task: task, asOf: today.adding(days: 10)), at: at(20))
    #expect(between.level == .h5)
    #expect(between.versions.first?.terms.responsible == "Sales")
    let after = try await test.ask(FindBoundary(role: role, task: task), at: at(20))
    #expect(after.level == .h4)
    #expect(after.versions.map(\.status) == [.approved, .superseded, .withdrawn])
    #expect(try await test.ask(ListBoundaries(asOf: today.adding(days: 10)), at: at(20)).map(\.decidedLevel) == [.h5])
  }

  @Test func `it tells who did what, when and why`() async throws {
    let (test, role, task) = try await relaxed()
    let events = try await test.ask(FindBoundary(role: role, task: task), at: at(20)).events
    let signed = events.filter { $0.kind == .signed }
    #expect(signed.map(\.signOff) == [.approval, .approval, .secondApproval])
    #expect(
      signed.map(\.by)
        == [test.first.email(.hrAdmin), test.first.email(.hrAdmin), test.first.email(.owner)])
    #expect(signed.map(\.note) == ["To begin with", "The pilot went well", "The pilot went well"])
    #expect(signed.map(\.on) == [today, today.adding(days: 10), today.adding(days: 11)])
    #expect(events.filter { $0.kind == .inForce }.map(\.level) == [.h5, .h4])
    #expect(events.map(\.on) == events.map(\.on).sorted())
  }

  @Test func `whoever holds the role acknowledges the versions that they were shown`() async throws {
    let (test, role, _) = try await relaxed()
    let old = try await test.ask(FindPermissionCard(asOf: today), as: .employee, at: at(20))
    let stale = AcknowledgeBoundaries(versions: old.tasks.map(\.version))
    #expect(try await refusal { try await test.run(stale, as: .employee, at: at(20)) }?.code == "boundary-not-in-force")
    let card = try await test.ask(FindPermissionCard(), as: .employee, at: at(20))
    let acknowledge = AcknowledgeBoundaries(versions: card.tasks.map(\.version))
    let first = try await test.run(acknowledge, as: .employee, at: at(20))
    #expect(first.acknowledged == 1 && first.outstanding == 0)
    #expect(try await test.run(acknowledge, as: .employee, at: at(21)).acknowledged == 0)
    let status = try await test.ask(ListAcknowledgements(role: role), at: at(21))
    #expect(status.roles.map(\.acknowledged) == [1])
    #expect(status.outstanding?.contains { $0.person == test.first.code("EMPLOYEE") } == false)
    #expect(
      try await test.ask(ListAcknowledgements(role: role, asOf: today), at: at(21)).roles.map(\.acknowledged) == [0])
  }

  @Test func `managers are told of their team, employees of themselves, auditors no small counts`() async throws {
    let (test, _, _) = try await relaxed()
    let team = try await test.ask(ListAcknowledgements(), as: .manager, at: at(20))
    #expect(team.outstanding?.map(\.person) == ["COLLEAGUE", "EMPLOYEE", "MANAGER"].map(test.first.code))
    let own = try await test.ask(ListAcknowledgements(), as: .employee, at: at(20))
    #expect(own.outstanding?.map(\.person) == [test.first.code("EMPLOYEE")])
    let card = try await test.ask(FindPermissionCard(), as: .employee, at: at(20))
    try await test.run(AcknowledgeBoundaries(versions: card.tasks.map(\.version)), as: .employee, at: at(20))
    let audit = try await test.ask(ListAcknowledgements(), as: .auditor, at: at(20))
    #expect(audit.outstanding == nil)
    #expect(audit.roles.map(\.holders) == [9])
    #expect(audit.roles.map(\.acknowledged) == [nil])
  }

  @Test func `a card shows the AI systems that were approved and the tasks that nothing is decided for`() async throws {
    let (test, role, task) = try await relaxed()
    let card = try await test.ask(FindPermissionCard(role: role), as: .auditor, at: at(20))
    #expect(card.tools.map(\.code) == [test.first.code("DESK")])
    #expect(card.tasks.map(\.task) == [task])
    #expect(card.undecided == [test.first.code("REP-2")])
    #expect(card.tools.first?.cells.first?.withReview == [task])
    let service = try await refusal { _ = try await test.ask(FindPermissionCard(), as: .service, at: at(20)) }
    #expect(service?.code == "role-required")
  }
}
