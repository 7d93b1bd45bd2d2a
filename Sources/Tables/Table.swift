/// One row of a table below its header.
public struct TableRow: Sendable, Equatable {
  /// Where the row is in its file: the line of a text file on which it begins, or the row of a worksheet. From 1.
  public let number: Int
  /// As many as the header has.
  public let cells: [String]

  public init(number: Int, cells: [String]) {
    self.number = number
    self.cells = cells
  }
}

/// What a file of rows and columns is written in.
public enum TableFormat: String, Sendable, CaseIterable {
  /// Delimiter-separated text: RFC 4180, with other delimiters too.
  case csv
  /// An Office Open XML workbook.
  case xlsx
}

/// How a text file's characters are written as bytes.
public enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  /// China's national character set, GBK and GB2312 included: what Excel saves CSV in on a Chinese Windows.
  case gb18030

  /// As glibc's `iconv` and error messages call it.
  var name: String { rawValue.uppercased() }

  var byteOrderMark: [UInt8] {
    switch self {
    case .utf8: [0xEF, 0xBB, 0xBF]
    case .utf16LittleEndian: [0xFF, 0xFE]
    case .utf16BigEndian: [0xFE, 0xFF]
    case .gb18030: [0x84, 0x31, 0x95, 0x33]
    }
  }
}

/// The ASCII character that separates the cells of a line.
public struct TableDelimiter: Sendable, Hashable {
  let byte: UInt8

  public static let comma = TableDelimiter(byte: UInt8(ascii: ","))
  public static let semicolon = TableDelimiter(byte: UInt8(ascii: ";"))
  public static let tab = TableDelimiter(byte: UInt8(ascii: "\t"))

  /// Those that are recognised by themselves.
  static let common = [comma, semicolon, tab]
}

/// How much a table may hold before it is refused.
public struct TableLimits: Sendable {
  /// Rows below the header.
  public var rows = 500_000
  public var columns = 1_000
  /// UTF-8 bytes of one cell.
  public var fieldBytes = 262_144
  /// Bytes that a workbook may unpack to.
  public var unpackedBytes = 1_073_741_824
  /// How many times its packed size a part of a workbook may unpack to, beyond its first 16 MB.
  public var unpackedRatio = 300

  public init() {}
}

/// One value to be written.
public enum TableValue: Sendable, Equatable {
  case empty
  case text(String)
  case integer(Int)
  /// Finite.
  case number(Double)
  case boolean(Bool)
  /// A civil date, 1900-03-01 to 9999-12-31.
  case date(year: Int, month: Int, day: Int)
}
