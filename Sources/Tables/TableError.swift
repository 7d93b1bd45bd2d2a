/// Why a table cannot be read or written: what is wrong, where, and what to do, in English and Chinese.
public struct TableError: Error, Sendable, Equatable {
  public let code: Code
  /// Nil when the file as a whole is meant.
  public let place: TablePlace?
  public let english: String
  public let chinese: String

  /// Stable: scripts and translations rest on the raw values.
  public enum Code: String, Sendable, CaseIterable {
    case empty
    case headerOnly = "header-only"
    case duplicateHeader = "duplicate-header"
    case notATable = "not-a-table"
    case passwordProtected = "password-protected"
    case damaged
    case unknownSheet = "unknown-sheet"
    case invalidBytes = "invalid-bytes"
    case nullByte = "null-byte"
    case unterminatedQuote = "unterminated-quote"
    case textAfterQuote = "text-after-quote"
    case rowWidth = "row-width"
    case formulaError = "formula-error"
    case fieldTooLong = "field-too-long"
    case tooManyRows = "too-many-rows"
    case tooManyColumns = "too-many-columns"
    case tooLarge = "too-large"
    case cannotWrite = "cannot-write"
  }

  /// Whether nothing can be read after it. Otherwise one row is at fault, and `next()` goes on with the row after it.
  public var endsTable: Bool { code != .rowWidth && code != .formulaError }

  init(_ code: Code, at place: TablePlace? = nil, english: String, chinese: String) {
    self.code = code
    self.place = place
    self.english = english
    self.chinese = chinese
  }
}

extension TableError: CustomStringConvertible {
  public var description: String { english }
}

/// A position in a file, as a person finds it there.
public enum TablePlace: Sendable, Hashable, CustomStringConvertible {
  /// A line of a text file, from 1.
  case line(Int)
  /// A row of a worksheet, from 1.
  case row(Int)
  /// A cell of a worksheet: row and column from 1.
  case cell(row: Int, column: Int)

  /// `line 7`, `row 7` or `B7`.
  public var description: String {
    switch self {
    case .line(let line): "line \(line)"
    case .row(let row): "row \(row)"
    case .cell(let row, let column): "\(TablePlace.letters(column))\(row)"
    }
  }

  /// `第 7 行` or `B7`.
  public var chinese: String {
    switch self {
    case .line(let row), .row(let row): "第 \(row) 行"
    case .cell: description
    }
  }

  /// A, B, … Z, AA, … of a column counted from 1.
  static func letters(_ column: Int) -> String {
    var (rest, letters) = (column, "")
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }
}
