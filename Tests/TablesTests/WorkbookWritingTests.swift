import FoundationEssentials
import SeededRandom
import Testing

@testable import Tables

struct WorkbookWritingTests {
  /// The bytes of what `write` writes.
  private func written(created: Int? = nil, _ write: (borrowing XLSXWriter) throws -> Void) throws -> [UInt8] {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).xlsx").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let workbook = try XLSXWriter(path: path, created: created)
    try write(workbook)
    try workbook.finish()
    return Array(try Data(contentsOf: URL(filePath: path)))
  }

  private func written(_ table: WholeTable) throws -> [UInt8] {
    try written { workbook in
      try workbook.beginSheet("员工", columns: table.header.map { XLSXWriter.Column($0) })
      for row in table.rows { try workbook.append(row.map(TableValue.text)) }
    }
  }

  @Test func `every kind of value is read back`() throws {
    let bytes = try written { workbook in
      try workbook.beginSheet("People", columns: ["a", "b", "c", "d", "e", "f", "g"].map { XLSXWriter.Column($0) })
      try workbook.append([
        .text("=1+1"), .integer(-5), .number(0.1), .boolean(true), .date(year: 2024, month: 2, day: 29), .empty,
        .integer(1_234_567_890_123_456_789),
      ])
    }
    let table = try WholeTable(reading: bytes)
    #expect(table.rows == [["=1+1", "-5", "0.1", "TRUE", "2024-02-29", "", "1234567890123456789"]])
    #expect(table.origin == .workbook(sheet: "People"))
  }

  @Test func `the header is bold, stays in view and filters`() throws {
    let bytes = try written(WholeTable(["name", "b"], [["x", "y"], ["z", ""]]))
    let archive = try Archive(bytes, limits: TableLimits())
    let elements = try #require(try archive.elements(of: "xl/worksheets/sheet1.xml"))
    func attributes(_ name: String) -> [String: String]? { elements.first { $0.name == name }?.attributes }
    #expect(attributes("pane")?["state"] == "frozen")
    #expect(attributes("pane")?["ySplit"] == "1")
    #expect(attributes("autoFilter")?["ref"] == "A1:B3")
    #expect(attributes("col")?["customWidth"] == "1")
    #expect(attributes("c")?["s"] == "1")
    let styles = try #require(try archive.elements(of: "xl/styles.xml"))
    #expect(styles.contains { $0.name == "b" && $0.parent == "font" })
  }

  @Test func `a workbook has several sheets`() throws {
    let bytes = try written { workbook in
      for (name, value) in [("一", 1), ("二", 2)] {
        try workbook.beginSheet(name, columns: [XLSXWriter.Column("a", width: 30)])
        try workbook.append([.integer(value)])
      }
    }
    #expect(try WholeTable(reading: bytes).rows == [["1"]])
    #expect(try WholeTable(reading: bytes, sheet: "二").rows == [["2"]])
  }

  @Test func `the same rows written as of the same time are the same bytes`() throws {
    func bytes() throws -> [UInt8] {
      try written(created: 1_700_000_000) { workbook in
        try workbook.beginSheet("s", columns: [XLSXWriter.Column("a")])
        try workbook.append([.text("x")])
      }
    }
    #expect(try bytes() == bytes())
  }

  @Test func `what a workbook cannot hold is refused`() throws {
    func code(_ sheet: String, _ value: TableValue) throws -> TableError.Code? {
      do {
        _ = try written { workbook in
          try workbook.beginSheet(sheet, columns: [XLSXWriter.Column("a")])
          try workbook.append([value])
        }
        return nil
      } catch {
        return (error as? TableError)?.code
      }
    }
    #expect(try code("ok", .text(String(repeating: "张", count: 32_767))) == nil)
    #expect(try code("ok", .text(String(repeating: "x", count: 32_768))) == .cannotWrite)
    #expect(try code("ok", .text("a\u{0}b")) == .cannotWrite)
    #expect(try code("a/b", .empty) == .cannotWrite)
    #expect(try code(String(repeating: "x", count: 32), .empty) == .cannotWrite)
  }

  @Test func `a path that cannot be written is told`() throws {
    #expect(throws: TableError.self) {
      let workbook = try XLSXWriter(path: "/nonexistent/folder/x.xlsx")
      try workbook.beginSheet("s", columns: [XLSXWriter.Column("a")])
      try workbook.finish()
    }
  }

  /// The argument is the seed: a failing case is replayed by it alone.
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `any table that is written is read the same`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let table = WholeTable.random(using: &generator)
    let read = try WholeTable(reading: written(table))
    #expect(read.header == table.header)
    for (before, after) in zip(table.rows, read.rows) { #expect(after == before) }
    #expect(read.rows.count == table.rows.count)
  }
}
