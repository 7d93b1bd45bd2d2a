import Testing

@testable import Tables

/// The bytes that spreadsheet programs save text as.
struct EncodingTests {
  static let text = "工号,姓名\r\nE1,张三𠮷\r\nE2,“李四”\r\n"
  static let table = WholeTable(["工号", "姓名"], [["E1", "张三𠮷"], ["E2", "“李四”"]])

  private func encoded(_ text: String, _ encoding: TextEncoding, marked: Bool) throws -> [UInt8] {
    let mark = marked ? encoding.byteOrderMark : []
    return mark + (try Transcoder.convert(Array(text.utf8)[...], from: "UTF-8", to: encoding.name))
  }

  @Test(arguments: TextEncoding.allCases)
  func `a byte order mark tells the encoding`(encoding: TextEncoding) throws {
    let table = try WholeTable(reading: encoded(EncodingTests.text, encoding, marked: true))
    #expect(table == EncodingTests.table)
    #expect(table.origin == .text(encoding, .comma))
  }

  @Test(arguments: [TextEncoding.utf8, .gb18030])
  func `without a mark, UTF-8 and GB18030 are told apart`(encoding: TextEncoding) throws {
    let table = try WholeTable(reading: encoded(EncodingTests.text, encoding, marked: false))
    #expect(table == EncodingTests.table)
    #expect(table.origin == .text(encoding, .comma))
  }

  @Test(arguments: TextEncoding.allCases)
  func `a named encoding needs no mark`(encoding: TextEncoding) throws {
    let bytes = try encoded(EncodingTests.text, encoding, marked: false)
    #expect(try WholeTable(reading: bytes, encoding: encoding) == EncodingTests.table)
  }

  @Test func `the CSV of a Chinese Excel is read`() throws {
    // “工号,姓名” and “E1,张三” as code page 936 has them.
    let bytes: [UInt8] = [
      0xB9, 0xA4, 0xBA, 0xC5, 0x2C, 0xD0, 0xD5, 0xC3, 0xFB, 0x0D, 0x0A,
      0x45, 0x31, 0x2C, 0xD5, 0xC5, 0xC8, 0xFD, 0x0D, 0x0A,
    ]
    #expect(try WholeTable(reading: bytes) == WholeTable(["工号", "姓名"], [["E1", "张三"]]))
  }

  @Test func `the Unicode text of Excel is read`() throws {
    let bytes = try encoded("工号\t姓名\r\nE1\t张三\r\n", .utf16LittleEndian, marked: true)
    let table = try WholeTable(reading: bytes)
    #expect(table == WholeTable(["工号", "姓名"], [["E1", "张三"]]))
    #expect(table.origin == .text(.utf16LittleEndian, .tab))
  }

  @Test func `bytes of no encoding are told by their line`() {
    let bytes = Array("a,b\r\n1,2\r\n3,".utf8) + [0xFF, 0xFF] + Array("\r\n".utf8)
    let error = failure(reading: bytes)
    #expect(error?.code == .invalidBytes)
    #expect(error?.place == .line(3))
    #expect(error?.english.contains("UTF-8") == true)
  }

  @Test func `a text cut within a character is refused`() throws {
    let whole = try encoded("a,b\n1,张", .gb18030, marked: false)
    #expect(failure(reading: whole.dropLast(1))?.place == .line(2))
    let wide = try encoded("a,b\n1,𠮷", .utf16BigEndian, marked: true)
    #expect(failure(reading: wide.dropLast(2))?.code == .invalidBytes)
  }

  @Test func `UTF-8 is not taken for another encoding when it is named`() {
    let bytes: [UInt8] = [0x61, 0x0A, 0xB9, 0xA4, 0x0A]
    #expect(failure(reading: bytes) == nil)
    #expect(failure(reading: bytes, encoding: .utf8)?.place == .line(2))
  }

  static let binaries: [(bytes: [UInt8], says: String)] = [
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "Excel 97–2003"),
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "picture"),
    ([0x1F, 0x8B, 0x08], "compressed"),
    ([0x50, 0x4B, 0x05, 0x06], "ZIP"),
  ]

  @Test(arguments: binaries)
  func `a file that is no table is told what it is and what to do`(bytes: [UInt8], says: String) {
    let error = failure(reading: bytes)
    #expect(error?.code == .notATable)
    #expect(error?.english.contains(says) == true)
    #expect(error?.english.contains("Save it as .xlsx or CSV") == true)
    #expect(error?.chinese.contains("请另存为 .xlsx 或 CSV") == true)
  }

  @Test func `a workbook with a password is told from an old one`() {
    let name = "EncryptedPackage".utf8.flatMap { byte -> [UInt8] in [byte, 0] }
    let bytes = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 512) + name
    #expect(failure(reading: bytes)?.code == .passwordProtected)
  }
}
