import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Self-reports` {
  private func prepared() async throws -> TestStore {
    let test = try await TestStore.make()
    try await test.run(PublishInstrument(instrument: try RepositoryFiles.instrument("aiq-self")))
    return test
  }

  private let fullAgreement = ["SELF-01": "5", "SELF-02": "5", "SELF-03": "5", "SELF-04": "1"]

  @Test func `are reported by domain and never scored`() async throws {
    let test = try await prepared()
    let result = try await test.handIn(fullAgreement, of: "aiq-self").result
    let report = try #require(result.selfReport)
    #expect(result.status == .scored && result.score == nil && result.waiting == [])
    #expect(report.domains.map(\.domain) == [.understand, .explore])
    // Two agreed with, the third, reversed, as well; and one of another domain not at all.
    #expect(abs(report.domains[0].part.value - 200.0 / 3) < 1e-9 && report.domains[1].part.value == 0)
    #expect(report.overall == .init(value: 50, answered: 4))
    let stored = try await test.owner.read { tx in
      try tx.all("SELECT domain || ' ' || round(value)::text || ' ' || answered AS line FROM self_report ORDER BY 1") {
        try $0.decode("line", as: String.self)
      }
    }
    #expect(stored == ["explore 0 1", "overall 50 4", "understand 67 3"])
    let scores = try await test.owner.read { tx in
      try tx.one("SELECT count(*) AS n FROM score WHERE scored_on = \(TestStore.today)") {
        try $0.decode("n", as: Int.self)
      }
    }
    #expect(scores == 0)
  }

  @Test func `of nothing are refused, and the attempt goes on`() async throws {
    let test = try await prepared()
    let attempt = try await test.run(StartAttempt(instrument: "aiq-self"), as: .employee).attempt
    let refused = try await refusal { try await test.run(FinishAttempt(attempt: attempt), as: .employee) }
    #expect(refused?.code == "nothing-answered")
    #expect(try await test.ask(FindAttempt(attempt: attempt), as: .employee).status == .inProgress)
  }

  @Test func `that agree with everything and its opposite are flagged`() async throws {
    let test = try await prepared()
    let everything = Dictionary(uniqueKeysWithValues: (1...18).map { ("SELF-\($0 < 10 ? "0" : "")\($0)", "5") })
    let report = try await test.handIn(everything, of: "aiq-self").result.selfReport
    #expect(report?.flags.contains(.straightLining) == true)
  }

  @Test func `stand beside what was measured, with the difference`() async throws {
    let test = try await prepared()
    _ = try await test.handIn(fullAgreement, of: "aiq-self")
    let person = test.first.code("EMPLOYEE")
    let own = try await test.ask(CompareSelfReport(), as: .employee)
    #expect(own.map(\.domain) == ["overall"] + QuotientDomain.allCases.map(\.rawValue))
    let overall = try #require(own.first)
    #expect(overall.selfReported == 50 && overall.reportedOn == TestStore.today)
    #expect(try #require(overall.difference) == 50 - (try #require(overall.measured)))
    #expect(own.first { $0.domain == "delegate" }?.selfReported == nil)
    #expect(own.first { $0.domain == "delegate" }?.difference == nil)
    let scores = try await test.ask(ListScores(person: person), as: .employee)
    #expect(scores.first { $0.domain == "overall" }?.selfReported == 50)
    for role in [AccountRole.owner, .hrAdmin, .assessor] {
      #expect(try await test.ask(CompareSelfReport(person: person), as: role).count == 7)
    }
    let before = try await test.ask(CompareSelfReport(person: person, asOf: TestStore.today.adding(days: -1)))
    #expect(before.allSatisfy { $0.selfReported == nil } && before.count == 7)
  }

  @Test func `are not shown to managers, auditors or another organisation`() async throws {
    let test = try await prepared()
    _ = try await test.handIn(fullAgreement, of: "aiq-self")
    let person = test.first.code("EMPLOYEE")
    let compare = CompareSelfReport(person: person)
    #expect(try await refusal { _ = try await test.ask(compare, as: .manager) }?.kind == .notFound)
    #expect(try await refusal { _ = try await test.ask(compare, as: .auditor) }?.kind == .forbidden)
    for role in [AccountRole.manager, .auditor] {
      let scores = try await test.ask(ListScores(person: person), as: role)
      #expect(!scores.isEmpty && scores.allSatisfy { $0.selfReported == nil && $0.flags == nil && $0.remarks == nil })
    }
    let other = try await refusal {
      _ = try await test.store.answer(compare, by: .token(test.second.token(.hrAdmin)), now: TestStore.now)
    }
    #expect(other?.kind == .notFound)
  }

  @Test func `are imported, too`() async throws {
    let test = try await prepared()
    let person = test.first.code("COLLEAGUE")
    let result = try await test.run(
      ImportResponses(instrument: "aiq-self", sheet: Sheet("person,item,answer", "\(person),SELF-01,4")))
    #expect(result == .init(attempts: 1, responses: 1, waiting: 0))
    #expect(try await test.ask(CompareSelfReport(person: person)).map(\.selfReported) == [75, 75])
  }
}

@Suite struct `Flags of careless answers` {
  /// All answered `a`, in a tenth of a second.
  private func rush(_ test: TestStore) async throws -> FinishAttempt.Result {
    let attempt = try await test.run(StartAttempt(instrument: "aiq-core", form: "fixed"), as: .manager).attempt
    for item in try await test.ask(FindAttempt(attempt: attempt), as: .manager).instrument.items {
      let answer = item.kind == .ordering ? item.options.map(\.key) : [item.options[0].key]
      try await test.run(
        RecordResponse(attempt: attempt, item: item.code, answer: answer, milliseconds: 100), as: .manager)
    }
    return try await test.run(FinishAttempt(attempt: attempt), as: .manager)
  }

  @Test func `are for those who run assessments, and a neutral sentence for the person`() async throws {
    let test = try await TestStore.make()
    #expect(try await rush(test).score?.flags.contains(.rapidGuessing) == true)
    let person = test.first.code("MANAGER")
    func overall(_ role: AccountRole) async throws -> ListScores.Entry? {
      try await test.ask(ListScores(person: person), as: role).first { $0.domain == "overall" }
    }
    for role in [AccountRole.owner, .hrAdmin, .assessor] {
      let entry = try #require(try await overall(role))
      #expect(entry.flags?.contains(.rapidGuessing) == true && entry.remarks == nil && entry.attempt == nil)
    }
    #expect(try await overall(.manager)?.flags == nil)
    #expect(try await overall(.manager)?.remarks?.contains(ResponseFlag.rapidGuessing.remark) == true)
    #expect(try await overall(.auditor)?.flags == nil)
  }

  @Test func `tell when hard items are right and easy ones wrong, and not otherwise`() async throws {
    let test = try await TestStore.make()
    let instrument = try RepositoryFiles.instrument("aiq-core")
    let items = instrument.delivered(in: instrument.forms[0]).filter { $0.kind != .ordering && $0.kind != .matching }
      .sorted { ($0.parameters?.thresholds[0] ?? 0) < ($1.parameters?.thresholds[0] ?? 0) }
    /// The answers of somebody who has some items right.
    func sheet(_ person: String, _ isRight: (Int) -> Bool) -> [[String]] {
      items.enumerated().map { index, item in
        let wrong = item.options.map(\.key).first { !item.answer.contains($0) } ?? ""
        return [test.first.code(person), item.code, isRight(index) ? item.answer.joined(separator: " ") : wrong]
      }
    }
    let half = items.count / 2
    let rows = sheet("LEAD") { $0 >= half } + sheet("STRANGER") { $0 < half } + sheet("COLLEAGUE") { $0 < 4 }.prefix(9)
    try await test.run(
      ImportResponses(
        instrument: "aiq-core",
        sheet: Sheet(
          header: ImportResponses.columns, rows: rows.enumerated().map { .init(row: $0.offset + 2, cells: $0.element) })
      ))
    let scores = try await test.ask(ListScores())
    func isMisfit(_ person: String) -> Bool? {
      scores.first { $0.person == test.first.code(person) }?.flags?.contains(.misfit)
    }
    #expect(isMisfit("LEAD") == true)
    #expect(isMisfit("STRANGER") == false)
    #expect(isMisfit("COLLEAGUE") == false, "nine answers tell no pattern")
  }
}
