/// A statement and its parameters.
///
/// What is interpolated becomes a parameter, typed and in binary, never part of the text:
///
/// ```swift
/// let query: SQL = "SELECT name FROM person WHERE id = \(id) AND active = \(true)"
/// ```
///
/// `\(identifier: name)` quotes one identifier, `\(fragment: sql)` takes in another statement with its parameters, and
/// `\(unsafeRaw: text)` takes text as it is, which must never come from outside the program.
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// The text around the parameters: one piece more than there are parameters.
  private(set) var pieces: [String]
  /// The parameters' types, as OIDs.
  private(set) var types: [UInt32] = []
  /// Where each parameter's bytes are; nil for NULL.
  private(set) var ranges: [Range<Int>?] = []
  /// The parameters' bytes, one after the other.
  private(set) var bytes: [UInt8] = []

  public init(stringLiteral text: String) {
    pieces = [text]
  }

  public init(stringInterpolation: StringInterpolation) {
    pieces = stringInterpolation.pieces
    types = stringInterpolation.types
    ranges = stringInterpolation.ranges
    bytes = stringInterpolation.buffer.bytes
  }

  /// What the server is sent, with `$1`, `$2` … for the parameters.
  public var text: String { SQL.text(of: pieces) }

  static func text(of pieces: [String]) -> String {
    var text = pieces[0]
    for (index, piece) in pieces.enumerated().dropFirst() { text += "$\(index)\(piece)" }
    return text
  }

  public static func + (left: SQL, right: SQL) -> SQL {
    var sum = left
    sum += right
    return sum
  }

  public static func += (left: inout SQL, right: SQL) {
    left.pieces[left.pieces.count - 1] += right.pieces[0]
    left.pieces += right.pieces.dropFirst()
    left.types += right.types
    left.ranges += SQL.moved(right.ranges, by: left.bytes.count)
    left.bytes += right.bytes
  }

  /// A name as SQL writes it, whatever it contains: in quotes, its own quotes doubled.
  static func quoted(_ identifier: String) -> String {
    "\"" + identifier.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

extension SQL: CustomStringConvertible {
  /// The text; never the parameters' values.
  public var description: String { text }
}

extension SQL {
  fileprivate static func moved(_ ranges: [Range<Int>?], by offset: Int) -> [Range<Int>?] {
    ranges.map { range in range.map { $0.lowerBound + offset..<$0.upperBound + offset } }
  }
}

extension SQL {
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var pieces: [String] = [""]
    fileprivate var types: [UInt32] = []
    fileprivate var ranges: [Range<Int>?] = []
    fileprivate var buffer = PostgresBuffer()

    public init(literalCapacity: Int, interpolationCount: Int) {
      pieces.reserveCapacity(interpolationCount + 1)
      types.reserveCapacity(interpolationCount)
      ranges.reserveCapacity(interpolationCount)
    }

    public mutating func appendLiteral(_ literal: String) {
      pieces[pieces.count - 1] += literal
    }

    /// A parameter.
    public mutating func appendInterpolation<T: PostgresEncodable>(_ value: T) {
      ranges.append(buffer.append(unframed: value))
      types.append(T.postgresType.oid)
      pieces.append("")
    }

    /// A parameter; nil is NULL, of the value's type.
    public mutating func appendInterpolation<T: PostgresEncodable>(_ value: T?) {
      ranges.append(buffer.append(unframed: value))
      types.append(T.postgresType.oid)
      pieces.append("")
    }

    /// One identifier: a table's, a column's, a role's. A schema and its table are two.
    public mutating func appendInterpolation(identifier: String) {
      appendLiteral(SQL.quoted(identifier))
    }

    /// Text of the program's own, never text from outside it.
    public mutating func appendInterpolation(unsafeRaw text: String) {
      appendLiteral(text)
    }

    /// Another statement, or a part of one, with its parameters.
    public mutating func appendInterpolation(fragment: SQL) {
      appendLiteral(fragment.pieces[0])
      pieces += fragment.pieces.dropFirst()
      types += fragment.types
      ranges += SQL.moved(fragment.ranges, by: buffer.bytes.count)
      buffer.append(contentsOf: fragment.bytes)
    }
  }
}

extension Sequence where Element == SQL {
  /// The statements in one, with a separator between them: conditions joined by `" AND "`.
  public func joined(separator: SQL) -> SQL {
    var joined: SQL = ""
    for (index, element) in enumerated() {
      if index > 0 { joined += separator }
      joined += element
    }
    return joined
  }
}
