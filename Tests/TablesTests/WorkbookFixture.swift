import CLibZip

/// A workbook put together part by part, to have in it what no writer of ours writes.
struct WorkbookFixture {
  var parts: [(name: String, content: [UInt8])] = []

  /// - Parameters:
  ///   - sheets: names and the XML within `sheetData`.
  ///   - strings: the XML within `sst`.
  ///   - formats: custom number format codes, by the index of the cell style that has them, from 1.
  init(sheets: [(name: String, rows: String)], strings: String = "", formats: [String] = [], properties: String = "") {
    let namespace = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    add("_rels/.rels", WorkbookFixture.relations([("r1", "\(relations)/officeDocument", "xl/workbook.xml")]))
    let list = sheets.indices.map { "<sheet name=\"\(sheets[$0].name)\" sheetId=\"\($0 + 1)\" r:id=\"s\($0)\"/>" }
    add(
      "xl/workbook.xml",
      "<workbook \(namespace) xmlns:r=\"\(relations)\">\(properties)<sheets>\(list.joined())</sheets></workbook>")
    add(
      "xl/_rels/workbook.xml.rels",
      WorkbookFixture.relations(
        [("st", "\(relations)/styles", "styles.xml"), ("ss", "\(relations)/sharedStrings", "/xl/sharedStrings.xml")]
          + sheets.indices.map { ("s\($0)", "\(relations)/worksheet", "./sheets/../sheets/sheet\($0).xml") }))
    let codes = formats.enumerated().map { "<numFmt numFmtId=\"\($0 + 170)\" formatCode=\"\($1)\"/>" }
    let styles = formats.indices.map { "<xf numFmtId=\"\($0 + 170)\"/>" }
    add(
      "xl/styles.xml",
      "<styleSheet \(namespace)><numFmts>\(codes.joined())</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
        + "<cellXfs><xf numFmtId=\"0\"/>\(styles.joined())<xf numFmtId=\"14\"/></cellXfs></styleSheet>")
    add("xl/sharedStrings.xml", "<sst \(namespace)>\(strings)</sst>")
    for (index, sheet) in sheets.enumerated() {
      add(
        "xl/sheets/sheet\(index).xml",
        "<worksheet \(namespace)><sheetData>\(sheet.rows)</sheetData></worksheet>")
    }
  }

  /// One sheet.
  init(_ rows: String, strings: String = "", formats: [String] = [], properties: String = "") {
    self.init(sheets: [("Sheet1", rows)], strings: strings, formats: formats, properties: properties)
  }

  mutating func add(_ name: String, _ content: String) {
    parts.append((name, Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\(content)".utf8)))
  }

  mutating func replace(_ name: String, _ content: String) {
    parts.removeAll { $0.name == name }
    parts.append((name, Array(content.utf8)))
  }

  /// The archive's bytes; empty when libzip fails.
  var bytes: [UInt8] {
    guard let target = zip_source_buffer_create(nil, 0, 0, nil),
      let archive = zip_open_from_source(target, ZIP_TRUNCATE, nil)
    else { return [] }
    zip_source_keep(target)
    defer { zip_source_free(target) }
    let copies = parts.map { part in
      let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: part.content.count)
      _ = copy.initialize(from: part.content)
      return copy
    }
    defer { for copy in copies { copy.deallocate() } }
    for (part, copy) in zip(parts, copies) {
      let source = zip_source_buffer(archive, copy.baseAddress, zip_uint64_t(copy.count), 0)
      zip_file_add(archive, part.name, source, 0)
    }
    guard zip_close(archive) == 0, zip_source_open(target) == 0 else { return [] }
    zip_source_seek(target, 0, 2)
    let size = Int(zip_source_tell(target))
    zip_source_seek(target, 0, 0)
    defer { zip_source_close(target) }
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = Int(zip_source_read(target, buffer.baseAddress, zip_uint64_t(size)))
    }
  }

  private static func relations(_ list: [(id: String, type: String, target: String)]) -> String {
    let items = list.map { "<Relationship Id=\"\($0.id)\" Type=\"\($0.type)\" Target=\"\($0.target)\"/>" }
    return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(items.joined())"
      + "</Relationships>"
  }
}
