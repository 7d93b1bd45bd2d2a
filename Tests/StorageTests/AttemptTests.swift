import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `Attempts` {
  /// Starts an attempt of the manager's, who has no score yet.
  private func start(_ test: TestStore) async throws -> FindAttempt.Answer {
    let started = try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager)
    return try await test.ask(FindAttempt(attempt: started.attempt), as: .manager)
  }

  private func firstAnswer(_ item: PresentedItem) -> [String] {
    item.kind == .ordering ? item.options.map(\.key) : [item.options[0].key]
  }

  @Test func `an attempt is taken up where it was left and every answer is there`() async throws {
    let test = try await TestStore.make()
    let attempt = try await start(test)
    for item in attempt.instrument.items.prefix(3) {
      try await test.run(
        RecordResponse(attempt: attempt.attempt, item: item.code, answer: firstAnswer(item), confidence: 0.5),
        as: .manager)
    }
    let again = try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager)
    #expect(again.resumed && again.attempt == attempt.attempt)
    let resumed = try await test.ask(FindAttempt(attempt: attempt.attempt), as: .manager)
    #expect(resumed.answered == attempt.instrument.items.prefix(3).map(\.code))
  }

  @Test func `finishing scores overall and six domains, and the scores are the person's to see`() async throws {
    let test = try await TestStore.make()
    let attempt = try await start(test)
    for item in attempt.instrument.items {
      try await test.run(
        RecordResponse(attempt: attempt.attempt, item: item.code, answer: firstAnswer(item)), as: .manager)
    }
    let report = try #require(try await test.run(FinishAttempt(attempt: attempt.attempt), as: .manager).score)
    #expect(report.domains.count == 6)
    #expect(report.overall.answered == attempt.instrument.items.count)
    #expect(report.overall.standardError > 0 && report.overall.standardError < 1)
    #expect(report.provisional)
    let own = try await test.ask(ListScores(person: test.first.code("MANAGER")), as: .manager)
    #expect(own.count == 7)
    #expect(own.first { $0.domain == "overall" }?.quotient == report.overall.aiq)
  }

  @Test func `the same answers by import and by hand have the same score`() async throws {
    let test = try await TestStore.make()
    let attempt = try await start(test)
    var rows: [Sheet.Row] = []
    for (index, item) in attempt.instrument.items.enumerated() {
      let answer = firstAnswer(item)
      try await test.run(RecordResponse(attempt: attempt.attempt, item: item.code, answer: answer), as: .manager)
      rows.append(
        .init(row: index + 2, cells: [test.first.code("COLLEAGUE"), item.code, answer.joined(separator: " ")]))
    }
    try await test.run(FinishAttempt(attempt: attempt.attempt), as: .manager)
    try await test.run(
      ImportResponses(instrument: "aiq-core", sheet: Sheet(header: ["person", "item", "answer"], rows: rows)))
    let scores = try await test.ask(ListScores())
    let byHand = try #require(scores.first { $0.person == test.first.code("MANAGER") })
    let imported = try #require(scores.first { $0.person == test.first.code("COLLEAGUE") })
    #expect(byHand.quotient == imported.quotient && byHand.level == imported.level)
  }

  @Test func `what cannot be an answer is refused and the attempt stays whole`() async throws {
    let test = try await TestStore.make()
    let attempt = try await start(test)
    let item = attempt.instrument.items[0]
    func answer(_ code: String, _ keys: [String], confidence: Double? = nil) async throws -> String? {
      let response = RecordResponse(attempt: attempt.attempt, item: code, answer: keys, confidence: confidence)
      return try await refusal { try await test.run(response, as: .manager) }?.code
    }
    #expect(try await answer("NO-SUCH", ["a"]) == "not-found")
    #expect(try await answer(item.code, ["zzz"]) != nil)
    #expect(try await answer(item.code, []) != nil)
    #expect(try await answer(item.code, firstAnswer(item), confidence: 7) != nil)
    #expect(try await answer(item.code, firstAnswer(item)) == nil)
    #expect(try await answer(item.code, firstAnswer(item)) == "already-answered")
    #expect(try await test.ask(FindAttempt(attempt: attempt.attempt), as: .manager).answered == [item.code])
  }

  @Test func `an answer after the test's time is refused and what came before it counts`() async throws {
    let test = try await TestStore.make()
    var timed = try RepositoryFiles.instrument("aiq-core")
    timed.version += 1
    timed.timeLimitMinutes = 30
    try await test.run(PublishInstrument(instrument: timed))
    let attempt = try await start(test)
    func answer(_ index: Int, after seconds: Double) async throws -> String? {
      let item = attempt.instrument.items[index]
      let response = RecordResponse(attempt: attempt.attempt, item: item.code, answer: firstAnswer(item))
      return try await refusal {
        try await test.run(response, as: .manager, at: TestStore.now.addingTimeInterval(seconds))
      }?.code
    }
    #expect(try await answer(0, after: 1_800) == nil)
    #expect(try await answer(1, after: 1_801) == "time-over")
    let report = try #require(try await test.run(FinishAttempt(attempt: attempt.attempt), as: .manager).score)
    #expect(report.overall.answered == 1)
  }

  @Test func `nobody reaches an attempt of someone else`() async throws {
    let test = try await TestStore.make()
    let attempt = try await start(test)
    let response = RecordResponse(attempt: attempt.attempt, item: "UND-01", answer: ["a"])
    for role in [AccountRole.employee, .hrAdmin, .owner] {
      #expect(try await refusal { try await test.run(response, as: role) }?.kind == .notFound)
      #expect(try await refusal { try await test.run(FinishAttempt(attempt: attempt.attempt), as: role) } != nil)
    }
  }

  @Test func `a retake is refused until its day, which the refusal names`() async throws {
    let test = try await TestStore.make()
    let attempt = try await start(test)
    try await test.run(FinishAttempt(attempt: attempt.attempt), as: .manager)
    let retake = TestStore.today.adding(days: 14)
    let early = try await refusal {
      try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager)
    }
    #expect(early?.code == "retake-too-early")
    #expect(early?.message.en.contains(retake.description) == true)
    let later = TestStore.now.addingTimeInterval(14 * 86_400)
    let started = try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager, at: later)
    #expect(!started.resumed)
  }

  @Test func `nothing that a test taker receives holds a key, a parameter or a rationale`() async throws {
    let test = try await TestStore.make()
    let attempt = try await start(test)
    let json = String(decoding: try JSONEncoder.wire.encode(attempt.instrument), as: UTF8.self)
    for secret in ["answer", "slope", "difficulty", "rationale", "parameters", "status"] {
      #expect(!json.contains("\"\(secret)\""), "\(secret) is in what a test taker receives")
    }
    let synced = try await test.owner.read { tx in
      // A boundary's rationale is another.
      try tx.one(
        """
        SELECT count(*) AS n FROM sync_row
        WHERE wire ~ 'slope|difficulty' OR table_name <> 'boundary' AND wire ~ 'rationale'
        """
      ) { try $0.decode("n", as: Int.self) }
    }
    #expect(synced == 0)
  }

  @Test func `a newer score ends the older one's competency and an imported older one slips in before it`() async throws
  {
    let test = try await TestStore.make()
    let person = test.first.code("COLLEAGUE")
    for day in ["2026-06-01", "2026-03-01", "2026-06-20"] {
      try await test.run(
        ImportResponses(
          instrument: "aiq-core", sheet: Sheet("person,item,answer", "\(person),UND-01,b"), takenOn: Day(day)))
    }
    let spans = try await test.owner.read { tx in
      try tx.all(
        """
        SELECT valid_from::text || ' ' || coalesce(valid_to::text, '…') AS span FROM person_competency k
        JOIN competency c ON c.organisation_id = k.organisation_id AND c.id = k.competency_id AND c.code = 'overall'
        JOIN person p ON p.organisation_id = k.organisation_id AND p.id = k.person_id AND p.external_id = \(person)
        ORDER BY valid_from
        """
      ) { try $0.decode("span", as: String.self) }
    }
    #expect(spans == ["2026-03-01 2026-06-01", "2026-06-01 2026-06-20", "2026-06-20 …"])
  }
}
