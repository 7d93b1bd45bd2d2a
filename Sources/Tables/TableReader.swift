/// Reads a table, row by row, from the bytes of a file: delimited text or an XLSX workbook, told apart by content.
///
///     var table = try TableReader(bytes: bytes)
///     while let row = try table.next() { … }
///
/// The first row that has anything in it is the header. Rows are read only as they are asked for, and none is kept.
/// Formats, encodings and limits: `docs/decisions/0003-tables.md`.
public struct TableReader: ~Copyable {
  /// The columns' names without outer white space; those that are unnamed are empty. No name occurs twice.
  public let header: [String]
  /// Where the header is in the file, numbered as rows are.
  public let headerRow: Int
  public let origin: Origin

  private var source: any RowSource
  private let limits: TableLimits
  private var count = 0
  private var isOver = false

  /// What the file turned out to be.
  public enum Origin: Sendable, Equatable {
    case text(TextEncoding, TableDelimiter)
    case workbook(sheet: String)
  }

  /// - Parameters:
  ///   - encoding: of a text file; nil to recognise it.
  ///   - delimiter: of a text file; nil to recognise it.
  ///   - sheet: the worksheet's name; nil for the first that is visible.
  ///   - headerRow: the row or line from which the header is looked for, where a title stands above it.
  /// - Throws: whatever is wrong with the file as a whole or its header.
  public init(
    bytes: [UInt8], encoding: TextEncoding? = nil, delimiter: TableDelimiter? = nil, sheet: String? = nil,
    headerRow: Int = 1, limits: TableLimits = TableLimits()
  ) throws(TableError) {
    var (source, origin) =
      switch try FileKind(of: bytes) {
      case .text: try TableReader.text(bytes, encoding, delimiter, limits)
      case .zip: try TableReader.workbook(bytes, sheet, limits)
      }
    var first = try source.next()
    while let row = first, row.number < headerRow || row.cells.allSatisfy(\.isEmpty) { first = try source.next() }
    guard let first else { throw .empty }
    header = try TableReader.names(first, source)
    self.headerRow = first.number
    self.origin = origin
    self.source = source
    self.limits = limits
  }

  private static func text(
    _ bytes: [UInt8], _ encoding: TextEncoding?, _ delimiter: TableDelimiter?, _ limits: TableLimits
  ) throws(TableError) -> (any RowSource, Origin) {
    let text = try DecodedText(bytes, encoding: encoding)
    let dialect = CSVDialect(of: text, delimiter: delimiter, limits: limits)
    return (CSVScanner(text, dialect: dialect, limits: limits), .text(text.encoding, dialect.delimiter))
  }

  private static func workbook(
    _ bytes: [UInt8], _ sheet: String?, _ limits: TableLimits
  ) throws(TableError) -> (any RowSource, Origin) {
    let workbook = try Workbook(bytes, limits: limits)
    let sheet = try workbook.sheet(named: sheet)
    return (try workbook.rows(of: sheet), .workbook(sheet: sheet.name))
  }

  /// The next row; nil at the end, and after an error that ends the table.
  ///
  /// - Throws: what is wrong with the row, or with the rest of the table: `TableError.endsTable` tells which.
  public mutating func next() throws(TableError) -> TableRow? {
    guard !isOver else { return nil }
    do {
      return try read()
    } catch {
      isOver = error.endsTable
      count = max(count, 1)
      throw error
    }
  }

  private mutating func read() throws(TableError) -> TableRow? {
    while let row = try source.next() {
      // A line of blanks below a wider header is no row.
      if row.cells.count == 1, header.count > 1, !source.isSparse, row.cells[0].allSatisfy(\.isWhitespace) { continue }
      count += 1
      guard count <= limits.rows else { throw .tooManyRows(limit: limits.rows) }
      return TableRow(number: row.number, cells: try fitted(row))
    }
    isOver = true
    if count == 0 { throw .headerOnly }
    return nil
  }

  /// As many cells as the header has.
  private func fitted(_ row: RawRow) throws(TableError) -> [String] {
    var cells = row.cells
    if cells.count == header.count { return cells }
    if let extra = cells.indices.dropFirst(header.count).first(where: { !cells[$0].isEmpty }) {
      throw source.isSparse
        ? .outsideHeader(source.place(row: row.number, column: extra + 1))
        : .rowWidth(line: row.number, cells: cells.count, header: header.count)
    }
    if cells.count > header.count {
      cells.removeLast(cells.count - header.count)
    } else if source.isSparse {
      cells.append(contentsOf: repeatElement("", count: header.count - cells.count))
    } else {
      throw .rowWidth(line: row.number, cells: cells.count, header: header.count)
    }
    return cells
  }

  /// The header's names, up to the last that is not empty.
  private static func names(_ row: RawRow, _ source: any RowSource) throws(TableError) -> [String] {
    var names = row.cells.map { name in
      let inner = name.drop(while: \.isWhitespace)
      return String(inner.reversed().drop(while: \.isWhitespace).reversed())
    }
    while names.last?.isEmpty == true { names.removeLast() }
    var columns: [String: Int] = [:]
    for (index, name) in names.enumerated() where !name.isEmpty {
      guard let first = columns.updateValue(index, forKey: name) else { continue }
      let place = source.place(row: row.number, column: index + 1)
      throw .duplicateHeader(name, columns: (first + 1, index + 1), at: place)
    }
    return names
  }
}
