import FoundationEssentials
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `Boundaries whose facts change` {
  @Test func `a system's lower clearance tightens in the same transaction, and the rules sign it`() async throws {
    let test = try await approved()
    try await test.run(ImportAISystems(sheet: test.desk(cleared: "public")))
    #expect(try await test.levelInForce("REP-1") == .h5)
    let version = try #require(try await test.versions("REP-1").first)
    #expect([version.approvedBy, version.secondApprover] == [nil, nil], "nobody decided it")
    #expect(version.note.contains("internal → public") || version.note.contains("Internal → Public"), "\(version.note)")
    let signed = try #require(version.signOffs.first { $0.kind == .tightening })
    #expect(signed.note(in: .en).hasSuffix("internal → public") && signed.note(in: .zh).hasSuffix("内部 → 公开"))
    #expect(version.proposal.firings.contains { $0.rule == "R4" })
    let events = try await test.ask(ListAuditEvents(limit: 5), as: .owner)
    #expect(events.contains { $0.action == "boundary.reevaluate" })
  }

  @Test func `a higher clearance relaxes nothing and queues a review`() async throws {
    let test = try await approved()
    try await test.run(ImportAISystems(sheet: test.desk(cleared: "public")))
    try await test.run(ImportAISystems(sheet: test.desk(cleared: "restricted")))
    #expect(try await test.levelInForce("REP-1") == .h5)
    let reviews = try await test.ask(ListBoundaryReviews(role: test.first.code("REP")))
    #expect(reviews.filter { $0.task == test.first.code("REP-1") }.map(\.cause) == [.aiSystem])
    #expect(reviews.first?.proposedLevel == .h3)
    let again = try await test.run(ReevaluateBoundaries(), as: .service)
    #expect(again.evaluated == 2 && again.queued == 0, "the review is there already, and nothing is new")
  }

  @Test func `a floor tightens to itself, and what is above it already stays as it was decided`() async throws {
    let test = try await approved()
    let before = try await test.versions("REP-2").count
    try await test.run(ImportTasks(sheet: test.tasks(uncertainty: 5)))
    #expect(try await test.levelInForce("REP-1") == .h4)
    #expect(try await test.versions("REP-2").count == before)
  }

  @Test func `an overseer's level that lapses tightens by a step, once`() async throws {
    let test = try await approved()
    let lapsed = TestStore.today.adding(months: 10).adding(days: 2).instant
    let first = try await test.run(ReevaluateBoundaries(), as: .service, at: lapsed)
    #expect(first.tightened.map(\.cause) == [.overseer, .overseer])
    #expect(try await test.levelInForce("REP-1", at: lapsed) == .h4)
    #expect(try await test.levelInForce("REP-2", at: lapsed) == .h5)
    let second = try await test.run(ReevaluateBoundaries(), as: .service, at: lapsed)
    #expect(second.tightenedCount == 0 && second.evaluated == 2)
    let day = Day(lapsed).adding(days: -1)
    #expect(try await test.ask(ListBoundaries(asOf: day), at: lapsed).map(\.decidedLevel) == [.h3, .h4])
  }

  @Test func `without an accountable human a boundary becomes the human's alone, and someone has to name another`()
    async throws
  {
    let test = try await approved()
    try await test.run(ImportPeople(sheet: test.departure(of: "MANAGER", on: "2026-06-30")))
    #expect(try await test.levelInForce("REP-1") == .h5)
    let reviews = try await test.ask(ListBoundaryReviews())
    #expect(Set(reviews.map(\.cause)) == [.accountable])
    let refusal = try await refusal {
      try await test.run(ConfirmBoundaries(role: test.first.code("REP"), note: "Nobody yet"))
    }
    #expect(refusal?.code == "boundary-no-accountable-human")
  }

  @Test func `a score that is set aside tightens what its person oversees, whoever decides that`() async throws {
    let test = try await approved()
    let attempt = try #require(try await test.ask(ListScores(), as: .employee).first?.attempt)
    let appeal = try await test.run(
      FileAppeal(attempt: attempt, grounds: "Another person answered."), as: .employee,
      at: TestStore.today.adding(months: -1).instant)
    try await test.run(DecideAppeal(appeal: appeal.appeal, outcome: .void, reason: "So it was."), as: .assessor)
    #expect(try await test.levelInForce("REP-1") == .h4)
  }

  @Test func `stricter rules hold for all boundaries from the moment they are published`() async throws {
    let test = try await approved()
    try await test.run(PublishRuleSet(ruleSet: try test.rules(flooring: "H4", version: 2)))
    #expect(try await test.levelInForce("REP-1") == .h4)
    let reviews = try await test.ask(ListBoundaryReviews(filter: .closed))
    #expect(reviews.map(\.cause) == [.ruleSet])
    #expect(reviews.map(\.reason.en) == ["the rules changed, the facts did not"])
  }

  @Test func `a version of the rules is published once, and another has to have a number of its own`() async throws {
    let test = try await approved()
    try await test.run(PublishRuleSet(ruleSet: try test.rules(flooring: "H4", version: 2)))
    let refused = try await refusal {
      try await test.run(PublishRuleSet(ruleSet: try test.rules(flooring: "H5", version: 2)))
    }
    #expect(refused?.code == "version-published" && refused?.field == "version")
    #expect(try await test.levelInForce("REP-1") == .h4)
  }

  @Test func `a dry run leaves neither a level nor a review nor an event behind`() async throws {
    let test = try await approved()
    let events = try await test.ask(ListAuditEvents(), as: .owner).count
    let submission = Submission(
      client: UUID(), dryRun: true,
      commands: [SubmittedCommand(sequence: 1, command: ImportAISystems(sheet: test.desk(cleared: "public")))])
    _ = try await test.store.submit(submission, by: .token(test.first.token(.hrAdmin)), now: TestStore.now)
    #expect(try await test.levelInForce("REP-1") == .h3)
    #expect(try await test.ask(ListBoundaryReviews()).isEmpty)
    #expect(try await test.ask(ListAuditEvents(), as: .owner).count == events)
  }

  @Test func `a command that is refused after it changed facts changes no boundary`() async throws {
    let test = try await approved()
    let overfull = test.tasks(uncertainty: 5, share: "0.9")
    #expect(try await refusal { try await test.run(ImportTasks(sheet: overfull)) }?.code == "time-over-100-percent")
    #expect(try await test.levelInForce("REP-1") == .h3)
  }

  @Test func `two at once tighten once`() async throws {
    let test = try await approved()
    let lapsed = TestStore.today.adding(months: 10).adding(days: 2).instant
    async let one = test.run(ReevaluateBoundaries(), as: .service, at: lapsed)
    async let other = test.run(ReevaluateBoundaries(), as: .owner, at: lapsed)
    #expect(try await [one.tightenedCount, other.tightenedCount].sorted() == [0, 2])
    #expect(try await test.versions("REP-1", at: lapsed).filter { $0.status == .approved }.count == 1)
  }

  @Test func `an open proposal outlives a tightening`() async throws {
    let test = try await approved()
    let role = test.first.code("REP")
    try await test.run(ProposeBoundaries(role: role, overseer: test.first.code("OUTSIDER")))
    try await test.run(ImportAISystems(sheet: test.desk(cleared: "public")))
    let open = try await test.ask(ListBoundaries(filter: .proposed))
    #expect(open.map(\.overseer) == [test.first.code("OUTSIDER"), test.first.code("OUTSIDER")])
  }

  @Test func `confirming keeps the level, closes the review and is due later`() async throws {
    let test = try await approved()
    let later = TestStore.today.adding(months: 2).instant
    try await test.run(ImportAISystems(sheet: test.desk(cleared: "public")))
    try await test.run(ImportAISystems(sheet: test.desk(cleared: "internal")), at: later)
    let role = test.first.code("REP")
    let confirmed = try await test.run(ConfirmBoundaries(role: role, note: "The pilot goes on"), at: later)
    #expect(confirmed.confirmed == ["REP-1", "REP-2"].map(test.first.code))
    #expect(try await test.levelInForce("REP-1", at: later) == .h5)
    #expect(try await test.ask(ListBoundaryReviews()).isEmpty)
    let review = try await test.ask(ListBoundaries(), at: later).first?.reviewOn
    #expect(review == TestStore.today.adding(months: 14))
  }

  private func approved() async throws -> TestStore {
    let test = try await TestStore.make()
    try await test.run(ApproveBoundaries(role: test.first.code("REP")))
    return test
  }
}

