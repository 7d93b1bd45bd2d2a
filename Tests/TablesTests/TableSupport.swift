import Tables

/// A whole table, for comparison.
struct WholeTable: Equatable {
  var header: [String]
  var rows: [[String]]
  var numbers: [Int] = []
  var origin: TableReader.Origin?

  init(_ header: [String], _ rows: [[String]]) {
    self.header = header
    self.rows = rows
  }

  /// Reads to the end; the first error ends it.
  init(
    reading bytes: [UInt8], encoding: TextEncoding? = nil, delimiter: TableDelimiter? = nil, sheet: String? = nil,
    headerRow: Int = 1, limits: TableLimits = TableLimits()
  ) throws {
    var reader = try TableReader(
      bytes: bytes, encoding: encoding, delimiter: delimiter, sheet: sheet, headerRow: headerRow, limits: limits)
    header = reader.header
    rows = []
    origin = reader.origin
    while let row = try reader.next() {
      rows.append(row.cells)
      numbers.append(row.number)
    }
  }

  init(reading text: String, delimiter: TableDelimiter? = nil, limits: TableLimits = TableLimits()) throws {
    try self.init(reading: Array(text.utf8), delimiter: delimiter, limits: limits)
  }

  static func == (left: WholeTable, right: WholeTable) -> Bool {
    left.header == right.header && left.rows == right.rows
  }
}

/// The first error that reading ends in.
func failure(
  reading bytes: [UInt8], encoding: TextEncoding? = nil, sheet: String? = nil, limits: TableLimits = TableLimits()
) -> TableError? {
  do {
    _ = try WholeTable(reading: bytes, encoding: encoding, sheet: sheet, limits: limits)
    return nil
  } catch {
    return error as? TableError
  }
}

func failure(reading text: String, limits: TableLimits = TableLimits()) -> TableError? {
  failure(reading: Array(text.utf8), limits: limits)
}
