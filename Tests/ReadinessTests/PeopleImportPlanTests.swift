import Testing

@testable import Readiness

/// From records to a change set.
struct PeopleImportPlanTests {
  static let today = Day(number: 20_000)

  @Test func `people join, change, leave, return and stay`() throws {
    let directory = ImportDirectory([
      employed("same"), employed("moved"), employed("going"), employed("back", end: -100, isActive: false),
      employed("gone", end: -100, isActive: false),
    ])
    var moved = imported("moved")
    moved.unitCode = "FIN"
    moved.roleCode = nil
    let batch = PeopleImport.Batch(
      entries: importRows([
        imported("new"), imported("same"), moved, imported("going", end: -1), imported("back"),
        imported("gone", end: -100),
        imported("never", end: -5),
      ]))
    let changes = try PeopleImport.plan(
      batch, directory: directory.value, leavers: .keep, effective: PeopleImportPlanTests.today)
    #expect(changes.joined == [PeopleImport.Entry(row: 2, record: imported("new"))])
    #expect(changes.changed.map(\.row) == [4])
    #expect(
      changes.changed.first?.fields == [
        PeopleImport.FieldChange(field: .unit, before: "HR", after: "FIN"),
        PeopleImport.FieldChange(field: .role, before: "ACC", after: nil),
      ])
    #expect(changes.left.map(\.row) == [5])
    #expect(changes.left.first?.fields.map(\.field) == [.endDate])
    #expect(changes.returned.map(\.row) == [6])
    #expect(changes.unchanged == 2)
    #expect(changes.ignored == 1)
  }

  @Test func `the last day is a day of work, and a later end date only a change`() throws {
    let directory = ImportDirectory([employed("a"), employed("b")])
    let changes = try directory.plan([imported("a", end: 0), imported("b", end: -1)])
    #expect(changes.changed.map(\.after.externalID) == ["a"])
    #expect(changes.left.map(\.after.externalID) == ["b"])
  }

  @Test func `whom the file does not list stays or leaves by policy`() throws {
    let directory = ImportDirectory([
      employed("c"), employed("b"), employed("a"), employed("gone", end: -9, isActive: false),
    ])
    #expect(try directory.plan([imported("a"), imported("b")], leavers: .keep).isEmpty)
    let changes = try directory.plan([imported("a"), imported("b")], leavers: .markMissingAsLeft)
    let departure = try #require(changes.left.first)
    #expect(changes.left.count == 1)
    #expect(departure.row == nil)
    #expect(departure.before == imported("c"))
    #expect(departure.after.endDate == PeopleImportPlanTests.today.adding(days: -1))
  }

  @Test func `nobody leaves before they started`() throws {
    var future = imported("future")
    future.startDate = PeopleImportPlanTests.today.adding(days: 30)
    let directory = ImportDirectory([employed("a"), PeopleImport.Directory.Person(future, isActive: true)])
    let changes = try directory.plan([imported("a")], leavers: .markMissingAsLeft)
    #expect(changes.left.map(\.after.endDate) == [future.startDate])
  }

  @Test func `more than half missing is refused unless it is allowed`() throws {
    let directory = ImportDirectory((1...5).map { employed("p\($0)") })
    #expect(directory.errors([imported("p1"), imported("p2")], leavers: .keep).isEmpty)
    #expect(directory.errors((1...3).map { imported("p\($0)") }, leavers: .markMissingAsLeft).isEmpty)
    let errors = directory.errors([imported("p1"), imported("p2")], leavers: .markMissingAsLeft)
    #expect(errors.map(\.code) == [.tooManyLeavers])
    #expect(errors.map(\.row) == [1])
    let changes = try PeopleImport.plan(
      PeopleImport.Batch(entries: importRows([imported("p1")])), directory: directory.value,
      leavers: .markMissingAsLeft,
      effective: PeopleImportPlanTests.today, allowingMostToLeave: true)
    #expect(changes.left.count == 4)
  }

  @Test func `a column that the file lacks leaves its field alone, an empty cell clears it`() throws {
    let directory = ImportDirectory([employed("a"), employed("b", end: -100, isActive: false)])
    var partial = try PeopleImport.Reader(header: ["external_id", "name", "unit"])
    partial.append(row: 2, cells: ["a", "a", "HR"])
    partial.append(row: 3, cells: ["b", "b", "HR"])
    let changes = try directory.plan(partial.batch)
    #expect(changes.unchanged == 1)
    #expect(changes.returned.first?.fields.map(\.field) == [.endDate], "Whoever is listed again is back.")
    #expect(changes.returned.first?.after.roleCode == "ACC")
    var full = try PeopleImport.Reader(header: ["external_id", "name", "unit", "role"])
    full.append(row: 2, cells: ["a", "a", "HR", ""])
    #expect(try directory.plan(full.batch).changed.first?.fields.map(\.field) == [.role])
  }

  @Test func `unknown codes are refused, those of people who are not taken in are not`() {
    var stranger = imported("a")
    stranger.unitCode = "X"
    stranger.roleCode = "Y"
    let errors = ImportDirectory([]).errors([stranger])
    #expect(errors.map(\.code) == [.unknownRole, .unknownUnit])
    #expect(errors.map(\.column) == ["role", "unit"])
    stranger.endDate = PeopleImportPlanTests.today.adding(days: -9)
    #expect(ImportDirectory([]).errors([stranger]).isEmpty)
  }

  @Test func `an external id stands in one row only`() {
    let errors = ImportDirectory([]).errors([imported("a"), imported("b"), imported("a")])
    #expect(errors.map(\.code) == [.duplicateExternalID])
    #expect(errors.first?.row == 4)
    #expect(errors.first?.message.en.contains("row 2") == true)
  }

  @Test func `an address belongs to one person who stays`() {
    func mailed(_ id: String, _ email: String, end: Int? = nil) -> PersonRecord {
      var record = imported(id, end: end)
      record.email = email
      return record
    }
    let inFile = ImportDirectory([]).errors([mailed("a", "x@y.cn"), mailed("b", "X@Y.cn")])
    #expect(inFile.map(\.code) == [.duplicateEmail])
    #expect(inFile.first?.row == 3)
    let owned = ImportDirectory([PeopleImport.Directory.Person(mailed("z", "x@y.cn"), isActive: true)])
    #expect(owned.errors([mailed("a", "x@y.cn")]).first?.message.en.contains("“z”") == true)
    #expect(owned.errors([mailed("a", "x@y.cn"), mailed("z", "z@y.cn")]).isEmpty)
    #expect(ImportDirectory([]).errors([mailed("a", "x@y.cn"), mailed("b", "x@y.cn", end: -1)]).isEmpty)
  }

  @Test func `an address of someone who leaves by being missing is free`() {
    var owner = imported("z")
    owner.email = "x@y.cn"
    var heir = imported("a")
    heir.email = "x@y.cn"
    let directory = ImportDirectory([PeopleImport.Directory.Person(owner, isActive: true), employed("a")])
    #expect(directory.errors([heir], leavers: .keep).map(\.code) == [.duplicateEmail])
    #expect(directory.errors([heir], leavers: .markMissingAsLeft).isEmpty)
  }

  @Test func `the end is not before the start, be the start in the file or not`() throws {
    var ended = imported("a", end: 10)
    ended.startDate = PeopleImportPlanTests.today.adding(days: 11)
    #expect(ImportDirectory([]).errors([ended]).map(\.code) == [.endBeforeStart])
    var started = imported("a")
    started.startDate = PeopleImportPlanTests.today.adding(days: 11)
    let directory = ImportDirectory([PeopleImport.Directory.Person(started, isActive: true)])
    var reader = try PeopleImport.Reader(header: ["external_id", "name", "unit", "离职日期"])
    let end = PeopleImportPlanTests.today.adding(days: 10)
    reader.append(row: 2, cells: ["a", "a", "HR", end.description])
    let refusal = #expect(throws: PeopleImport.Refusal.self) { try directory.plan(reader.batch) }
    #expect(refusal?.errors.map(\.column) == ["离职日期"])
  }

  @Test func `what could not be read is told with the rest, and breeds no further errors`() throws {
    var reader = try PeopleImport.Reader(header: ["external_id", "name", "unit", "manager", "email"])
    reader.append(row: 2, cells: ["boss", "", "HR", "", ""])
    reader.append(row: 3, cells: ["a", "a", "X", "boss", ""])
    let directory = ImportDirectory([employed("boss")])
    let refusal = #expect(throws: PeopleImport.Refusal.self) {
      try directory.plan(reader.batch, leavers: .markMissingAsLeft)
    }
    #expect(refusal?.errors.map(\.code) == [.required, .unknownUnit])
  }

  @Test func `the same input makes the same change set`() throws {
    let directory = ImportDirectory((1...200).map { employed("p\($0)") })
    let file = (1...120).map { imported("p\($0)") } + (1...50).map { imported("n\($0)") }
    let first = try directory.plan(file, leavers: .markMissingAsLeft)
    let second = try ImportDirectory((1...200).reversed().map { employed("p\($0)") }).plan(
      file, leavers: .markMissingAsLeft)
    #expect(first == second)
    #expect(first.left.map(\.before.externalID) == first.left.map(\.before.externalID).sorted())
  }
}
