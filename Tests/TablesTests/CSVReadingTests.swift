import Testing

@testable import Tables

/// Delimited text that people really have.
struct CSVReadingTests {
  static let wellFormed: [(text: String, table: WholeTable)] = [
    ("a,b\r\n1,2\r\n", WholeTable(["a", "b"], [["1", "2"]])),
    ("a,b\n1,2", WholeTable(["a", "b"], [["1", "2"]])),
    ("a,b\r1,2\r3,4\r", WholeTable(["a", "b"], [["1", "2"], ["3", "4"]])),
    ("a,b\n\"1,5\",\"say \"\"hi\"\"\"\n", WholeTable(["a", "b"], [["1,5", "say \"hi\""]])),
    ("a,b\n\"one\r\ntwo\",x\n", WholeTable(["a", "b"], [["one\r\ntwo", "x"]])),
    ("a,b\n\"\",\"\"\"\"\n", WholeTable(["a", "b"], [["", "\""]])),
    ("a,b\n5\" pipe,x\n", WholeTable(["a", "b"], [["5\" pipe", "x"]])),
    ("a,b\n,\n", WholeTable(["a", "b"], [["", ""]])),
    ("\r\n\na,b\n\n1,2\n\r\n   \n", WholeTable(["a", "b"], [["1", "2"]])),
    ("a\n\"\"\nx\n", WholeTable(["a"], [[""], ["x"]])),
    (" 工号 ,姓名\nE1, 张三\n", WholeTable(["工号", "姓名"], [["E1", " 张三"]])),
    ("a,b,,\n1,2,,\n3,4\n", WholeTable(["a", "b"], [["1", "2"], ["3", "4"]])),
    (",b\n1,2\n", WholeTable(["", "b"], [["1", "2"]])),
    ("sep=;\r\na;b\r\n1;2,5\r\n", WholeTable(["a", "b"], [["1", "2,5"]])),
    ("sep=|\na|b\n1|2\n", WholeTable(["a", "b"], [["1", "2"]])),
    ("\"sep=;\"\n1\n", WholeTable(["sep=;"], [["1"]])),
    ("a;b;c\n1,5;2,5;3\n", WholeTable(["a", "b", "c"], [["1,5", "2,5", "3"]])),
    ("a\tb\n1;2\t3,4\n", WholeTable(["a", "b"], [["1;2", "3,4"]])),
    ("\"x;y;z\",b\n1,2\n", WholeTable(["x;y;z", "b"], [["1", "2"]])),
    ("a,b;c,d\n1,2,3\n", WholeTable(["a", "b;c", "d"], [["1", "2", "3"]])),
    ("a\n1\n", WholeTable(["a"], [["1"]])),
  ]

  @Test(arguments: wellFormed)
  func `a well-formed text is read as it is meant`(text: String, table: WholeTable) throws {
    #expect(try WholeTable(reading: text) == table)
  }

  @Test func `each row knows the line it begins on`() throws {
    let table = try WholeTable(reading: "sep=,\na,b\r\n\"1\n\r\n2\",x\r\n\n3,y\r4,z")
    #expect(table.rows == [["1\n\r\n2", "x"], ["3", "y"], ["4", "z"]])
    #expect(table.numbers == [3, 7, 8])
  }

  @Test func `a title above the header is passed over when the header's row is named`() throws {
    let bytes = Array("员工花名册,,\n,,\n工号,姓名,部门\nE1,张三,HR\n".utf8)
    let table = try WholeTable(reading: bytes, headerRow: 2)
    #expect(table == WholeTable(["工号", "姓名", "部门"], [["E1", "张三", "HR"]]))
    #expect(table.numbers == [4])
  }

  @Test func `a named delimiter wins over the likeliest`() throws {
    let table = try WholeTable(reading: "a,b;c\n1,2;3\n", delimiter: .semicolon)
    #expect(table == WholeTable(["a,b", "c"], [["1,2", "3"]]))
  }

  static let malformed: [(text: String, code: TableError.Code, place: TablePlace?)] = [
    ("", .empty, nil),
    ("\n\r\n", .empty, nil),
    (",,\n,,\n", .empty, nil),
    ("a,b\n", .headerOnly, nil),
    ("a,b,a\n1,2,3\n", .duplicateHeader, .line(1)),
    ("\na,b\n1,2\n\"3,4\n5,6\n", .unterminatedQuote, .line(4)),
    ("a,b\n1,2\n\"x\"y,4\n", .textAfterQuote, .line(3)),
    ("a,b\n1,2,3\n", .rowWidth, .line(2)),
    ("a,b,c\n1,2,3\n\n1,2\n", .rowWidth, .line(4)),
    ("a,b\n1,\u{0}\n", .nullByte, .line(2)),
    ("%PDF-1.7 …", .notATable, nil),
    ("\n <html><table>", .notATable, nil),
  ]

  @Test(arguments: malformed)
  func `what is wrong is told with its place`(text: String, code: TableError.Code, place: TablePlace?) {
    let error = failure(reading: text)
    #expect(error?.code == code)
    #expect(error?.place == place)
  }

  @Test func `an error in one row does not end the table`() throws {
    var reader = try TableReader(bytes: Array("a,b\n1\n2,3\n4,5,6\n".utf8))
    var lines: [Int] = []
    var errors: [String] = []
    var isOver = false
    while !isOver {
      do throws(TableError) {
        if let row = try reader.next() { lines.append(row.number) } else { isOver = true }
      } catch {
        errors.append(error.description)
        #expect(!error.endsTable)
      }
    }
    #expect(lines == [3])
    #expect(errors.count == 2)
    #expect(errors.last?.hasPrefix("Line 4 has 3 cells where the header has 2.") == true)
  }

  @Test func `after an error that ends the table there are no more rows`() throws {
    var reader = try TableReader(bytes: Array("a,b\n\"1\"x,2\n3,4\n".utf8))
    #expect(throws: TableError.self) { try reader.next() }
    #expect(try reader.next() == nil)
  }

  @Test func `limits refuse what is too much`() {
    var limits = TableLimits()
    limits.rows = 2
    limits.columns = 3
    limits.fieldBytes = 10
    #expect(failure(reading: "a\n1\n2\n", limits: limits) == nil)
    #expect(failure(reading: "a\n1\n2\n3\n", limits: limits)?.code == .tooManyRows)
    #expect(failure(reading: "a,b,c,d\n1,2,3,4\n", limits: limits)?.code == .tooManyColumns)
    #expect(failure(reading: "a\n0123456789\n\"0123456789\"\n", limits: limits) == nil)
    #expect(failure(reading: "a\n0123456789x\n", limits: limits)?.place == .line(2))
    #expect(failure(reading: "a\n\"\n\n\n\n\n\n\n\n\n\n\n\n", limits: limits)?.code == .fieldTooLong)
    #expect(
      failure(reading: "a\n\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\n", limits: limits)?.code
        == .fieldTooLong)
  }
}
