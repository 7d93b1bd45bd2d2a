import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Appeals` {
  /// EMPLOYEE's attempt of today, with everything wrong, beside their score of two months ago.
  private func prepared() async throws -> (test: TestStore, attempt: AttemptID) {
    let test = try await TestStore.make()
    return (test, try await test.handIn([:], form: "fixed").attempt)
  }

  private func file(_ test: TestStore, _ attempt: AttemptID, at now: Date = TestStore.now) async throws -> AppealID {
    try await test.run(FileAppeal(attempt: attempt, grounds: "The connection broke."), as: .employee, at: now).appeal
  }

  private func overall(
    _ test: TestStore, asOf day: Day? = nil, at now: Date = TestStore.now
  ) async throws -> ListScores.Entry? {
    try await test.ask(ListScores(person: test.first.code("EMPLOYEE"), asOf: day), at: now)
      .first { $0.domain == "overall" }
  }

  /// The overall competency of EMPLOYEE: from, to.
  private func spans(_ test: TestStore) async throws -> [String] {
    try await test.owner.read { tx in
      try tx.all(
        """
        SELECT valid_from::text || ' ' || coalesce(valid_to::text, '…') AS span FROM person_competency k
        JOIN competency c ON c.organisation_id = k.organisation_id AND c.id = k.competency_id AND c.code = 'overall'
        JOIN person p ON p.organisation_id = k.organisation_id AND p.id = k.person_id
          AND p.external_id = \(test.first.code("EMPLOYEE"))
        ORDER BY valid_from
        """
      ) { try $0.decode("span", as: String.self) }
    }
  }

  @Test func `that void an attempt take its scores out from that day on, and no day sooner`() async throws {
    let (test, attempt) = try await prepared()
    let earlier = try await overall(test, asOf: TestStore.today.adding(days: -1))
    let voided = try await overall(test)
    #expect(earlier?.quotient != voided?.quotient)
    let briefBefore = try await test.ask(ReadBrief(asOf: TestStore.today.adding(days: 4)), at: later(20))
    let appeal = try await file(test, attempt)
    let decided = try await test.run(
      DecideAppeal(appeal: appeal, outcome: .void, reason: "It broke."), as: .assessor, at: later(5))
    #expect(decided == .init(status: .voided, score: nil))
    #expect(try await overall(test, asOf: TestStore.today.adding(days: 4), at: later(5))?.quotient == voided?.quotient)
    #expect(try await overall(test, at: later(5))?.quotient == earlier?.quotient)
    #expect(try await spans(test) == ["2026-05-01 2026-07-01", "2026-07-01 2026-07-06", "2026-07-06 …"])
    let briefAfter = try await test.ask(ReadBrief(asOf: TestStore.today.adding(days: 4)), at: later(20))
    #expect(briefAfter.index == briefBefore.index && briefAfter.quotient == briefBefore.quotient)
    let briefNow = try await test.ask(ReadBrief(asOf: TestStore.today.adding(days: 5)), at: later(20))
    #expect(briefNow.index != briefBefore.index)
    let held = try await test.owner.read { tx in
      try tx.one(
        """
        SELECT count(*) AS n FROM sync_row w JOIN score s ON s.id = w.id
        WHERE w.table_name = 'score' AND NOT w.deleted AND s.attempt_id = \(attempt)
        """
      ) { try $0.decode("n", as: Int.self) }
    }
    #expect(held == 0, "phones give it back")
    #expect(
      try await refusal { try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .employee) }
        == nil)
  }

  @Test func `that rescore make the next revision, dated the day of the decision`() async throws {
    let (test, attempt) = try await prepared()
    let first = try await overall(test)
    let appeal = try await file(test, attempt)
    let decided = try await test.run(
      DecideAppeal(appeal: appeal, outcome: .rescore, reason: "As asked."), at: later(3))
    #expect(decided.status == .scored && decided.score?.overall.aiq == first?.quotient)
    let second = try await overall(test, at: later(3))
    #expect(second?.scoredOn == TestStore.today.adding(days: 3) && second?.validUntil == first?.validUntil)
    #expect(try await overall(test, asOf: TestStore.today.adding(days: 2), at: later(3))?.scoredOn == first?.scoredOn)
    let revisions = try await test.owner.read { tx in
      try tx.all(
        """
        SELECT revision || ' ' || scored_on || ' ' || coalesce(withdrawn_on::text, '…') AS line FROM score
        WHERE attempt_id = \(attempt) AND domain = 'overall' ORDER BY revision
        """
      ) { try $0.decode("line", as: String.self) }
    }
    #expect(revisions == ["1 2026-07-01 2026-07-04", "2 2026-07-04 …"])
    // A score that was made anew is new: it may be appealed against again, and be scored anew on the same day.
    let again = try await file(test, attempt, at: later(3))
    try await test.run(DecideAppeal(appeal: again, outcome: .rescore, reason: "Once more."), at: later(3))
    #expect(try await overall(test, at: later(3))?.quotient == first?.quotient)
    #expect(try await spans(test).count == 3)
  }

  @Test func `that rescore an older attempt leave the newer one in force`() async throws {
    let (test, attempt) = try await prepared()
    let newer = try await test.handIn(["UND-01": "b"], form: "fixed", at: later(14)).result
    let appeal = try await file(test, attempt, at: later(20))
    try await test.run(DecideAppeal(appeal: appeal, outcome: .rescore, reason: "As asked."), at: later(20))
    #expect(try await overall(test, at: later(20))?.quotient == newer.score?.overall.aiq)
    #expect(try await overall(test, at: later(20))?.scoredOn == TestStore.today.adding(days: 14))
    #expect(try await spans(test).last == "2026-07-15 …")
  }

  @Test func `that grant an extra attempt lift the wait once`() async throws {
    let (test, attempt) = try await prepared()
    func start(_ day: Int) async throws -> String? {
      try await refusal {
        try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .employee, at: later(day))
      }?
      .code
    }
    #expect(try await start(1) == "retake-too-early")
    let appeal = try await file(test, attempt)
    try await test.run(DecideAppeal(appeal: appeal, outcome: .extraAttempt, reason: "The server was down."))
    let before = try await overall(test)
    let extra = try await test.handIn(["UND-01": "b"], form: "fixed", at: later(1)).result
    #expect(try await overall(test, at: later(1))?.quotient == extra.score?.overall.aiq)
    #expect(try await overall(test)?.quotient == before?.quotient)
    #expect(try await start(2) == "retake-too-early")
  }

  @Test func `that are dismissed change nothing but that they are decided`() async throws {
    let (test, attempt) = try await prepared()
    let before = try await overall(test)
    let appeal = try await file(test, attempt)
    #expect(try await refusal { _ = try await file(test, attempt) }?.code == "appeal-open")
    try await test.run(DecideAppeal(appeal: appeal, outcome: .dismissed, reason: "Nothing broke."), as: .owner)
    #expect(try await overall(test)?.quotient == before?.quotient)
    let own = try #require(try await test.ask(ListAppeals(), as: .employee).first)
    #expect(own.outcome == .dismissed && own.reason == "Nothing broke." && own.decidedBy == nil)
    let all = try #require(try await test.ask(ListAppeals(), as: .hrAdmin).first)
    #expect(all.decidedBy == test.first.email(.owner) && all.person == test.first.code("EMPLOYEE"))
    let again = DecideAppeal(appeal: appeal, outcome: .void, reason: "Or not.")
    #expect(try await refusal { try await test.run(again) }?.code == "already-decided")
    let logged = try await test.owner.read { tx in
      try tx.all(
        "SELECT actor || ' ' || (detail->>'outcome') AS line FROM audit_event WHERE action = 'appeal.decide' AND outcome = 'applied'"
      ) { try $0.decode("line", as: String.self) }
    }
    #expect(logged == ["\(test.first.email(.owner)) dismissed"])
  }

  @Test func `are taken for 60 days, with grounds, of one's own score`() async throws {
    let (test, attempt) = try await prepared()
    func code(
      _ attempt: AttemptID, _ grounds: String = "x", as role: AccountRole = .employee, on day: Int = 0
    ) async throws -> String? {
      try await refusal {
        try await test.run(FileAppeal(attempt: attempt, grounds: grounds), as: role, at: later(day))
      }?
      .code
    }
    #expect(try await code(attempt, on: 61) == "appeal-too-late")
    #expect(try await code(attempt, "") == "text-required")
    #expect(try await code(attempt, " \n\t　") == "text-required")
    #expect(try await code(attempt, String(repeating: "字", count: 4_001)) == "too-long")
    #expect(try await code(attempt, String(repeating: "x", count: 10 << 20)) == "too-long")
    #expect(try await code(AttemptID(UUID())) == "not-found")
    for role in [AccountRole.manager, .hrAdmin, .owner] {
      #expect(try await code(attempt, as: role) == "not-found", "of somebody else")
    }
    #expect(try await code(attempt, as: .auditor) == "forbidden")
    let open = try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager).attempt
    #expect(try await code(open, as: .manager) == "not-scored")
    #expect(try await code(attempt, String(repeating: "字", count: 4_000), on: 60) == nil)
  }

  @Test func `are decided by neither the appellant nor a rater nor without a reason`() async throws {
    let test = try await TestStore.make()
    try await test.publishWords()
    let attempt = try await test.handIn(["DIR-25": "A prompt"], as: .hrAdmin).attempt
    for role in [AccountRole.assessor, .owner] { try await test.rate(attempt, 1, 1, 1, as: role) }
    let appeal = try await test.run(FileAppeal(attempt: attempt, grounds: "x"), as: .hrAdmin).appeal
    func code(_ role: AccountRole, reason: String = "x") async throws -> String? {
      let decision = DecideAppeal(appeal: appeal, outcome: .void, reason: reason)
      return try await refusal { try await test.run(decision, as: role) }?.code
    }
    for role in AccountRole.allCases { #expect(try await code(role) == "forbidden", "\(role)") }
    #expect(try await code(.owner, reason: "") == "text-required")
    #expect(try await code(.owner, reason: String(repeating: "x", count: 10 << 20)) == "too-long")
    #expect(try await test.ask(ListAppeals()).first?.outcome == nil)
    let flood = try await test.owner.read { tx in
      try tx.one("SELECT max(length(detail::text)) AS n FROM audit_event WHERE action = 'appeal.decide'") {
        try $0.decode("n", as: Int.self)
      }
    }
    #expect(flood < 10_000)
    // Whoever has the host's shell is neither.
    _ = try await test.store.execute(
      DecideAppeal(appeal: appeal, outcome: .dismissed, reason: "Read again."), by: .operatorOf(test.first.id),
      now: TestStore.now)
  }

  @Test func `are shown to the appellant and those who decide, and to no manager or other organisation`() async throws {
    let (test, attempt) = try await prepared()
    let appeal = try await file(test, attempt)
    #expect(try await test.ask(ListAppeals(), as: .employee).map(\.appeal) == [appeal])
    #expect(try await test.ask(ListAppeals(), as: .assessor).map(\.appeal) == [appeal])
    #expect(try await test.ask(ListAppeals(), as: .manager).isEmpty)
    #expect(try await refusal { _ = try await test.ask(ListAppeals(), as: .auditor) }?.kind == .forbidden)
    let other = Caller.token(test.second.token(.hrAdmin))
    #expect(try await test.store.answer(ListAppeals(), by: other, now: TestStore.now).isEmpty)
    let decision = DecideAppeal(appeal: appeal, outcome: .void, reason: "x")
    let refused = try await refusal { _ = try await test.store.execute(decision, by: other, now: TestStore.now) }
    #expect(refused?.kind == .notFound)
  }
}
