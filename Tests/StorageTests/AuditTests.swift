import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Audit chain` {
  @Test func `a chain that nobody touched is sound`() async throws {
    let test = try await TestStore.make()
    try await test.run(ImportUnits(sheet: Sheet("code,name_en,name_zh,parent", "X1,One,一,")))
    let verdicts = try await HostQueries.verifyAudit(test.owner)
    #expect(verdicts.count == 2)
    #expect(verdicts.allSatisfy { $0.isSound && $0.events > 10 })
  }

  @Test func `an altered event is found, at its position`() async throws {
    let test = try await TestStore.make()
    try await tamper(test, "UPDATE audit_event a SET actor = 'somebody else' WHERE position = 7")
    #expect(try await verdict(test).firstBroken == 7)
  }

  @Test func `an altered event with a recomputed hash breaks the next one`() async throws {
    let test = try await TestStore.make()
    try await tamper(
      test, "UPDATE audit_event a SET actor = 'x', hash = audit_digest(a, a.previous_hash) WHERE position = 7")
    #expect(try await verdict(test).firstBroken != nil)
  }

  @Test func `a removed event is missed, also the last one`() async throws {
    let test = try await TestStore.make()
    try await tamper(
      test,
      """
      DELETE FROM audit_event a USING organisation_version v
      WHERE v.organisation_id = a.organisation_id AND a.position = v.audit_position
      """)
    #expect(try await verdict(test).isComplete == false)
  }

  @Test func `not even the owner changes, deletes or truncates an event by accident`() async throws {
    let test = try await TestStore.make()
    for statement: SQL in [
      "UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event",
    ] {
      await #expect(throws: PostgresError.self) { try await test.owner.write { tx in _ = try tx.run(statement) } }
    }
    #expect(try await verdict(test).isSound)
  }

  @Test func `every command is an event, refused ones too, and secrets are in none`() async throws {
    let test = try await TestStore.make()
    let token = try await test.run(IssueToken(label: "script", days: 1))
    _ = try await refusal { try await test.run(CreateAccount(email: "x@a.example", displayName: "X", role: .owner)) }
    let events = try await test.ask(ListAuditEvents(limit: 2), as: .auditor)
    #expect(events.map(\.action) == ["account.create", "token.issue"])
    #expect(events.map(\.outcome) == ["rejected", "applied"])
    let stored = try await test.owner.read { tx in
      try tx.one(
        """
        SELECT (SELECT string_agg(detail::text, '') FROM audit_event) ||
          (SELECT string_agg(result::text, '') FROM command_ledger) AS everything
        """
      ) { try $0.decode("everything", as: String.self) }
    }
    #expect(!stored.contains(token.token))
  }

  @Test func `reading another person's score is an event`() async throws {
    let test = try await TestStore.make()
    _ = try await test.ask(ListScores(person: test.first.code("EMPLOYEE")), as: .manager)
    let event = try #require(try await test.ask(ListAuditEvents(limit: 1), as: .auditor).first)
    #expect(event.action == "score.list" && event.outcome == "read")
    #expect(event.detail.contains(test.first.code("EMPLOYEE")))
  }

  /// As someone would who has the database's superuser.
  private func tamper(_ test: TestStore, _ statement: SQL) async throws {
    let organisation = test.first.id
    try await test.owner.write { tx in
      _ = try tx.run("SET LOCAL session_replication_role = replica")
      _ = try tx.run("\(fragment: statement) AND a.organisation_id = \(organisation)")
    }
  }

  private func verdict(_ test: TestStore) async throws -> AuditVerdict {
    let organisation = test.first.id
    return try #require(try await HostQueries.verifyAudit(test.owner).first { $0.organisation == organisation })
  }
}
