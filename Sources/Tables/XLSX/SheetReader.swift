/// Reads a worksheet row by row, unpacking and parsing no further than the rows asked for.
struct SheetReader: RowSource {
  private let stream: XMLStream
  private let rows: SheetRows
  private var isAtEnd = false

  init(_ part: Archive.Part, values: CellValues, limits: TableLimits) {
    rows = SheetRows(values: values, limits: limits)
    stream = XMLStream(part, handler: rows)
  }

  var isSparse: Bool { true }

  mutating func next() throws(TableError) -> RawRow? {
    while true {
      if let row = rows.parser.take() { return try row.get() }
      guard !isAtEnd else { return nil }
      isAtEnd = !rows.collect(from: stream)
    }
  }

  func place(row: Int, column: Int?) -> TablePlace {
    column.map { .cell(row: row, column: $0) } ?? .row(row)
  }
}

/// The rows that a stream's elements make, until they are taken.
private final class SheetRows: XMLHandler {
  var parser: SheetParser

  init(values: CellValues, limits: TableLimits) {
    parser = SheetParser(values: values, limits: limits)
  }

  func start(_ name: XMLName, _ attributes: XMLAttributes) throws(TableError) { try parser.start(name, attributes) }

  func end(_ name: XMLName) throws(TableError) { try parser.end(name) }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) { parser.text(bytes) }

  /// Reads on.
  ///
  /// - Returns: false at the end of the document, or at a fault, which then follows the rows before it.
  func collect(from stream: XMLStream) -> Bool {
    do {
      return try stream.advance()
    } catch {
      parser.fail(error)
      return false
    }
  }
}