extension TestStore {
  func levelInForce(_ task: String, at now: Date = TestStore.now) async throws -> HumanAgencyLevel? {
    try await ask(ListBoundaries(), at: now).first { $0.task == first.code(task) }?.decidedLevel
  }

  func versions(_ task: String, at now: Date = TestStore.now) async throws -> [BoundaryRecord.Version] {
    try await ask(FindBoundary(role: first.code("REP"), task: first.code(task)), at: now).versions
  }

  /// That the manager of SALES leaves on a day, or is there; its people report to BOSS.
  func departure(of manager: String, on day: String) -> Sheet {
    let (unit, role) = (first.code("SALES"), first.code("REP"))
    return Sheet(
      "external_id,name,unit,role,manager,end_date",
      "\(first.code(manager)),Ma Nager,\(unit),\(role),\(first.code("BOSS")),\(day)",
      "\(first.code("EMPLOYEE")),Em Ployee,\(unit),\(role),\(first.code("BOSS")),",
      "\(first.code("COLLEAGUE")),Co Lleague,\(unit),\(role),\(first.code("BOSS")),")
  }

  /// DESK as it was made, but for its clearance and its model.
  func desk(cleared: String, model: String? = nil) -> Sheet {
    Sheet(
      "code,name,vendor,purpose_en,purpose_zh,risk_class,route,cleared_data_class"
        + (model == nil ? "" : ",model_version"),
      "\(first.code("DESK")),Desk,Vendor,Drafts,起草,limited,api,\(cleared)" + (model.map { ",\($0)" } ?? ""))
  }

  /// REP-1 as it was made, but for its stakes and its share of the time.
  func tasks(uncertainty: Int, share: String = "0.5") -> Sheet {
    Sheet(
      """
      code,role,name_en,name_zh,importance,time_share,physical,interpersonal,uncertainty,expertise,enjoyment,\
      irreversible,affects_person,data_class,exposure,automation,desired_level,feasible_level,ai_system
      """,
      """
      \(first.code("REP-1")),\(first.code("REP")),Write an offer,撰写报价,3,\(share),1,2,\(uncertainty),3,3,no,no,internal,\
      E1,T2,H3,H3,\(first.code("DESK"))
      """)
  }

  /// The shipped rules and one more, by which every task has this floor.
  func rules(flooring level: String, version: Int) throws -> BoundaryRuleSet {
    let text = try RepositoryFiles.text("seed/boundary-rules.yaml")
      .replacing("version: 1", with: "version: \(version)")
      .replacing(
        "rules:\n",
        with: """
          rules:
            - code: OWN
              when: { fact: data_class, at_least: public }
              then: [floor \(level)]
              reason:
                en: So it was agreed.
                zh: 已作约定。

          """)
    return try RepositoryFiles.ruleSet(text)
  }
}
