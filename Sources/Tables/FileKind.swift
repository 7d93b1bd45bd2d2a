/// What a file is, by its first bytes.
enum FileKind {
  case text
  case zip

  /// - Throws: `empty`, `passwordProtected` or `notATable`, with what the file is instead.
  init(of bytes: [UInt8]) throws(TableError) {
    if bytes.isEmpty { throw .empty }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .zip
      return
    }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      let name = "EncryptedPackage".utf8.flatMap { byte -> [UInt8] in [byte, 0] }
      if FileKind.contains(bytes, name) { throw .passwordProtected }
      throw .notATable(("an Excel 97–2003 (.xls) or another old Office file", "旧版 Excel（.xls）或其他旧版 Office 文件"))
    }
    for (signature, kind) in FileKind.others where bytes.starts(with: signature) { throw .notATable(kind) }
    if FileKind.isMarkup(bytes) { throw .notATable(("a web page or XML", "网页或 XML 文件")) }
    self = .text
  }

  private static let others: [(signature: [UInt8], kind: (english: String, chinese: String))] = [
    (Array("%PDF-".utf8), ("a PDF", "PDF 文件")),
    ([0x89, 0x50, 0x4E, 0x47], ("a picture", "图片")),
    ([0xFF, 0xD8, 0xFF], ("a picture", "图片")),
    (Array("GIF8".utf8), ("a picture", "图片")),
    ([0x1F, 0x8B], ("a compressed file", "压缩文件")),
    (Array("Rar!".utf8), ("a compressed file", "压缩文件")),
    ([0x37, 0x7A, 0xBC, 0xAF], ("a compressed file", "压缩文件")),
    ([0x50, 0x4B, 0x05, 0x06], ("an empty ZIP archive", "空的 ZIP 压缩包")),
    (Array("{\\rtf".utf8), ("a rich-text document", "RTF 文档")),
  ]

  /// Many HR systems export a web page under the name of a spreadsheet.
  private static func isMarkup(_ bytes: [UInt8]) -> Bool {
    let text = bytes.prefix(1_024).drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    let head = String(decoding: text.prefix(10), as: UTF8.self).lowercased()
    return ["<!doctype", "<html", "<table", "<?xml", "<head", "<meta", "<style"].contains(where: head.hasPrefix)
  }

  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    let starts = bytes.indices.dropLast(part.count - 1)
    return starts.contains { bytes[$0] == part[0] && bytes[$0...].starts(with: part) }
  }
}
