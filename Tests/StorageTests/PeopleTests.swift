import FoundationEssentials
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `People over time` {
  private let header = "external_id,name,unit,role,manager,start_date"

  private func people(_ test: TestStore, asOf day: Day? = nil) async throws -> [String: PersonRecord] {
    let people = try await test.ask(ListPeople(asOf: day))
    return Dictionary(uniqueKeysWithValues: people.map { ($0.externalID, $0) })
  }

  @Test func `a move is a new employment and the past stays as it was`() async throws {
    let test = try await TestStore.make()
    let (sales, support, role) = (test.first.code("SALES"), test.first.code("SUPPORT"), test.first.code("REP"))
    let mover = test.first.code("COLLEAGUE")
    try await test.run(
      ImportPeople(
        sheet: Sheet("external_id,name,unit,role", "\(mover),Co Lleague,\(support),\(role)"),
        effective: Day("2026-05-01")))
    #expect(try await people(test, asOf: Day("2026-04-30"))[mover]?.unitCode == sales)
    #expect(try await people(test, asOf: Day("2026-05-01"))[mover]?.unitCode == support)
    let employments = try await test.ask(FindPerson(externalID: mover)).employments
    #expect(employments.map(\.unit) == [sales, support])
    #expect(employments[0].to == employments[1].from)
  }

  @Test func `correcting a move on the same day leaves no empty employment`() async throws {
    let test = try await TestStore.make()
    let mover = test.first.code("COLLEAGUE")
    for unit in ["SUPPORT", "HQ"] {
      try await test.run(
        ImportPeople(
          sheet: Sheet("external_id,name,unit", "\(mover),Co Lleague,\(test.first.code(unit))"),
          effective: Day("2026-05-01")))
    }
    let employments = try await test.ask(FindPerson(externalID: mover)).employments
    #expect(employments.map(\.unit) == [test.first.code("SALES"), test.first.code("HQ")])
  }

  @Test func `who leaves is gone from their last day on and can come back`() async throws {
    let test = try await TestStore.make()
    let (leaver, unit) = (test.first.code("STRANGER"), test.first.code("SUPPORT"))
    let left = try await test.run(
      ImportPeople(
        sheet: Sheet("external_id,name,unit,end_date", "\(leaver),Stran Ger,\(unit),2026-04-30"),
        effective: Day("2026-05-02")))
    #expect(left.left == 1)
    #expect(try await people(test, asOf: Day("2026-04-30"))[leaver] != nil)
    #expect(try await people(test, asOf: Day("2026-05-01"))[leaver] == nil)
    let back = try await test.run(
      ImportPeople(
        sheet: Sheet("external_id,name,unit,end_date", "\(leaver),Stran Ger,\(unit),"), effective: Day("2026-06-01")))
    #expect(back.returned == 1)
    #expect(try await people(test, asOf: Day("2026-05-31"))[leaver] == nil)
    #expect(try await people(test, asOf: Day("2026-06-01"))[leaver] != nil)
  }

  @Test func `what export lists import takes as unchanged`() async throws {
    let test = try await TestStore.make()
    let people = try await test.ask(ListPeople())
    let fields = PersonRecord.Field.allCases
    let rows = people.enumerated().map { index, person in
      Sheet.Row(row: index + 2, cells: fields.map { person[$0] ?? "" })
    }
    let result = try await test.run(ImportPeople(sheet: Sheet(header: fields.map(\.rawValue), rows: rows)))
    #expect(result.unchanged == people.count)
    #expect(result.joined + result.changed + result.left + result.returned == 0)
  }

  @Test func `one bad row among good ones and nobody is taken`() async throws {
    let test = try await TestStore.make()
    let unit = test.first.code("HQ")
    let before = try await people(test)
    let sheet = Sheet(
      header, "N1,New One,\(unit),,,", "N2,New Two,NOWHERE,,,", "N3,New Three,\(unit),,N4,", "N4,New Four,\(unit),,N3,")
    let refusal = try #require(try await refusal { try await test.run(ImportPeople(sheet: sheet)) })
    #expect(refusal.faults.map(\.row) == [3, 4])
    #expect(refusal.faults.map(\.code) == ["unknown-unit", "manager-cycle"])
    #expect(try await people(test) == before)
  }

  @Test func `two imports at once of the same people make each person once`() async throws {
    let test = try await TestStore.make()
    let unit = test.first.code("HQ")
    let rows = (0..<200).map { "P\($0),Person \($0),\(unit)" }
    let sheet = Sheet(
      header: ["external_id", "name", "unit"],
      rows: rows.enumerated().map {
        Sheet.Row(row: $0.offset + 2, cells: $0.element.split(separator: ",").map(String.init))
      })
    async let one = test.run(ImportPeople(sheet: sheet))
    async let two = test.run(ImportPeople(sheet: sheet))
    let results = try await [one, two]
    #expect(results.map(\.joined).sorted() == [0, 200])
    #expect(results.map(\.unchanged).sorted() == [0, 200])
  }

  @Test func `a dry run tells the differences and changes nothing`() async throws {
    let test = try await TestStore.make()
    let sheet = Sheet("external_id,name,unit", "N1,New One,\(test.first.code("HQ"))")
    let submission = Submission(
      client: UUID(), dryRun: true, commands: [SubmittedCommand(sequence: 1, command: ImportPeople(sheet: sheet))])
    let outcome = try await test.store.submit(
      submission, by: .token(test.first.token(.hrAdmin)), now: TestStore.now)[0]
    guard case .applied(let json) = outcome.verdict else { return #expect(Bool(false), "\(outcome)") }
    #expect(json.contains("N1"))
    #expect(try await people(test)["N1"] == nil)
  }
}
