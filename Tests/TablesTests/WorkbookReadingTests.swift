import Testing

@testable import Tables

/// What spreadsheet programs store in a workbook.
struct WorkbookReadingTests {
  private static let header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c></row>"

  /// The text of one cell in A2.
  private func cell(_ xml: String, strings: String = "", formats: [String] = [], properties: String = "") throws
    -> String
  {
    let fixture = WorkbookFixture(
      WorkbookReadingTests.header + "<row r=\"2\">\(xml)</row>", strings: strings, formats: formats,
      properties: properties)
    return try #require(WholeTable(reading: fixture.bytes).rows.first?.first)
  }

  static let strings = """
    <si><t>plain</t></si><si><r><rPr><b/></rPr><t>ri</t></r><r><t xml:space="preserve">ch </t></r></si>\
    <si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si><si><t>a_x000D_b_x005F_x000D_</t></si>\
    <si><t>&lt;&amp;&#x4e2d;</t></si>
    """

  static let values: [(xml: String, text: String)] = [
    ("<c r=\"A2\" t=\"s\"><v>0</v></c>", "plain"),
    ("<c r=\"A2\" t=\"s\"><v>1</v></c>", "rich "),
    ("<c r=\"A2\" t=\"s\"><v>2</v></c>", "東京"),
    ("<c r=\"A2\" t=\"s\"><v>3</v></c>", "a\rb_x000D_"),
    ("<c r=\"A2\" t=\"s\"><v>4</v></c>", "<&中"),
    ("<c t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>x</t></rPh></is></c>", "inline"),
    ("<c t=\"str\"><f>A1&amp;\"b\"</f><v>ab</v></c>", "ab"),
    ("<c><f>1+1</f><v>2</v></c>", "2"),
    ("<c><v>1001</v></c>", "1001"),
    ("<c><v>1001.0</v></c>", "1001"),
    ("<c><v>0.10000000000000001</v></c>", "0.1"),
    ("<c><v>-12.5</v></c>", "-12.5"),
    ("<c><v>1.3800138000E10</v></c>", "13800138000"),
    ("<c t=\"b\"><v>1</v></c>", "TRUE"),
    ("<c t=\"b\"><v>0</v></c>", "FALSE"),
    ("<c t=\"d\"><v>2024-02-29T00:00:00</v></c>", "2024-02-29"),
    ("<c t=\"d\"><v>2024-02-29T08:30:00</v></c>", "2024-02-29T08:30:00"),
  ]

  @Test(arguments: values)
  func `a cell is read as a person sees it`(xml: String, text: String) throws {
    #expect(try cell(xml, strings: WorkbookReadingTests.strings) == text)
  }

