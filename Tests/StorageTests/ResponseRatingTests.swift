import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `Answers in words` {
  private static let prompt = "Write a notice for the entrance, in 60 words."

  private func prepared() async throws -> (test: TestStore, attempt: AttemptID) {
    let test = try await TestStore.make()
    try await test.publishWords()
    return (test, try await test.handIn(["UND-01": "b", "DIR-25": Self.prompt]).attempt)
  }

  @Test func `wait for two raters, and the score waits with them`() async throws {
    let test = try await TestStore.make()
    try await test.publishWords()
    let (attempt, result) = try await test.handIn(["UND-01": "b", "DIR-25": Self.prompt])
    #expect(result == .init(status: .submitted, score: nil, selfReport: nil, waiting: ["DIR-25"]))
    #expect(try await test.rate(attempt, 2, 1, 1, as: .assessor) == .init(missing: 1, status: .submitted))
    let before = try await overall(test)
    #expect(try await test.rate(attempt, 2, 2, 1, as: .hrAdmin, at: later(10)) == .init(missing: 0, status: .scored))
    let after = try await overall(test, at: later(10))
    #expect(
      before?.scoredOn == TestStore.today.adding(months: -2) && after?.scoredOn == TestStore.today.adding(days: 10))
    // It is of the day of the test, for as long as that lets it be.
    #expect(after?.validUntil == TestStore.today.adding(months: 12))
    // And days before it was known tell what they told.
    let past = try await test.ask(
      ListScores(person: test.first.code("EMPLOYEE"), asOf: TestStore.today.adding(days: 9)), at: later(20))
    #expect(past.first { $0.domain == "overall" }?.quotient == before?.quotient)
  }

  private func overall(_ test: TestStore, at now: Date = TestStore.now) async throws -> ListScores.Entry? {
    try await test.ask(ListScores(person: test.first.code("EMPLOYEE")), at: now).first { $0.domain == "overall" }
  }

  @Test func `are left out of nothing when none is given: the attempt is scored at once`() async throws {
    let test = try await TestStore.make()
    try await test.publishWords()
    let result = try await test.handIn(["UND-01": "b"]).result
    #expect(result.status == .scored && result.waiting == [])
    #expect(result.score?.overall.answered == 1)
  }

  @Test func `score more for higher ratings`() async throws {
    var quotients: [Double] = []
    for level in [0, 2] {
      let (test, attempt) = try await prepared()
      for role in [AccountRole.assessor, .hrAdmin] { try await test.rate(attempt, level, level, level, as: role) }
      quotients.append(try #require(try await overall(test)?.quotient))
    }
    #expect(quotients[0] < quotients[1] - 5)
  }

  @Test func `are decided by a third rater when two are too far apart`() async throws {
    let (test, attempt) = try await prepared()
    try await test.rate(attempt, 2, 2, 2, as: .assessor)
    #expect(try await test.rate(attempt, 0, 0, 0, as: .hrAdmin) == .init(missing: 1, status: .submitted))
    #expect(try await test.ask(ListUnratedResponses(), as: .assessor).isEmpty)
    #expect(try await test.ask(ListUnratedResponses(), as: .owner).map(\.attempt) == [attempt])
    #expect(try await test.rate(attempt, 2, 2, 1, as: .owner) == .init(missing: 0, status: .scored))
    let score = try await test.owner.read { tx in
      try tx.one("SELECT score FROM rubric_score") { try $0.decode("score", as: Int.self) }
    }
    #expect(score == 6)
    #expect(try await test.ask(ListUnratedResponses(), as: .owner).isEmpty)
  }

  @Test func `are refused what is no rating, and stay as they were`() async throws {
    let (test, attempt) = try await prepared()
    func code(_ item: String, _ scores: [String: Int], _ comment: String? = nil, as role: AccountRole = .assessor)
      async throws -> String?
    {
      let rating = RateResponse(attempt: attempt, item: item, scores: scores, comment: comment)
      return try await refusal { try await test.run(rating, as: role) }?.code
    }
    let good = ["facts": 1, "form": 1, "limits": 1]
    #expect(try await code("DIR-25", ["facts": 1]) == "rating-missing-criterion")
    #expect(try await code("DIR-25", good.merging(["tone": 1]) { one, _ in one }) == "rating-unknown-criterion")
    #expect(try await code("DIR-25", ["facts": 3, "form": 1, "limits": 1]) == "rating-out-of-range")
    #expect(try await code("DIR-25", ["facts": -1, "form": 1, "limits": 1]) == "rating-out-of-range")
    #expect(try await code("DIR-25", good, String(repeating: "字", count: 4_001)) == "too-long")
    #expect(try await code("DIR-25", good, String(repeating: "x", count: 10 << 20)) == "too-long")
    #expect(try await code("DIR-26", good) == "not-found", "it was left out")
    #expect(try await code("UND-01", good) == "not-found", "it is marked by key")
    #expect(try await code(String(repeating: "x", count: 10 << 20), good) == "not-found")
    for role in [AccountRole.manager, .employee, .auditor, .service] {
      #expect(try await code("DIR-25", good, as: role) == "forbidden")
    }
    #expect(try await code("DIR-25", good, String(repeating: "字", count: 4_000)) == nil)
    #expect(try await code("DIR-25", good) == "already-rated")
    #expect(try await code("DIR-25", good, as: .hrAdmin) == nil)
    #expect(try await code("DIR-25", good, as: .owner) == "already-resolved")
    let ledger = try await test.owner.read { tx in
      try tx.one("SELECT max(length(detail::text)) AS n FROM audit_event WHERE action = 'response.rate'") {
        try $0.decode("n", as: Int.self)
      }
    }
    #expect(ledger < 10_000, "the audit keeps no flood")
  }

  @Test func `are rated by nobody at a host who signs in as nobody`() async throws {
    let (test, attempt) = try await prepared()
    let rating = RateResponse(attempt: attempt, item: "DIR-25", scores: ["facts": 1, "form": 1, "limits": 1])
    let refused = try await refusal {
      _ = try await test.store.execute(rating, by: .operatorOf(test.first.id), now: TestStore.now)
    }
    #expect(refused?.kind == .forbidden)
  }

  @Test func `are not rated while the attempt goes on, nor by whoever answered`() async throws {
    let test = try await TestStore.make()
    try await test.publishWords()
    let own = try await test.handIn(["DIR-25": Self.prompt], as: .assessor).attempt
    #expect(try await test.ask(ListUnratedResponses(), as: .assessor).isEmpty)
    #expect(try await test.ask(ListUnratedResponses(), as: .hrAdmin).map(\.attempt) == [own])
    #expect(try await refusal { try await test.rate(own, 2, 2, 2, as: .assessor) }?.kind == .forbidden)
    let open = try await test.run(StartAttempt(instrument: "aiq-core"), as: .employee).attempt
    try await test.run(RecordResponse(attempt: open, item: "DIR-25", answer: [Self.prompt]), as: .employee)
    #expect(try await refusal { try await test.rate(open, 2, 2, 2, as: .assessor) }?.code == "not-handed-in")
    #expect(try await test.ask(ListUnratedResponses(), as: .owner).map(\.attempt) == [own])
  }

  @Test func `are shown to raters without a name, and to nobody else`() async throws {
    let (test, attempt) = try await prepared()
    try await test.rate(attempt, 2, 0, 0, as: .hrAdmin)
    let queue = try await test.ask(ListUnratedResponses(), as: .assessor)
    #expect(queue.map(\.answer) == [Self.prompt])
    #expect(queue[0].rubric.map(\.levels.count) == [3, 3, 3])
    let json = String(decoding: try JSONEncoder.wire.encode(queue), as: UTF8.self)
    let person = try await test.owner.read { tx in
      try tx.one("SELECT id::text FROM person WHERE external_id = \(test.first.code("EMPLOYEE"))") {
        try $0.decode("id", as: String.self)
      }
    }
    for trace in [test.first.code("EMPLOYEE"), "Em Ployee", person, test.first.email(.hrAdmin), "\"ratings\""] {
      #expect(!json.lowercased().contains(trace.lowercased()), "\(trace) is told to a rater")
    }
    for role in [AccountRole.manager, .employee, .auditor, .service] {
      #expect(try await refusal { _ = try await test.ask(ListUnratedResponses(), as: role) }?.kind == .forbidden)
    }
    let own = try await test.ask(FindAttempt(attempt: attempt), as: .employee)
    #expect(own.status == .submitted)
    let taker = String(decoding: try JSONEncoder.wire.encode(own), as: UTF8.self)
    for secret in ["rubric", "levels", "rater", "rating", queue[0].rubric[0].levels[1].en] {
      #expect(!taker.contains(secret), "\(secret) is told to the test taker")
    }
    // The audit, which an owner who rates may read, does not tell how others rated.
    let details = try await test.owner.read { tx in
      try tx.all("SELECT detail::text AS detail FROM audit_event WHERE action = 'response.rate'") {
        try $0.decode("detail", as: String.self)
      }
    }
    #expect(details.count == 1 && !details[0].contains("facts"))
    let other = try await test.store.answer(
      ListUnratedResponses(), by: .token(test.second.token(.assessor)), now: TestStore.now)
    #expect(other.isEmpty)
  }

  @Test func `are kept from a person's own reach in the database itself`() async throws {
    let (test, attempt) = try await prepared()
    try await test.rate(attempt, 2, 0, 0, as: .hrAdmin)
    let seen = try await test.store.database.read { tx in
      try tx.run(
        """
        SELECT set_config('readiness.organisation', \(test.first.id.description), true),
          set_config('readiness.reach', 'people', true)
        """)
      return try tx.one("SELECT count(*) AS n FROM response_rating") { try $0.decode("n", as: Int.self) }
    }
    #expect(seen == 0)
  }

  @Test func `of an import wait too, and no one's are mixed up`() async throws {
    let test = try await TestStore.make()
    try await test.publishWords()
    let long = "A plan, with commas and   spaces\nand lines"
    let rows: [(String, String, String)] = [
      ("COLLEAGUE", "DIR-25", long), ("LEAD", "UND-01", "b"), ("OUTSIDER", "DIR-25", "Other"),
      ("OUTSIDER", "UND-01", "a"), ("STRANGER", "UND-01", "a"),
    ]
    let sheet = Sheet(
      header: ImportResponses.columns,
      rows: rows.enumerated().map {
        .init(row: $0.offset + 2, cells: [test.first.code($0.element.0), $0.element.1, $0.element.2])
      })
    let result = try await test.run(ImportResponses(instrument: "aiq-core", form: "words", sheet: sheet))
    #expect(result == .init(attempts: 4, responses: 5, waiting: 2))
    let queue = try await test.ask(ListUnratedResponses(), as: .assessor)
    #expect(Set(queue.map(\.answer)) == [long, "Other"])
    let kept = try await test.owner.read { tx in
      try tx.all(
        """
        SELECT p.external_id || ' ' || a.status || ' ' || string_agg(i.code || '=' || array_to_string(r.answer, '|'), ' '
          ORDER BY i.code) AS line
        FROM attempt a JOIN person p ON p.id = a.person_id JOIN response r ON r.attempt_id = a.id
        JOIN item i ON i.id = r.item_id JOIN form f ON f.id = a.form_id AND f.code = 'words'
        GROUP BY a.id, p.external_id, a.status ORDER BY 1
        """
      ) { try $0.decode("line", as: String.self) }
    }
    #expect(
      kept == [
        "A-COLLEAGUE submitted DIR-25=\(long)", "A-LEAD scored UND-01=b", "A-OUTSIDER submitted DIR-25=Other UND-01=a",
        "A-STRANGER scored UND-01=a",
      ])
    let scored = try await test.ask(ListScores()).filter { $0.scoredOn == TestStore.today }.map(\.person)
    #expect(scored == [test.first.code("LEAD"), test.first.code("STRANGER")])
  }

  @Test func `keep their taker from the next attempt while they wait`() async throws {
    let (test, _) = try await prepared()
    let again = try await refusal { try await test.run(StartAttempt(instrument: "aiq-core"), as: .employee) }
    #expect(again?.code == "retake-too-early")
  }

  @Test func `show how far their raters agree, by criterion and in total`() async throws {
    let test = try await TestStore.make()
    try await test.publishWords()
    #expect(try await test.ask(ListRaterAgreement(instrument: "aiq-core")).isEmpty)
    let takers: [(AccountRole, [Int], [Int])] = [
      (.employee, [2, 1, 0], [2, 1, 0]), (.manager, [1, 1, 0], [2, 1, 0]), (.owner, [0, 1, 0], [2, 1, 0]),
    ]
    for (role, first, second) in takers {
      let attempt = try await test.handIn(["DIR-25": Self.prompt], as: role).attempt
      try await test.rate(attempt, first[0], first[1], first[2], as: .assessor)
      try await test.rate(attempt, second[0], second[1], second[2], as: .hrAdmin)
    }
    let agreement = try await test.ask(ListRaterAgreement(instrument: "aiq-core"))
    #expect(agreement.map(\.criterion) == ["facts", "form", "limits", nil])
    #expect(agreement.allSatisfy { $0.item == "DIR-25" && $0.pairs == 3 })
    #expect(agreement[0].exact == 1.0 / 3 && agreement[0].adjacent == 2.0 / 3 && agreement[0].kappa == 0)
    #expect(agreement[1].exact == 1 && agreement[1].kappa == nil)
    let refused = try await refusal { _ = try await test.ask(ListRaterAgreement(instrument: "none")) }
    #expect(refused?.code == "not-found")
  }
}
