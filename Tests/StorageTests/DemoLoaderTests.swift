import Foundation
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

/// The demonstration, loaded into a real database.
@Suite struct `Loading the demonstration` {
  private func load(_ people: Int, into test: TestStore) async throws -> DemoLoader.Outcome {
    let demo = try DemoOrganisation(seeds: .shipped(), people: people, seed: 1, asOf: TestStore.today)
    return try await DemoLoader(demo, into: test.store).load(now: TestStore.now)
  }

  @Test func `a company of sixty reads like one: it improves, has a weakest side, and its units differ`() async throws {
    let test = try await TestStore.make()
    let outcome = try await load(60, into: test)
    let brief = outcome.brief
    #expect(brief.headcount == 60)
    let trend = brief.trend.compactMap(\.value)
    #expect(trend.count == 9)
    #expect(trend == trend.sorted())
    #expect((trend.first ?? 100) < 25 && (45...70).contains(trend.last ?? 0), "\(trend)")
    #expect(brief.constraints.first?.dimension == .data)
    #expect(brief.roles.contains { $0.overdue > 0 })
    #expect(brief.roles.contains { $0.undecided > 0 && $0.levels.reduce(0, +) > 0 })
    #expect(brief.roles.contains { $0.levels.reduce(0, +) == 0 })
    let caller = Caller.operatorOf(outcome.organisation)
    let development = try await test.store.answer(ReadBrief(unit: "DEV"), by: caller, now: TestStore.now)
    let operations = try await test.store.answer(ReadBrief(unit: "IND"), by: caller, now: TestStore.now)
    #expect(try #require(development.index.value) > #require(operations.index.value) + 5)
    await test.close()
  }

  @Test func `its accounts sign in, its audit is sound, and nobody else's session is left`() async throws {
    let test = try await TestStore.make()
    let outcome = try await load(20, into: test)
    #expect(Set(outcome.signIns.map(\.role)) == Set(AccountRole.allCases).subtracting([.service]))
    let verdicts = try await HostQueries.verifyAudit(test.owner)
    #expect(verdicts.count == 3)
    #expect(verdicts.allSatisfy { $0.isSound })
    for signIn in outcome.signIns.reversed() {
      let token = try await test.store.signIn(code: signIn.code, label: "test", now: TestStore.now)
      let session = try await test.store.answer(ListTokens(), by: .token(token.token), now: TestStore.now)
      #expect(session.contains { $0.id == token.id })
    }
    let owner = Caller.operatorOf(outcome.organisation)
    let sessions = try await test.store.answer(ListTokens(), by: owner, now: TestStore.now)
    #expect(sessions.allSatisfy { $0.label == "test" })
    #expect(sessions.count == outcome.signIns.count)
    await test.close()
  }

  @Test func `its boundaries say what not to enter and how to stop, and the works council has signed`() async throws {
    let test = try await TestStore.make()
    let outcome = try await load(20, into: test)
    let (versions, silent, kinds) = try await test.owner.read { tx in
      try tx.one(
        """
        SELECT count(*) AS versions, count(*) FILTER (WHERE v.forbidden_inputs_zh = '' OR v.stop_procedure_en = ''
            OR v.responsible = '' OR v.rationale = '{}' AND t.importance = 5) AS silent,
          (SELECT count(DISTINCT kind) FROM boundary_sign_off
            WHERE organisation_id = \(outcome.organisation)) AS kinds
        FROM boundary_version v JOIN boundary b ON b.id = v.boundary_id JOIN task t ON t.id = b.task_id
        WHERE v.organisation_id = \(outcome.organisation) AND v.status = 'approved'
        """
      ) { row in
        (
          try row.decode("versions", as: Int.self), try row.decode("silent", as: Int.self),
          try row.decode("kinds", as: Int.self)
        )
      }
    }
    #expect(versions > 200 && silent == 0)
    #expect(kinds == 4)
    await test.close()
  }

  @Test func `two may stand side by side`() async throws {
    let test = try await TestStore.make()
    let first = try await load(20, into: test)
    let second = try await load(20, into: test)
    #expect(first.organisation != second.organisation)
    #expect(first.brief == second.brief)
    await test.close()
  }
}