  static let dates: [(format: String, stored: String, text: String)] = [
    ("yyyy-mm-dd", "45296", "2024-01-05"),
    ("yyyy-mm-dd", "45296.75", "2024-01-05"),
    ("m/d/yy h:mm", "45296", "2024-01-05"),
    ("m/d/yy h:mm", "45296.75", "2024-01-05T18:00:00"),
    ("yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "45296", "2024-01-05"),
    ("[$-804]yyyy\\-m\\-d;@", "45296", "2024-01-05"),
    ("mmm", "45296", "2024-01-05"),
    ("h:mm", "0.75", "18:00:00"),
    ("yyyy-mm-dd", "1", "1900-01-01"),
    ("yyyy-mm-dd", "59", "1900-02-28"),
    ("yyyy-mm-dd", "60", "60"),
    ("yyyy-mm-dd", "61", "1900-03-01"),
    ("yyyy-mm-dd", "2958465", "9999-12-31"),
    ("yyyy-mm-dd", "2958466", "2958466"),
    ("yyyy-mm-dd", "-1", "-1"),
    ("[h]:mm", "1.5", "1.5"),
    ("[Red]0.00", "45296", "45296"),
    ("&quot;day &quot;0", "7", "7"),
    ("General", "45296", "45296"),
    ("#,##0.00_);[Red]\\(#,##0.00\\)", "45296", "45296"),
    ("00000", "42", "00042"),
    ("00000", "1234567", "1234567"),
    ("00000", "1.5", "1.5"),
  ]

  @Test(arguments: dates)
  func `a number means what its format says`(format: String, stored: String, text: String) throws {
    #expect(try cell("<c s=\"1\"><v>\(stored)</v></c>", formats: [format]) == text)
  }

  @Test func `built-in date formats and the 1904 calendar are known`() throws {
    #expect(try cell("<c s=\"1\"><v>45296</v></c>") == "2024-01-05")
    #expect(try cell("<c s=\"1\"><v>0</v></c>", properties: "<workbookPr date1904=\"1\"/>") == "1904-01-01")
    #expect(try cell("<c s=\"1\"><v>43834</v></c>", properties: "<workbookPr date1904=\"true\"/>") == "2024-01-05")
  }

  @Test func `rows and cells that are left out are empty`() throws {
    let rows = """
      <row r="3"><c r="B3" t="inlineStr"><is><t>b</t></is></c><c r="D3" t="inlineStr"><is><t>d</t></is></c></row>\
      <row r="4"/><row r="7"><c r="D7"><v>1</v></c></row><row><c><v>2</v></c><c><v>3</v></c><c r="F8"/></row>\
      <row r="9"><c r="A9" s="1"/></row>
      """
    let table = try WholeTable(reading: WorkbookFixture(rows).bytes)
    #expect(table == WholeTable(["", "b", "", "d"], [["", "", "", "1"], ["2", "3", "", ""]]))
    #expect(table.numbers == [7, 8])
  }

  @Test func `the first visible sheet is read, or the one that is named`() throws {
    func sheet(_ value: Int) -> String { WorkbookReadingTests.header + "<row><c><v>\(value)</v></c></row>" }
    var fixture = WorkbookFixture(sheets: [("说明", sheet(1)), ("员工", sheet(2)), ("R&amp;D", sheet(3))])
    let workbook = String(decoding: fixture.parts[1].content, as: UTF8.self)
    fixture.replace("xl/workbook.xml", workbook.replacing("name=\"说明\"", with: "name=\"说明\" state=\"hidden\""))
    let first = try WholeTable(reading: fixture.bytes)
    #expect(first.rows == [["2"]])
    #expect(first.origin == .workbook(sheet: "员工"))
    #expect(try WholeTable(reading: fixture.bytes, sheet: "R&D").rows == [["3"]])
    #expect(try WholeTable(reading: fixture.bytes, sheet: "说明").rows == [["1"]])
    let error = failure(reading: fixture.bytes, sheet: "Staff")
    #expect(error?.code == .unknownSheet)
    #expect(error?.english.contains("“员工”") == true)
  }

  static let faults: [(xml: String, code: TableError.Code, place: TablePlace?)] = [
    ("<c r=\"A2\"><f>NOW()</f></c>", .formulaError, .cell(row: 2, column: 1)),
    ("<c r=\"A2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>", .formulaError, .cell(row: 2, column: 1)),
    ("<c r=\"A2\"><v>1</v></c><c r=\"AB2\"><v>1</v></c>", .rowWidth, .cell(row: 2, column: 28)),
    ("<c r=\"XFD2\"><v>1</v></c>", .tooManyColumns, .cell(row: 2, column: 16_384)),
    ("<c r=\"A2\" t=\"s\"><v>9</v></c>", .damaged, nil),
    ("<c r=\"2\"><v>9</v></c>", .damaged, nil),
    ("<c r=\"A2\"><v>9</c>", .damaged, nil),
    ("</row></sheetData><row r=\"1\">", .damaged, nil),
  ]

  @Test(arguments: faults)
  func `what is wrong is told by its cell`(xml: String, code: TableError.Code, place: TablePlace?) {
    let error = failure(reading: WorkbookFixture(WorkbookReadingTests.header + "<row r=\"2\">\(xml)</row>").bytes)
    #expect(error?.code == code)
    #expect(error?.place == place)
  }

  @Test func `a cell is named as a spreadsheet names it`() {
    #expect(TablePlace.cell(row: 7, column: 2).description == "B7")
    #expect(TablePlace.cell(row: 1, column: 27).description == "AA1")
    #expect(TablePlace.cell(row: 1, column: 16_384).chinese == "XFD1")
    #expect(TablePlace.line(7).chinese == "第 7 行")
  }
}
