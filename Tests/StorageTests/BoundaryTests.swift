import FoundationEssentials
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Boundaries from proposal to force` {
  private func inForce(_ test: TestStore, asOf day: Day? = nil) async throws -> [String: HumanAgencyLevel?] {
    let boundaries = try await test.ask(ListBoundaries(asOf: day))
    return Dictionary(uniqueKeysWithValues: boundaries.map { ($0.task, $0.decidedLevel) })
  }

  private func proposedLevel(_ test: TestStore, _ task: String) async throws -> HumanAgencyLevel {
    try #require(try await test.ask(ListBoundaries(filter: .proposed)).first { $0.task == task }).proposedLevel
  }

  @Test func `a proposal is in force only once it is approved, from its day on`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    #expect(try await inForce(test).isEmpty)
    let result = try await test.run(ApproveBoundaries(role: role, tasks: [task], effective: Day("2026-06-15")))
    #expect(result.approved == [task])
    #expect(try await inForce(test, asOf: Day("2026-06-14")).isEmpty)
    #expect(try await inForce(test, asOf: Day("2026-06-15")).keys.sorted() == [task])
  }

  @Test func `every rule that fired is kept with its reason in both languages`() async throws {
    let test = try await TestStore.make()
    let versions = try await test.ask(
      FindBoundary(role: test.first.code("REP"), task: test.first.code("REP-1"))
    ).versions
    let firings = try #require(versions.first).proposal.firings
    #expect(firings.first?.rule == "R1")
    #expect(firings.allSatisfy { !$0.reason.en.isEmpty && !$0.reason.zh.isEmpty })
    #expect(versions.count == 2, "it was proposed anew when the facts changed")
    #expect(versions.map(\.status) == [.proposed, .withdrawn])
  }

  @Test func `without an accountable human nothing is approved`() async throws {
    let test = try await TestStore.make()
    let role = try await roleWithTask(test)
    try await test.run(ProposeBoundaries(role: role))
    let refusal = try await refusal { try await test.run(ApproveBoundaries(role: role)) }
    #expect(refusal?.code == "boundary-no-accountable-human")
    let skipped = try await test.run(ApproveBoundaries(role: role, skippingRefused: true))
    #expect(skipped.approved.isEmpty && skipped.refused.count == 1)
  }

  @Test func `anyone entitled may decide more humanly`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    let result = try await test.run(ApproveBoundaries(role: role, tasks: [task], level: .h5))
    #expect(result.approved == [task])
    #expect(try await inForce(test)[task] == .h5)
  }

  @Test func `relaxing waits for a second account and the first cannot be both`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    let proposed = try await proposedLevel(test, task)
    let relaxed = try #require(HumanAgencyLevel(rawValue: proposed.rawValue - 1))
    let decision = ApproveBoundaries(role: role, tasks: [task], level: relaxed)
    #expect(try await test.run(decision).pending == [task])
    #expect(try await inForce(test).isEmpty)
    _ = try await refusal { try await test.run(decision) }
    #expect(try await inForce(test).isEmpty, "the same account twice is one account")
    #expect(try await test.run(decision, as: .owner).approved == [task])
    #expect(try await inForce(test)[task] == relaxed)
    let version = try #require(
      try await test.ask(FindBoundary(role: role, task: task)).versions.first { $0.status == .approved })
    #expect([version.approvedBy, version.secondApprover] == [test.first.email(.hrAdmin), test.first.email(.owner)])
  }

  @Test func `below a floor not even two accounts may go`() async throws {
    let test = try await TestStore.make()
    // REP-2 has interpersonal 4: rule 5 sets the floor H4.
    let decision = ApproveBoundaries(role: test.first.code("REP"), tasks: [test.first.code("REP-2")], level: .h3)
    for role in [AccountRole.hrAdmin, .owner] {
      #expect(try await refusal { try await test.run(decision, as: role) }?.code == "boundary-below-floor")
    }
  }

  @Test func `a proposal whose facts have changed is stale`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    try await test.run(
      ImportTasks(
        sheet: Sheet(
          """
          code,role,name_en,name_zh,importance,time_share,physical,interpersonal,uncertainty,expertise,enjoyment,\
          irreversible,affects_person,data_class,exposure,automation,ai_system
          """,
          "\(task),\(role),Write an offer,撰写报价,3,0.5,1,2,5,3,3,yes,no,internal,E1,T2,\(test.first.code("DESK"))")))
    let refusal = try await refusal { try await test.run(ApproveBoundaries(role: role, tasks: [task])) }
    #expect(refusal?.code == "proposal-stale")
  }

  @Test func `a boundary is overdue from the day after its review`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    try await test.run(ApproveBoundaries(role: role, tasks: [task], effective: TestStore.today))
    let review = try #require(try await test.ask(ListBoundaries()).first?.reviewOn)
    #expect(try await test.ask(ListBoundaries(filter: .overdue, asOf: review)).isEmpty)
    #expect(try await test.ask(ListBoundaries(filter: .overdue, asOf: review.adding(days: 1))).map(\.task) == [task])
  }

  @Test func `an employee is asked about their own role only`() async throws {
    let test = try await TestStore.make()
    let role = try await roleWithTask(test)
    try await test.run(ProposeBoundaries(role: role))
    let foreign = RecordConsultation(role: role, task: "CLERK-1", desiredLevel: .h4)
    #expect(try await refusal { try await test.run(foreign, as: .employee) }?.kind == .notFound)
  }

  /// A role with one task and nobody accountable.
  private func roleWithTask(_ test: TestStore) async throws -> String {
    try await test.run(
      ImportRoles(sheet: Sheet("code,source,name_en,name_zh,required_level", "CLERK,custom,Clerk,文员,L1")))
    try await test.run(
      ImportTasks(
        sheet: Sheet(
          """
          code,role,name_en,name_zh,importance,time_share,physical,interpersonal,uncertainty,expertise,enjoyment,\
          irreversible,affects_person,data_class,exposure,automation
          """,
          "CLERK-1,CLERK,File a letter,归档信件,2,1,2,1,1,1,2,no,no,internal,E1,T3")))
    return "CLERK"
  }
}
