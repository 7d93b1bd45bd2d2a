/// One field of a result: its type and its bytes in binary format.
///
/// Valid only while `PostgresDecodable.init(postgres:)` runs.
public struct PostgresValue {
  public let type: PostgresType
  /// Nil for NULL.
  public let bytes: UnsafeRawBufferPointer?

  /// The bytes of a field that must be of one of some types.
  ///
  /// - Parameter expected: what was wanted, for the error: “Int”.
  /// - Throws: when the field is NULL or of another type.
  @inline(__always)
  public func bytes(_ expected: @autoclosure () -> String, accepts: (UInt32) -> Bool) throws(PostgresDecodingError)
    -> UnsafeRawBufferPointer
  {
    guard let bytes else {
      throw PostgresDecodingError(reason: .unexpectedNull, expected: expected(), found: "\(type)")
    }
    guard accepts(type.oid) else {
      throw PostgresDecodingError(reason: .typeMismatch, expected: expected(), found: "\(type)")
    }
    return bytes
  }

  /// The error for bytes of the right type that are no value of the wanted one.
  public func invalid(_ expected: String) -> PostgresDecodingError {
    PostgresDecodingError(reason: .invalidValue, expected: expected, found: "\(type)")
  }
}

extension UnsafeRawBufferPointer {
  /// The big-endian integer at an offset; nil past the end.
  @inline(__always)
  func integer<T: FixedWidthInteger>(at offset: Int = 0, as: T.Type = T.self) -> T? {
    guard offset >= 0, offset + MemoryLayout<T>.size <= count else { return nil }
    return T(bigEndian: loadUnaligned(fromByteOffset: offset, as: T.self))
  }
}

/// Why a field could not be read, and which: its column, what was wanted and what was there.
public struct PostgresDecodingError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Hashable, Sendable {
    /// The result has no such column.
    case noSuchColumn
    /// NULL where a value was needed.
    case unexpectedNull
    /// A column of another type.
    case typeMismatch
    /// A column of the right type with a value that cannot be one of the wanted type.
    case invalidValue
  }

  public let reason: Reason
  /// The column's name, or its position from 0 where it was asked for by position and does not exist.
  public internal(set) var column = ""
  /// The Swift type that was wanted.
  public let expected: String
  /// The PostgreSQL type that was found; the columns that there are, when there is no such column.
  public let found: String

  init(reason: Reason, column: String = "", expected: String, found: String) {
    self.reason = reason
    self.column = column
    self.expected = expected
    self.found = found
  }

  public var description: String {
    switch reason {
    case .noSuchColumn: "There is no column “\(column)” to read \(expected) from; the result has \(found)."
    case .unexpectedNull: "Column “\(column)” (\(found)) is NULL where \(expected) was expected; read an optional."
    case .typeMismatch: "Column “\(column)” is \(found), which cannot be read as \(expected); cast it in the statement."
    case .invalidValue: "Column “\(column)” (\(found)) holds a value that is no \(expected)."
    }
  }
}
