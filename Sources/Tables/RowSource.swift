/// A format's rows, as they come, with neither header nor width made of them yet.
protocol RowSource {
  /// Whether cells without a value may be left out at a row's end.
  var isSparse: Bool { get }

  /// - Returns: the row's number as `TableRow` gives it and its cells; nil at the end.
  mutating func next() throws(TableError) -> RawRow?

  /// - Parameter column: from 1; nil for the row as a whole.
  func place(row: Int, column: Int?) -> TablePlace
}

struct RawRow {
  var number: Int
  var cells: [String]
}

extension CSVScanner: RowSource {
  var isSparse: Bool { false }

  mutating func next() throws(TableError) -> RawRow? {
    guard let record = try nextRecord() else { return nil }
    return RawRow(number: record.line, cells: record.cells.map(CSVProtection.unprotected))
  }

  func place(row: Int, column: Int?) -> TablePlace { .line(row) }
}
