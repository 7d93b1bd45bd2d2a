/// Reads delimiter-separated text record by record: RFC 4180, with any delimiter and any of the three line endings.
///
/// A field that begins with a quotation mark ends with one; within it, two stand for one. Elsewhere a quotation mark is
/// text. Lines without anything on them are skipped.
struct CSVScanner {
  /// Valid UTF-8.
  private let bytes: [UInt8]
  private let delimiter: UInt8
  private let limits: TableLimits
  private var position: Int
  /// The line that `position` is on, from 1.
  private var line = 1
  /// Cells of the last record, as a hint for the next.
  private var width = 0

  init(_ text: DecodedText, dialect: CSVDialect, limits: TableLimits) {
    self.init(
      text.bytes, from: dialect.start, line: dialect.firstLine, delimiter: dialect.delimiter.byte, limits: limits)
  }

  init(_ bytes: [UInt8], from start: Int, line: Int, delimiter: UInt8, limits: TableLimits) {
    self.bytes = bytes
    self.delimiter = delimiter
    self.limits = limits
    self.line = line
    position = start
  }

  /// The cells of the next record and the line that it begins on; nil at the end.
  mutating func nextRecord() throws(TableError) -> (line: Int, cells: [String])? {
    while skipLineEnd() {}
    guard position < bytes.count else { return nil }
    let first = line
    var cells: [String] = []
    cells.reserveCapacity(width)
    repeat {
      guard cells.count < limits.columns else { throw .tooManyColumns(limit: limits.columns, at: .line(first)) }
      cells.append(try field())
    } while skipDelimiter()
    _ = skipLineEnd()
    width = cells.count
    return (first, cells)
  }

  private mutating func skipDelimiter() -> Bool {
    guard position < bytes.count, bytes[position] == delimiter else { return false }
    position += 1
    return true
  }

  private mutating func skipLineEnd() -> Bool {
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case .lineFeed: position += 1
    case .carriageReturn: position += position + 1 < bytes.count && bytes[position + 1] == .lineFeed ? 2 : 1
    default: return false
    }
    line += 1
    return true
  }

  /// The field at `position`, which then stands on what ends it: a delimiter, a line end, or the end.
  private mutating func field() throws(TableError) -> String {
    if position < bytes.count, bytes[position] == .quote { return try quotedField() }
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == delimiter || byte == .lineFeed || byte == .carriageReturn { break }
      position += 1
    }
    return try text(bytes[start..<position], line: line)
  }

  private mutating func quotedField() throws(TableError) -> String {
    let first = line
    var text: [UInt8] = []
    while true {
      // Either the opening quotation mark or the second of two.
      position += 1
      let start = position
      try skipToQuote(from: first)
      let isDoubled = position + 1 < bytes.count && bytes[position + 1] == .quote
      if !isDoubled && text.isEmpty {
        position += 1
        try expectFieldEnd()
        return try self.text(bytes[start..<position - 1], line: first)
      }
      text += bytes[start..<position]
      position += 1
      guard isDoubled else {
        try expectFieldEnd()
        return try self.text(text[...], line: first)
      }
      text.append(.quote)
      if text.count > limits.fieldBytes { throw .fieldTooLong(at: .line(first), limit: limits.fieldBytes) }
    }
  }

  /// Moves to the next quotation mark, counting lines.
  private mutating func skipToQuote(from first: Int) throws(TableError) {
    let end = min(bytes.count, position + limits.fieldBytes + 1)
    while position < end {
      switch bytes[position] {
      case .quote: return
      case .lineFeed: line += 1
      case .carriageReturn: if position + 1 == bytes.count || bytes[position + 1] != .lineFeed { line += 1 }
      default: break
      }
      position += 1
    }
    throw position == bytes.count
      ? .unterminatedQuote(line: first) : .fieldTooLong(at: .line(first), limit: limits.fieldBytes)
  }

  private func expectFieldEnd() throws(TableError) {
    guard position < bytes.count else { return }
    let byte = bytes[position]
    guard byte == delimiter || byte == .lineFeed || byte == .carriageReturn else { throw .textAfterQuote(line: line) }
  }

  private func text(_ slice: ArraySlice<UInt8>, line: Int) throws(TableError) -> String {
    guard slice.count <= limits.fieldBytes else { throw .fieldTooLong(at: .line(line), limit: limits.fieldBytes) }
    return String(decoding: slice, as: UTF8.self)
  }
}
