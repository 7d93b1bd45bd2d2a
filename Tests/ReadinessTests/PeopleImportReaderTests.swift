import FoundationEssentials
import Testing

@testable import Readiness

/// From the cells of a people table to records.
struct PeopleImportReaderTests {
  /// The batch of one row under the canonical header, other cells being sound.
  private func batch(_ field: PersonRecord.Field, _ text: String) throws -> PeopleImport.Batch {
    let sound: [PersonRecord.Field: String] = [.externalID: "E1", .name: "张三", .unit: "HR"]
    let cells = PersonRecord.Field.allCases.map { $0 == field ? text : sound[$0] ?? "" }
    var reader = try PeopleImport.Reader(header: PersonRecord.Field.allCases.map(\.rawValue))
    reader.append(row: 2, cells: cells)
    return reader.batch
  }

  @Test func `a whole row becomes a record`() throws {
    var reader = try PeopleImport.Reader(header: PersonRecord.Field.allCases.map(\.rawValue) + ["shoe size"])
    reader.append(
      row: 2,
      cells: [
        " E1", "0042", "张三 ", "zhang@example.cn", "zh-CN", "HR", "HRBP", "E0", "2020/3/1", "2030年12月31日", "41",
      ])
    let expected = PersonRecord(
      externalID: "E1", employeeNumber: "0042", name: "张三", email: "zhang@example.cn", locale: .zh, unitCode: "HR",
      roleCode: "HRBP", managerExternalID: "E0", startDate: Day("2020-03-01"), endDate: Day("2030-12-31"))
    #expect(reader.batch.entries == [PeopleImport.Entry(row: 2, record: expected)])
    #expect(reader.batch.errors.isEmpty)
    #expect(reader.ignoredColumns == ["shoe size"])
  }

  @Test func `what a record says of its fields is read back as the same record`() throws {
    let record = PersonRecord(
      externalID: "E1", employeeNumber: "7", name: "Ada", email: "ada@example.org", locale: .en, unitCode: "FIN",
      roleCode: "ACC", managerExternalID: "E0", startDate: Day("2020-02-29"), endDate: nil)
    var reader = try PeopleImport.Reader(header: PersonRecord.Field.allCases.map(\.rawValue))
    reader.append(row: 2, cells: PersonRecord.Field.allCases.map { record[$0] ?? "" })
    #expect(reader.batch.entries.map(\.record) == [record])
  }

  @Test(arguments: [
    "2024-01-05", "2024-1-5", "2024/1/5", "2024/01/05", "2024.1.5", "2024年1月5日", "05.01.2024", "5.1.2024",
    "　2024-01-05 ",
  ])
  func `a date is read in each form that can be read one way only`(text: String) throws {
    #expect(try batch(.startDate, text).entries.first?.record.startDate == Day("2024-01-05"))
  }

  static let faults: [(field: PersonRecord.Field, text: String, code: PeopleImport.RowError.Code)] = [
    (.startDate, "03/04/2024", .ambiguousDate),
    (.startDate, "25/04/2024", .ambiguousDate),
    (.startDate, "4-3-24", .ambiguousDate),
    (.startDate, "2024-02-30", .invalidDate),
    (.startDate, "2024-13-01", .invalidDate),
    (.startDate, "2024/1-5", .invalidDate),
    (.startDate, "2024年1月", .invalidDate),
    (.startDate, "2024年1月5日3", .invalidDate),
    (.startDate, "2024--5", .invalidDate),
    (.startDate, "1-2-3-4", .invalidDate),
    (.startDate, "20240105", .invalidDate),
    (.startDate, "0000-01-01", .invalidDate),
    (.startDate, "2024年1月5日x", .invalidDate),
    (.startDate, "１２", .invalidDate),
    (.startDate, "soon", .invalidDate),
    (.endDate, "45296", .invalidDate),
    (.email, "zhang", .invalidEmail),
    (.email, "a@b", .invalidEmail),
    (.email, "a@b@c.cn", .invalidEmail),
    (.email, "@b.cn", .invalidEmail),
    (.email, "a b@c.cn", .invalidEmail),
    (.email, "a@b..cn", .invalidEmail),
    (.email, "a@b.cn;c@d.cn", .invalidEmail),
    (.locale, "fr", .invalidLocale),
    (.externalID, "  ", .required),
    (.name, "", .required),
    (.unit, "\u{FEFF}", .required),
    (.name, String(repeating: "张", count: 201), .tooLong),
    (.externalID, String(repeating: "1", count: 101), .tooLong),
    (.name, "Ada\nLovelace", .controlCharacter),
  ]

