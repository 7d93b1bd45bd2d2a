/// Makes rows of a worksheet's elements.
struct SheetParser {
  private let values: CellValues
  private let limits: TableLimits
  private var rows: [Result<RawRow, TableError>] = []
  /// How many of `rows` have been taken.
  private var taken = 0
  private var row = RawRow(number: 0, cells: [])
  private var rowError: TableError?
  private var cell = Cell()
  private var width = 0

  private struct Cell {
    enum Kind { case number, shared, inline, string, boolean, error, date }
    var column = 0
    var kind = Kind.number
    var style = 0
    var hasFormula = false
    var isInValue = false
    var value: [UInt8] = []
    var text = RichText()
  }

  init(values: CellValues, limits: TableLimits) {
    self.values = values
    self.limits = limits
  }

  /// The next row that is complete.
  mutating func take() -> Result<RawRow, TableError>? {
    guard taken < rows.count else {
      rows.removeAll(keepingCapacity: true)
      taken = 0
      return nil
    }
    defer { taken += 1 }
    return rows[taken]
  }

  /// Ends the rows with what is wrong with the rest.
  mutating func fail(_ error: TableError) { rows.append(.failure(error)) }

  mutating func start(_ name: XMLName, _ attributes: XMLAttributes) throws(TableError) {
    if name == "c" {
      try startCell(attributes)
    } else if name == "v" {
      cell.isInValue = true
    } else if name == "f" {
      cell.hasFormula = true
    } else if name == "row" {
      try startRow(attributes)
    } else {
      cell.text.start(name)
    }
  }

  mutating func end(_ name: XMLName) throws(TableError) {
    if name == "c" {
      try endCell()
    } else if name == "v" {
      cell.isInValue = false
    } else if name == "row" {
      endRow()
    } else {
      cell.text.end(name)
    }
  }

  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if cell.isInValue { cell.value.append(contentsOf: bytes) } else { cell.text.add(bytes) }
  }

  private mutating func startRow(_ attributes: XMLAttributes) throws(TableError) {
    let number = attributes["r"].map { decimal($0) } ?? row.number + 1
    guard let number, number > row.number, number <= 1_048_576 else { throw .damaged(values.path) }
    row = RawRow(number: number, cells: [])
    row.cells.reserveCapacity(width)
    rowError = nil
    cell.column = 0
  }

  private mutating func endRow() {
    width = max(width, row.cells.count)
    if let rowError {
      rows.append(.failure(rowError))
    } else if !row.cells.isEmpty {
      rows.append(.success(row))
    }
    row.cells = []
  }

  private mutating func startCell(_ attributes: XMLAttributes) throws(TableError) {
    let column = attributes["r"].map { SheetParser.column($0) } ?? cell.column + 1
    guard let column, column > 0, column <= 16_384 else { throw .damaged(values.path) }
    cell.column = column
    cell.kind = SheetParser.kind(attributes["t"])
    cell.style = attributes["s"].flatMap { decimal($0) } ?? 0
    cell.hasFormula = false
    cell.value.removeAll(keepingCapacity: true)
    cell.text.clear()
  }

  private mutating func endCell() throws(TableError) {
    let place = TablePlace.cell(row: row.number, column: cell.column)
    guard max(cell.value.count, cell.text.bytes.count) <= limits.fieldBytes else {
      throw .fieldTooLong(at: place, limit: limits.fieldBytes)
    }
    let text = try text(at: place)
    guard !text.isEmpty else { return }
    guard cell.column <= limits.columns else { throw .tooManyColumns(limit: limits.columns, at: place) }
    while row.cells.count < cell.column { row.cells.append("") }
    row.cells[cell.column - 1] = text
  }

  private mutating func text(at place: TablePlace) throws(TableError) -> String {
    if cell.kind == .inline { return cell.text.string }
    if cell.value.isEmpty {
      if cell.hasFormula && cell.kind != .string { rowError = rowError ?? .formulaWithoutValue(place) }
      return ""
    }
    switch cell.kind {
    case .number: return values.number(cell.value, style: cell.style)
    case .shared: return try values.shared(cell.value)
    case .string, .inline: return CharacterEscapes.unescaped(cell.value)
    case .boolean: return cell.value == [UInt8(ascii: "1")] ? "TRUE" : "FALSE"
    case .date: return values.isoDate(String(decoding: cell.value, as: UTF8.self))
    case .error:
      rowError = rowError ?? .formulaError(String(decoding: cell.value, as: UTF8.self), at: place)
      return ""
    }
  }

  private static func kind(_ type: UnsafeBufferPointer<UInt8>?) -> Cell.Kind {
    guard let type else { return .number }
    switch (type.first, type.count) {
    case (UInt8(ascii: "s"), 1): return .shared
    case (UInt8(ascii: "s"), _): return .string
    case (UInt8(ascii: "i"), _): return .inline
    case (UInt8(ascii: "b"), _): return .boolean
    case (UInt8(ascii: "e"), _): return .error
    case (UInt8(ascii: "d"), _): return .date
    default: return .number
    }
  }

  /// The column, from 1, of a reference such as `B7`.
  private static func column(_ reference: UnsafeBufferPointer<UInt8>) -> Int? {
    let letters = reference.prefix { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }
    guard (1...3).contains(letters.count) else { return nil }
    return letters.reduce(0) { $0 * 26 + Int($1 - UInt8(ascii: "A")) + 1 }
  }
}

/// The number that up to nine ASCII digits write.
private func decimal(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
  guard (1...9).contains(digits.count) else { return nil }
  var number = 0
  for digit in digits {
    guard digit >= 0x30, digit <= 0x39 else { return nil }
    number = number * 10 + Int(digit - 0x30)
  }
  return number
}
