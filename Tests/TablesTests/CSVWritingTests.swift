import SeededRandom
import Testing

@testable import Tables

struct CSVWritingTests {
  private func written(_ header: [String], _ rows: [[TableValue]], marked: Bool = false) throws -> String {
    var writer = CSVWriter(header: header, marksByteOrder: marked)
    for row in rows { writer.append(row) }
    return String(decoding: try writer.drain(), as: UTF8.self)
  }

  @Test func `values are written plainly and quoted only where they must be`() throws {
    let row: [TableValue] = [
      .text("plain"), .text("a,b"), .text("say \"hi\""), .integer(-5), .number(-0.5), .boolean(true),
      .date(year: 2024, month: 1, day: 5), .empty,
    ]
    let text = try written(["a", "b", "c", "d", "e", "f", "g", "h"], [row, [.text(" x\n")]])
    #expect(
      text == """
        a,b,c,d,e,f,g,h\r
        plain,"a,b","say ""hi\""",-5,-0.5,TRUE,2024-01-05,\r
        " x
        ",,,,,,,\r

        """)
  }

  @Test func `a mark comes first where it is asked for`() throws {
    #expect(try written(["a"], [], marked: true).unicodeScalars.first == "\u{FEFF}")
    var writer = CSVWriter(header: ["a"], encoding: .gb18030)
    #expect(try writer.drain() == Array("a\r\n".utf8))
  }

  @Test(arguments: ["=1+1", "+86 10", "-x", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "'=x", "''+x"])
  func `text that looks like a formula is protected and read back as it was`(text: String) throws {
    let bytes = Array(try written(["a", "b"], [[.text(text), .text("x")]]).utf8)
    let cell = try #require(String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").last)
    #expect(cell.hasPrefix("'") || cell.hasPrefix("\"'"))
    #expect(try WholeTable(reading: bytes).rows == [[text, "x"]])
  }

  @Test(arguments: ["'", "'x", "O'Neill", "a=b", "", "''", "x"])
  func `other text is left alone`(text: String) throws {
    #expect(try written(["a", "b"], [[.text(text)]]) == "a,b\r\n\(text),\r\n")
  }

  @Test func `a long table is drained in pieces`() throws {
    var writer = CSVWriter(header: ["a"], encoding: .utf16LittleEndian)
    var bytes = try writer.drain()
    writer.append([.text("张")])
    bytes += try writer.drain()
    bytes += try writer.drain()
    #expect(try WholeTable(reading: bytes) == WholeTable(["a"], [["张"]]))
  }

  static let dialects: [(UInt64, TableDelimiter, TextEncoding)] = (1...40).flatMap { seed in
    TableDelimiter.common.enumerated().map { offset, delimiter in
      (UInt64(seed * 3 + offset), delimiter, TextEncoding.allCases[(seed + offset) % TextEncoding.allCases.count])
    }
  }

  /// The arguments are the seed: a failing case is replayed by them alone.
  @Test(arguments: dialects)
  func `any table that is written is read the same`(
    seed: UInt64, delimiter: TableDelimiter, encoding: TextEncoding
  ) throws {
    var generator = SplitMix64(seed: seed)
    let table = WholeTable.random(using: &generator)
    var writer = CSVWriter(header: table.header, delimiter: delimiter, encoding: encoding)
    for row in table.rows { writer.append(row.map(TableValue.text)) }
    let read = try WholeTable(reading: writer.drain())
    #expect(read == table)
  }
}

extension WholeTable {
  /// A table of awkward texts: quotes, delimiters, line ends, formulas, several scripts.
  static func random(using generator: inout SplitMix64) -> WholeTable {
    let columns = Int.random(in: 1...8, using: &generator)
    let header = (1...columns).map { "列\($0)" + text(using: &generator).filter { !$0.isWhitespace } + "." }
    let rows = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
      // The first cell is never empty: a worksheet has no row without cells.
      (0..<columns).map { $0 == 0 ? text(using: &generator) + "x" : text(using: &generator) }
    }
    return WholeTable(header, rows)
  }

  private static func text(using generator: inout SplitMix64) -> String {
    let pieces = [
      "", "a", "Bob", "张三", "工号", ",", ";", "\t", "\"", "\"\"", "'", "=", "+", "-", "@", "＝", "\n", "\r\n", "\r", " ",
      "　", "1", "00", "é", "e\u{301}", "𠮷", "😀", "sep=;", "_x000D_", "_x0041_", "_x000B", "&amp;", "<b>", "\u{B}",
      "\u{1F}", "\u{FFFD}",
    ]
    let count = Int.random(in: 0...5, using: &generator)
    return (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
  }
}
