import Testing

@testable import Tables

/// Workbooks that are broken or mean harm.
struct WorkbookSafetyTests {
  private static let rows = """
    <row><c t="inlineStr"><is><t>a</t></is></c></row><row><c t="inlineStr"><is><t>x</t></is></c></row>
    """

  @Test func `an archive that is cut or scrambled is called damaged`() {
    let bytes = WorkbookFixture(WorkbookSafetyTests.rows).bytes
    #expect(failure(reading: bytes) == nil)
    #expect(failure(reading: Array(bytes.dropLast(30)))?.code == .damaged)
    var scrambled = bytes
    for index in 60..<90 { scrambled[index] ^= 0x5A }
    #expect(failure(reading: scrambled)?.code == .damaged)
  }

  static let doctypes = [
    "<!DOCTYPE sst [<!ENTITY x \"xx\">]><sst><si><t>&x;</t></si></sst>",
    "<!DOCTYPE sst [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><sst><si><t>&x;</t></si></sst>",
    "<!DOCTYPE sst SYSTEM \"http://localhost/x.dtd\"><sst/>",
    "<sst><si><t>&undeclared;</t></si></sst>",
  ]

  @Test(arguments: doctypes)
  func `document types and entities are refused`(xml: String) {
    var fixture = WorkbookFixture(WorkbookSafetyTests.rows)
    fixture.replace("xl/sharedStrings.xml", xml)
    let error = failure(reading: fixture.bytes)
    #expect(error?.code == .damaged)
    #expect(error?.english.contains("xl/sharedStrings.xml") == true)
  }

  @Test func `a part that unpacks to far more than its size is refused`() {
    var fixture = WorkbookFixture(WorkbookSafetyTests.rows)
    let blank = String(repeating: " ", count: 20 * 1_048_576)
    fixture.replace("xl/sharedStrings.xml", "<sst>\(blank)</sst>")
    let bytes = fixture.bytes
    #expect(bytes.count < 1_048_576)
    #expect(failure(reading: bytes)?.code == .tooLarge)
  }

  @Test func `a workbook that unpacks to more than the limit is refused`() {
    var limits = TableLimits()
    limits.unpackedBytes = 1_000
    #expect(failure(reading: WorkbookFixture(WorkbookSafetyTests.rows).bytes, limits: limits)?.code == .tooLarge)
  }

  @Test func `a text over the limit is refused wherever it is kept`() {
    var limits = TableLimits()
    limits.fieldBytes = 10
    let inline = WorkbookFixture("<row><c t=\"inlineStr\"><is><t>0123456789x</t></is></c></row>")
    #expect(failure(reading: inline.bytes, limits: limits)?.code == .fieldTooLong)
    let shared = WorkbookFixture(WorkbookSafetyTests.rows, strings: "<si><t>0123456789x</t></si>")
    #expect(failure(reading: shared.bytes, limits: limits)?.code == .fieldTooLong)
  }

  @Test func `other documents in an archive are told apart`() {
    var archive = WorkbookFixture(WorkbookSafetyTests.rows)
    archive.parts = [("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8))]
    #expect(failure(reading: archive.bytes)?.code == .notATable)
    var document = WorkbookFixture(WorkbookSafetyTests.rows)
    document.replace("xl/workbook.xml", "<document/>")
    #expect(failure(reading: document.bytes)?.code == .notATable)
    var binary = WorkbookFixture(WorkbookSafetyTests.rows)
    let relations = String(decoding: binary.parts[0].content, as: UTF8.self)
    binary.replace("_rels/.rels", relations.replacing("workbook.xml", with: "workbook.bin"))
    #expect(failure(reading: binary.bytes)?.english.contains(".xlsb") == true)
  }

  @Test func `the rows before a fault are read`() throws {
    let rows = WorkbookSafetyTests.rows + "<row r=\"3\"><c r=\"oops\"/></row>"
    var reader = try TableReader(bytes: WorkbookFixture(rows).bytes)
    #expect(try reader.next()?.cells == ["x"])
    #expect(throws: TableError.self) { try reader.next() }
    #expect(try reader.next() == nil)
  }

  @Test func `an empty sheet and a header alone are told apart`() {
    #expect(failure(reading: WorkbookFixture("").bytes)?.code == .empty)
    let header = WorkbookFixture("<row><c t=\"inlineStr\"><is><t>a</t></is></c></row>")
    #expect(failure(reading: header.bytes)?.code == .headerOnly)
  }
}
