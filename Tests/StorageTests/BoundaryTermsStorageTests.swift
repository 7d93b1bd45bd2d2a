import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `What a boundary says and who signed it` {
  private func terms(_ change: (inout BoundaryTerms.Edit) -> Void) -> BoundaryTerms.Edit {
    var edit = BoundaryTerms.Edit()
    change(&edit)
    return edit
  }

  private func stored(_ test: TestStore, _ task: String, status: BoundaryStatus = .proposed) async throws -> String {
    try await test.owner.read { tx in
      try tx.one(
        """
        SELECT boundary_terms(v)->>'responsible' || '|' || (boundary_terms(v)->>'aiSystems') || '|'
          || array_to_string(v.rationale, ' ') || '|' || array_to_string(v.ai_systems, ' ') AS terms
        FROM boundary_version v JOIN boundary b ON b.id = v.boundary_id JOIN task t ON t.id = b.task_id
        WHERE t.code = \(task) AND v.status = \(status) ORDER BY v.number DESC LIMIT 1
        """
      ) { try $0.decode("terms", as: String.self) }
    }
  }

  @Test func `what a proposal is told to say is kept by the next one`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    let edit = terms {
      $0.responsible = "Account team"
      $0.rationale = [.ethical, .physical, .ethical]
    }
    #expect(try await test.run(ProposeBoundaries(role: role, tasks: [task], terms: edit)).proposals.count == 1)
    let expected = "Account team|all|physical ethical|\(test.first.code("DESK"))"
    #expect(try await stored(test, task) == expected)
    try await test.run(ProposeBoundaries(role: role, tasks: [task], overseer: test.first.code("LEAD")))
    #expect(try await stored(test, task) == expected)
  }

  @Test func `a boundary in force that says the same is not proposed again, one that says more is`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    try await test.run(ApproveBoundaries(role: role, tasks: [task]))
    let again = ProposeBoundaries(role: role, tasks: [task])
    #expect(try await test.run(again).unchanged == 1)
    let edit = terms { $0.isDisclosed = true }
    #expect(try await test.run(ProposeBoundaries(role: role, tasks: [task], terms: edit)).proposals.count == 1)
  }

  @Test func `an AI system that is not approved does not count against the task`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    let none = terms { $0.aiSystems = .only([]) }
    try await test.run(ProposeBoundaries(role: role, tasks: [task], terms: none))
    let version = try #require(try await test.ask(FindBoundary(role: role, task: task)).versions.first)
    #expect(version.facts.aiSystem == nil && version.facts.clearance == nil)
    let unknown = terms { $0.aiSystems = .only(["GHOST"]) }
    let refused = try await refusal {
      try await test.run(ProposeBoundaries(role: role, tasks: [task], terms: unknown))
    }
    #expect(refused?.code == "system-not-of-task")
    #expect(refused?.field == "terms.aiSystems")
  }

  @Test func `a text in one language, or one too long, is refused and nothing proposed`() async throws {
    let test = try await TestStore.make()
    let role = test.first.code("REP")
    let before = try await test.ask(FindBoundary(role: role, task: test.first.code("REP-1"))).versions.count
    let half = terms { $0.stopProcedure = LocalizedText(en: "Press stop.", zh: "") }
    #expect(
      try await refusal { try await test.run(ProposeBoundaries(role: role, terms: half)) }?.field
        == "terms.stopProcedure")
    let long = terms { $0.informed = String(repeating: "长", count: 301) }
    #expect(try await refusal { try await test.run(ProposeBoundaries(role: role, terms: long)) }?.code == "too-long")
    #expect(try await test.ask(FindBoundary(role: role, task: test.first.code("REP-1"))).versions.count == before)
  }

  @Test func `a sign-off that rules require is asked for until it is there, and again of a new proposal`() async throws
  {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    try await test.run(PublishRuleSet(ruleSet: try BoundaryTermsRules.requiringWorksCouncil()))
    try await test.run(ProposeBoundaries(role: role, tasks: [task]))
    let approve = ApproveBoundaries(role: role, tasks: [task])
    #expect(try await refusal { try await test.run(approve) }?.code == "boundary-sign-off-required")
    let sign = SignBoundaries(role: role, tasks: [task], kind: .worksCouncil, note: "Resolution 14")
    #expect(try await test.run(sign).signed == [task])
    try await test.run(ProposeBoundaries(role: role, tasks: [task]))
    #expect(try await refusal { try await test.run(approve) }?.code == "boundary-sign-off-required")
    try await test.run(sign)
    #expect(try await test.run(approve).approved == [task])
    let kinds = try await test.owner.read { tx in
      try tx.all("SELECT kind FROM boundary_sign_off ORDER BY signed_at, kind") {
        try $0.decode("kind", as: String.self)
      }
    }
    #expect(kinds == ["approval", "works_council", "works_council"])
  }

  @Test func `nobody signs as an approver, without a note, or where nothing is proposed`() async throws {
    let test = try await TestStore.make()
    let role = test.first.code("REP")
    let asApprover = SignBoundaries(role: role, kind: .approval, note: "Yes")
    #expect(try await refusal { try await test.run(asApprover) }?.code == "sign-off-by-approval")
    let silent = SignBoundaries(role: role, kind: .legal, note: "")
    #expect(try await refusal { try await test.run(silent) }?.code == "invalid-note")
    try await test.run(ApproveBoundaries(role: role, skippingRefused: true))
    let late = SignBoundaries(role: role, kind: .legal, note: "Opinion")
    #expect(try await refusal { try await test.run(late) }?.code == "nothing-proposed")
  }

  @Test func `whoever has left is neither accountable nor an overseer`() async throws {
    let test = try await TestStore.make()
    let (role, task) = (test.first.code("REP"), test.first.code("REP-1"))
    _ = try await test.owner.write { tx in
      try tx.run(
        """
        UPDATE employment SET valid_to = \(TestStore.today) FROM person p
        WHERE p.id = person_id AND p.external_id = \(test.first.code("MANAGER"))
        """)
    }
    try await test.run(ProposeBoundaries(role: role, tasks: [task]))
    let refused = try await refusal { try await test.run(ApproveBoundaries(role: role, tasks: [task])) }
    #expect(refused?.code == "boundary-no-accountable-human")
  }
}