  @Test(arguments: faults)
  func `a cell that cannot be meant is told with row and column`(
    field: PersonRecord.Field, text: String, code: PeopleImport.RowError.Code
  ) throws {
    let batch = try batch(field, text)
    #expect(batch.entries.isEmpty)
    let error = try #require(batch.errors.first)
    #expect(batch.errors.count == 1)
    #expect(error.row == 2)
    #expect(error.column == field.rawValue)
    #expect(error.code == code)
    #expect(!error.message.en.isEmpty && !error.message.zh.isEmpty)
  }

  @Test func `a spreadsheet's day number is recognised`() throws {
    #expect(try batch(.startDate, "45296").errors.first?.message.en.contains("day number") == true)
  }

  @Test(arguments: ["a@b.cn", "first.last+x@mail.example.com", "张三@例子.中国"])
  func `an address that mail could be sent to is taken`(text: String) throws {
    #expect(try batch(.email, text).entries.first?.record.email == text)
  }

  @Test func `every error of every row is told`() throws {
    var reader = try PeopleImport.Reader(header: ["external_id", "name", "unit", "email", "start_date"])
    reader.append(row: 2, cells: ["", "", "HR", "x", "y"])
    reader.append(row: 3, cells: ["", " ", "", "", ""])
    reader.append(row: 4, cells: ["E4", "Li"])
    #expect(reader.batch.errors.filter { $0.row == 2 }.count == 4)
    #expect(reader.batch.errors.filter { $0.row == 3 }.isEmpty, "A blank row is skipped.")
    #expect(reader.batch.errors.filter { $0.row == 4 }.map(\.code) == [.required])
  }
}

/// From headers to fields.
struct PeopleImportMappingTests {
  private func positions(
    _ header: [String], _ columns: [PersonRecord.Field: String] = [:]
  ) throws -> [PersonRecord.Field: Int] {
    try PeopleImport.ColumnMapping(columns).positions(in: header)
  }

  @Test func `canonical names are found in any case and spacing`() throws {
    #expect(
      try positions(["Name", "EXTERNAL ID", " unit", "Start-Date"]) == [
        .externalID: 1, .name: 0, .unit: 2, .startDate: 3,
      ])
  }

  @Test func `the names of Chinese systems are found`() throws {
    let header = ["工号", "姓名", "邮箱", "部门编码", "岗位编码", "直接上级工号", "入职日期", "离职日期"]
    let fields: [PersonRecord.Field] = [.externalID, .name, .email, .unit, .role, .manager, .startDate, .endDate]
    #expect(try positions(header) == Dictionary(uniqueKeysWithValues: zip(fields, 0...)))
  }

  @Test func `of two numbers the second is the employee number`() throws {
    let found = try positions(["员工编号", "工号", "姓名", "部门编码"])
    #expect(found[.externalID] == 1)
    #expect(found[.employeeNumber] == 0)
    let named = try positions(["external_id", "工号", "姓名", "部门编码"])
    #expect(named[.externalID] == 0)
    #expect(named[.employeeNumber] == 1)
  }

  @Test func `a mapped column wins over its aliases`() throws {
    let found = try positions(["external_id", "name", "unit", "Cost Centre"], [.unit: "cost centre"])
    #expect(found == [.externalID: 0, .name: 1, .unit: 3])
  }

  @Test func `all missing columns are named and those there are offered`() throws {
    let refusal = #expect(throws: PeopleImport.Refusal.self) { try positions(["foo", "姓名"], [.email: "mail2"]) }
    let errors = try #require(refusal).errors
    #expect(errors.map(\.code) == [.missingColumn, .missingColumn, .missingColumn])
    #expect(errors.map(\.column) == ["external_id", "mail2", "unit"])
    #expect(errors.allSatisfy { $0.row == 1 && $0.message.en.contains("“foo”") && $0.message.zh.contains("“姓名”") })
  }

  @Test func `two columns that could be the same field are refused`() throws {
    let refusal = #expect(throws: PeopleImport.Refusal.self) {
      try positions(["external_id", "External ID", "name", "unit"])
    }
    #expect(refusal?.errors.map(\.code) == [.ambiguousColumn])
  }

  @Test func `a mapping travels as an object of names`() throws {
    let mapping = PeopleImport.ColumnMapping([.externalID: "工号"])
    let json = try JSONEncoder().encode(mapping)
    #expect(String(decoding: json, as: UTF8.self) == "{\"columns\":{\"external_id\":\"工号\"}}")
    #expect(try JSONDecoder().decode(PeopleImport.ColumnMapping.self, from: json) == mapping)
  }
}
