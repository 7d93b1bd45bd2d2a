import CLibXLSXWriter

/// Writes an XLSX workbook to a file, row by row, in memory that does not grow with it.
///
///     let workbook = try XLSXWriter(path: path)
///     try workbook.beginSheet("People", columns: columns)
///     for row in rows { try workbook.append(row) }
///     try workbook.finish()
///
/// Each sheet has a bold header that stays in view, and a filter. Text is written as text, never as a formula.
public struct XLSXWriter: ~Copyable {
  private let book: Book

  /// A column's header and width.
  public struct Column: Sendable, Equatable {
    public var name: String
    /// In characters of the default font; nil to go by the name.
    public var width: Double?

    public init(_ name: String, width: Double? = nil) {
      self.name = name
      self.width = width
    }
  }

  /// - Parameters:
  ///   - path: of the file, which `finish` replaces.
  ///   - created: seconds since 1970-01-01 that the file's properties give; nil for now. With it, the same rows make the
  ///     same bytes.
  public init(path: String, created: Int? = nil) throws(TableError) {
    book = try Book(path: path, created: created)
  }

  /// Ends the sheet before it, if any, and begins one.
  ///
  /// - Parameter name: at most 31 characters, none of `[]:*?/\`, used once.
  /// - Throws: `cannotWrite` for another name.
  public func beginSheet(_ name: String, columns: [Column]) throws(TableError) {
    try book.beginSheet(name, columns: columns)
  }

  /// Adds one row to the sheet begun last.
  ///
  /// - Throws: `cannotWrite` for text over 32,767 characters or with a zero character, and below row 1,048,576.
  public func append(_ values: [TableValue]) throws(TableError) {
    try book.append(values)
  }

  /// Writes the file. A workbook that is let go without it leaves none.
  public consuming func finish() throws(TableError) {
    try book.finish()
  }
}

/// libxlsxwriter's workbook, freed once.
private final class Book {
  private var workbook: UnsafeMutablePointer<lxw_workbook>?
  private var sheet: UnsafeMutablePointer<lxw_worksheet>?
  private var columns = 0
  private var row: UInt32 = 0
  private let bold: UnsafeMutablePointer<lxw_format>?
  private let date: UnsafeMutablePointer<lxw_format>?

  init(path: String, created: Int?) throws(TableError) {
    var options = lxw_workbook_options()
    options.constant_memory = 1
    workbook = workbook_new_opt(path, &options)
    guard let workbook else { throw .cannotWrite(("out of memory", "内存不足")) }
    bold = workbook_add_format(workbook)
    format_set_bold(bold)
    date = workbook_add_format(workbook)
    format_set_num_format(date, "yyyy-mm-dd")
    if let created {
      var properties = lxw_doc_properties()
      properties.created = created
      _ = workbook_set_properties(workbook, &properties)
    }
  }

  deinit {
    lxw_workbook_free(workbook)
  }

  func beginSheet(_ name: String, columns: [XLSXWriter.Column]) throws(TableError) {
    endSheet()
    try check(workbook_validate_sheet_name(workbook, name))
    sheet = workbook_add_worksheet(workbook, name)
    self.columns = columns.count
    row = 0
    for (index, column) in columns.enumerated() {
      let width = column.width ?? Book.width(of: column.name)
      try check(worksheet_set_column(sheet, UInt16(index), UInt16(index), width, nil))
      try write(.text(column.name), column: index, format: bold)
    }
    worksheet_freeze_panes(sheet, 1, 0)
  }

  func append(_ values: [TableValue]) throws(TableError) {
    precondition(sheet != nil && values.count <= columns, "A row has more cells than its sheet has columns.")
    row += 1
    for (index, value) in values.enumerated() { try write(value, column: index, format: nil) }
  }

  func finish() throws(TableError) {
    endSheet()
    let closing = workbook
    workbook = nil
    try check(workbook_close(closing))
  }

  private func endSheet() {
    guard let sheet, columns > 0 else { return }
    worksheet_autofilter(sheet, 0, 0, row, UInt16(columns - 1))
  }

  private func write(
    _ value: TableValue, column: Int, format: UnsafeMutablePointer<lxw_format>?
  ) throws(TableError) {
    let column = UInt16(column)
    switch value {
    case .empty: return
    case .text(let text):
      guard !text.utf8.contains(0) else { throw .cannotWrite(("a text holds a zero character", "文本含有零字符")) }
      try check(worksheet_write_string(sheet, row, column, CharacterEscapes.escaped(text), format))
    case .integer(let number):
      // A workbook's numbers have fifteen digits.
      if number.magnitude >= 1_000_000_000_000_000 {
        return try write(.text(String(number)), column: Int(column), format: format)
      }
      try check(worksheet_write_number(sheet, row, column, Double(number), format))
    case .number(let number): try check(worksheet_write_number(sheet, row, column, number, format))
    case .boolean(let flag): try check(worksheet_write_boolean(sheet, row, column, flag ? 1 : 0, format))
    case .date(let year, let month, let day):
      var datetime = lxw_datetime(year: Int32(year), month: Int32(month), day: Int32(day), hour: 0, min: 0, sec: 0)
      try check(worksheet_write_datetime(sheet, row, column, &datetime, date))
    }
  }

  private func check(_ error: lxw_error) throws(TableError) {
    guard error != LXW_NO_ERROR else { return }
    let reason = String(cString: lxw_strerror(error))
    throw .cannotWrite((reason, reason))
  }

  /// Wide enough for the name and its filter button, a CJK character taking the room of two.
  private static func width(of name: String) -> Double {
    let characters = name.unicodeScalars.reduce(0) { $0 + ($1.value < 0x1100 ? 1 : 2) }
    return Double(min(max(characters + 4, 10), 60))
  }
}
