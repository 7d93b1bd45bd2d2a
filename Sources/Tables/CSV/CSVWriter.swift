/// Writes a table as delimiter-separated text that spreadsheet programs open as it is meant: RFC 4180, lines ended by
/// CRLF, text that looks like a formula protected. `TableReader` reads back exactly what was written as text.
public struct CSVWriter {
  private let delimiter: TableDelimiter
  private let encoding: TextEncoding
  private let columns: Int
  /// UTF-8 that has not been drained.
  private var text: [UInt8] = []
  private var isMarkDue: Bool

  /// - Parameters:
  ///   - header: the columns' names.
  ///   - marksByteOrder: whether a byte order mark comes first: without it, Excel takes UTF-8 for something else. GB18030
  ///     never has one.
  public init(
    header: [String], delimiter: TableDelimiter = .comma, encoding: TextEncoding = .utf8, marksByteOrder: Bool = true
  ) {
    self.delimiter = delimiter
    self.encoding = encoding
    columns = header.count
    isMarkDue = marksByteOrder && encoding != .gb18030
    append(header.map(TableValue.text))
  }

  /// - Parameter values: as many as the header has; missing ones are empty.
  public mutating func append(_ values: [TableValue]) {
    precondition(values.count <= columns, "A row has more cells than the header.")
    for index in 0..<columns {
      if index > 0 { text.append(delimiter.byte) }
      append(index < values.count ? values[index] : .empty)
    }
    text += [.carriageReturn, .lineFeed]
  }

  /// The bytes of what was appended since the last call, so that a long table need not be held whole.
  ///
  /// - Throws: `cannotWrite` when the system lacks the encoding.
  public mutating func drain() throws(TableError) -> [UInt8] {
    defer {
      text.removeAll(keepingCapacity: true)
      isMarkDue = false
    }
    let mark = isMarkDue ? encoding.byteOrderMark : []
    if encoding == .utf8 { return mark + text }
    do {
      return mark + (try Transcoder.convert(text[...], from: TextEncoding.utf8.name, to: encoding.name))
    } catch {
      throw .cannotWrite(("this system cannot write \(encoding.name)", "系统不支持 \(encoding.name) 编码"))
    }
  }

  private mutating func append(_ value: TableValue) {
    switch value {
    case .empty: break
    case .text(let string): append(string)
    case .integer(let number): text += String(number).utf8
    case .number(let number): text += TableValue.decimal(number).utf8
    case .boolean(let flag): text += (flag ? "TRUE" : "FALSE").utf8
    case .date(let year, let month, let day): text += TableValue.isoDate(year, month, day).utf8
    }
  }

  private mutating func append(_ string: String) {
    let cell = CSVProtection.protected(string)
    guard needsQuotes(cell) else { return text.append(contentsOf: cell.utf8) }
    text.append(.quote)
    for byte in cell.utf8 {
      if byte == .quote { text.append(.quote) }
      text.append(byte)
    }
    text.append(.quote)
  }

  /// Whether the cell could be misread bare: it holds any common delimiter, so that the right one stays recognisable,
  /// begins or ends with white space, or is a line's only cell and blank.
  private func needsQuotes(_ cell: String) -> Bool {
    guard let first = cell.utf8.first, let last = cell.utf8.last else { return columns == 1 }
    return first <= 0x20 || last <= 0x20 || cell.utf8.starts(with: "sep=".utf8)
      || cell.utf8.contains { byte in
        byte == .quote || byte == .lineFeed || byte == .carriageReturn || byte == delimiter.byte
          || TableDelimiter.common.contains(TableDelimiter(byte: byte))
      }
  }
}

extension TableValue {
  /// The shortest decimal that is the same number, whole ones without a point.
  static func decimal(_ number: Double) -> String {
    abs(number) < 1e15 && number == number.rounded() ? String(Int(number)) : String(number)
  }

  static func isoDate(_ year: Int, _ month: Int, _ day: Int) -> String {
    "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// With leading zeros.
  static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
