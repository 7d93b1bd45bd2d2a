/// What can be wrong in one place of a file.
extension TableError {
  static func invalidBytes(line: Int, encoding: TextEncoding) -> TableError {
    TableError(
      .invalidBytes, at: .line(line),
      english: "Line \(line) holds bytes that are not \(encoding.name) text. Save the file as CSV UTF-8.",
      chinese: "第 \(line) 行含有不是 \(encoding.name) 文本的字节。请另存为 CSV UTF-8。")
  }

  static func nullByte(line: Int) -> TableError {
    TableError(
      .nullByte, at: .line(line),
      english: "Line \(line) holds a zero byte, which no text has. Save the file as CSV UTF-8 or .xlsx.",
      chinese: "第 \(line) 行含有零字节，不是文本文件。请另存为 CSV UTF-8 或 .xlsx。")
  }

  static func unterminatedQuote(line: Int) -> TableError {
    TableError(
      .unterminatedQuote, at: .line(line),
      english:
        "A quotation mark opened in line \(line) is never closed. Close it, or double it if it belongs to the text.",
      chinese: "第 \(line) 行开始的双引号没有结束。请补上，若引号属于文本则写成两个。")
  }

  static func textAfterQuote(line: Int) -> TableError {
    TableError(
      .textAfterQuote, at: .line(line),
      english: "In line \(line), text follows a closing quotation mark. Double each quotation mark that belongs to the "
        + "text, or name the delimiter if it was not recognised.",
      chinese: "第 \(line) 行的结束引号之后还有文本。属于文本的引号请写成两个；若分隔符识别有误，请明确指定。")
  }

  /// - Parameter place: nil for a text that several cells share.
  static func fieldTooLong(at place: TablePlace?, limit: Int) -> TableError {
    TableError(
      .fieldTooLong, at: place,
      english: "A cell\(place.map { " at \($0)" } ?? "") is longer than \(limit) bytes. "
        + "Shorten it, or close its quotation mark if one is open.",
      chinese: "\(place.map { "\($0.chinese)" } ?? "")有单元格超过 \(limit) 字节。请缩短；若缺少结束引号，请补上。")
  }

  static func rowWidth(line: Int, cells: Int, header: Int) -> TableError {
    TableError(
      .rowWidth, at: .line(line),
      english: "Line \(line) has \(cells) cells where the header has \(header). "
        + "Add what is missing, or put quotation marks around a cell that holds the delimiter.",
      chinese: "第 \(line) 行有 \(cells) 个单元格，而表头有 \(header) 个。请补齐；若单元格内含有分隔符，请用双引号括起。")
  }

  static func outsideHeader(_ place: TablePlace) -> TableError {
    TableError(
      .rowWidth, at: place,
      english: "\(place) holds a value, but its column has no header. Name the column or clear the cell.",
      chinese: "\(place) 有值，但所在列没有表头。请填写表头或清空该单元格。")
  }

  static func formulaError(_ text: String, at place: TablePlace) -> TableError {
    TableError(
      .formulaError, at: place,
      english: "The formula in \(place) has no result but \(shown(text)). Correct it, or replace it by a value.",
      chinese: "\(place) 中的公式没有结果，只有 \(shown(text))。请更正，或替换为数值。")
  }

  static func formulaWithoutValue(_ place: TablePlace) -> TableError {
    TableError(
      .formulaError, at: place,
      english:
        "The formula in \(place) has never been calculated. Open the workbook in a spreadsheet program and save it.",
      chinese: "\(place) 中的公式从未计算过。请用电子表格软件打开并保存。")
  }
}
