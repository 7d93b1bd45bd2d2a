/// A workbook's sheets, shared strings and number formats.
struct Workbook {
  struct Sheet {
    let name: String
    let isVisible: Bool
    /// The path of its part in the archive.
    let path: String
  }

  private let archive: Archive
  private let limits: TableLimits
  private let sheets: [Sheet]
  private let formats: [NumberFormat]
  private let strings: [String]
  /// Whether day 0 is 1904-01-01, as old Macs had it.
  private let startsIn1904: Bool

  init(_ bytes: [UInt8], limits: TableLimits) throws(TableError) {
    archive = try Archive(bytes, limits: limits)
    self.limits = limits
    let path = try Workbook.mainPart(of: archive)
    let main = try archive.elements(of: path) ?? []
    guard main.first?.name == "workbook" else { throw .notATable(("another Office document", "其他 Office 文档")) }
    let relations = try Relations(of: path, in: archive)
    sheets = main.filter { $0.name == "sheet" }.compactMap { element in
      guard let name = element.attributes["name"], let id = element.attributes["id"],
        let target = relations.byID[id], target.kind == "worksheet"
      else { return nil }
      return Sheet(name: name, isVisible: element.attributes["state"] ?? "visible" == "visible", path: target.path)
    }
    let properties = main.first { $0.name == "workbookPr" }?.attributes
    startsIn1904 = ["1", "true"].contains(properties?["date1904"])
    formats = NumberFormat.list(try archive.elements(of: relations.path(of: "styles")) ?? [])
    strings = try SharedStrings.list(archive.part(relations.path(of: "sharedStrings")), limits: limits)
  }

  /// - Parameter name: nil for the first sheet that is visible.
  func sheet(named name: String?) throws(TableError) -> Sheet {
    guard let sheet = sheets.first(where: { name == nil ? $0.isVisible : $0.name == name }) else {
      throw .unknownSheet(name, sheets: sheets.map(\.name))
    }
    return sheet
  }

  func rows(of sheet: Sheet) throws(TableError) -> SheetReader {
    guard let part = try archive.part(sheet.path) else { throw .damaged(sheet.path) }
    return SheetReader(
      part, values: CellValues(strings: strings, formats: formats, startsIn1904: startsIn1904, path: sheet.path),
      limits: limits)
  }

  private static func mainPart(of archive: Archive) throws(TableError) -> String {
    guard let path = try Relations(of: "", in: archive).path(of: "officeDocument") else {
      throw .notATable(("a ZIP archive or a document of another program", "ZIP 压缩包或其他软件的文档"))
    }
    if path.hasSuffix(".bin") { throw .notATable(("a binary workbook (.xlsb)", "二进制工作簿（.xlsb）")) }
    return path
  }
}

/// Where a part's related parts are.
struct Relations {
  private(set) var byID: [String: (kind: String, path: String)] = [:]

  /// - Parameter path: of the part whose relations are meant; empty for the archive's own.
  init(of path: String, in archive: Archive) throws(TableError) {
    let parts = path.split(separator: "/")
    let folder = parts.dropLast().map { "\($0)/" }.joined()
    let relations = try archive.elements(of: "\(folder)_rels/\(parts.last ?? "").rels") ?? []
    for relation in relations where relation.attributes["TargetMode"] != "External" {
      guard let id = relation.attributes["Id"], let type = relation.attributes["Type"],
        let target = relation.attributes["Target"]
      else { continue }
      byID[id] = (String(type.split(separator: "/").last ?? ""), Relations.resolve(target, in: folder))
    }
  }

  func path(of kind: String) -> String? { byID.values.filter { $0.kind == kind }.map(\.path).min() }

  private static func resolve(_ target: String, in folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var path: [Substring] = []
    for step in (folder + target).split(separator: "/") where step != "." {
      if step == ".." { _ = path.popLast() } else { path.append(step) }
    }
    return path.joined(separator: "/")
  }
}
