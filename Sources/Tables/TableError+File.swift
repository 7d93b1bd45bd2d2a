/// What can be wrong with a file as a whole.
extension TableError {
  static let empty = TableError(
    .empty, english: "The file is empty. Export it again, with a header row and at least one row below it.",
    chinese: "文件为空。请重新导出，至少包含表头和一行数据。")

  static let headerOnly = TableError(
    .headerOnly, english: "The file has a header but no rows below it. Export it again with its data.",
    chinese: "文件只有表头，没有数据行。请连同数据重新导出。")

  static func duplicateHeader(_ name: String, columns: (Int, Int), at place: TablePlace) -> TableError {
    TableError(
      .duplicateHeader, at: place,
      english: "The columns \(TablePlace.letters(columns.0)) and \(TablePlace.letters(columns.1)) are both called "
        + "“\(shown(name))” (\(place)). Rename or delete one of them.",
      chinese: "\(TablePlace.letters(columns.0)) 列与 \(TablePlace.letters(columns.1)) 列的表头都是“\(shown(name))”"
        + "（\(place.chinese)）。请重命名或删除其中一列。")
  }

  /// - Parameter kind: what the file is instead, in English and Chinese.
  static func notATable(_ kind: (english: String, chinese: String)) -> TableError {
    TableError(
      .notATable, english: "This is \(kind.english), not a table that can be read here. Save it as .xlsx or CSV.",
      chinese: "这是\(kind.chinese)，无法作为表格读取。请另存为 .xlsx 或 CSV。")
  }

  static let passwordProtected = TableError(
    .passwordProtected,
    english: "The workbook is protected by a password. Open it, save a copy without the password, and use the copy.",
    chinese: "工作簿已加密。请打开后另存一份不带密码的副本，再使用该副本。")

  /// - Parameter part: the part of the workbook that cannot be read.
  static func damaged(_ part: String) -> TableError {
    TableError(
      .damaged,
      english: "The workbook is damaged: \(part) cannot be read. Open it in a spreadsheet program and save it again.",
      chinese: "工作簿已损坏：无法读取 \(part)。请用电子表格软件打开并重新保存。")
  }

  static func unknownSheet(_ name: String?, sheets: [String]) -> TableError {
    let offered = sheets.prefix(20).map { "“\(shown($0))”" }
    return TableError(
      .unknownSheet,
      english: "The workbook has no \(name.map { "sheet “\(shown($0))”" } ?? "visible sheet"). "
        + "It has \(offered.isEmpty ? "none" : offered.joined(separator: ", ")). Name one of them.",
      chinese: "工作簿中没有\(name.map { "名为“\(shown($0))”的" } ?? "可见的")工作表。"
        + "现有：\(offered.isEmpty ? "无" : offered.joined(separator: "、"))。请指定其中之一。")
  }

  static func tooLarge(limit: Int) -> TableError {
    TableError(
      .tooLarge,
      english: "The workbook unpacks to more than \(limit / 1_048_576) MB, or to far more than its size warrants. "
        + "Save the one sheet that is needed as CSV.",
      chinese: "工作簿解压后超过 \(limit / 1_048_576) MB，或与其文件大小极不相称。请将所需的工作表另存为 CSV。")
  }

  static func tooManyRows(limit: Int) -> TableError {
    TableError(
      .tooManyRows, english: "The table has more than \(limit) rows. Split it into several files.",
      chinese: "表格超过 \(limit) 行。请拆分为多个文件。")
  }

  static func tooManyColumns(limit: Int, at place: TablePlace) -> TableError {
    TableError(
      .tooManyColumns, at: place,
      english: "The table has more than \(limit) columns (\(place)). Delete those that are not needed.",
      chinese: "表格超过 \(limit) 列（\(place.chinese)）。请删除不需要的列。")
  }

  static func cannotWrite(_ reason: (english: String, chinese: String)) -> TableError {
    TableError(
      .cannotWrite, english: "The table cannot be written: \(reason.english).",
      chinese: "无法写出表格：\(reason.chinese)。")
  }

  /// Enough of a text to recognise it by.
  static func shown(_ text: String) -> String { text.count > 60 ? "\(text.prefix(60))…" : text }
}
