/// A value that can be a parameter of a statement or a field of a COPY, in PostgreSQL's binary format.
///
/// A type that wraps another adopts `PostgresWrapping`; a `RawRepresentable` one whose raw value is encodable needs only
/// to declare the conformance. Arrays and optionals of encodable types are encodable.
public protocol PostgresEncodable: Sendable {
  /// The type that the server is told, whatever the value; so that NULL has a type too.
  static var postgresType: PostgresType { get }
  /// The type of `[Self]`; the array of `postgresType` unless said otherwise.
  static var postgresArrayType: PostgresType { get }
  /// Appends the value's binary form, or NULL.
  func encode(into buffer: inout PostgresBuffer)
  /// Appends the binary form of an array of such values.
  static func encode(array: [Self], into buffer: inout PostgresBuffer)
}

/// A type with both directions.
public typealias PostgresCodable = PostgresDecodable & PostgresEncodable

extension PostgresEncodable {
  public static var postgresArrayType: PostgresType { postgresType.array }

  public static func encode(array: [Self], into buffer: inout PostgresBuffer) {
    buffer.append(bigEndian: Int32(array.isEmpty ? 0 : 1))
    buffer.append(bigEndian: Int32(1))  // NULL elements are possible
    buffer.append(bigEndian: postgresType.oid)
    guard !array.isEmpty else { return }
    buffer.append(bigEndian: Int32(array.count))
    buffer.append(bigEndian: Int32(1))  // the first index
    for element in array { buffer.append(framed: element) }
  }
}

extension Array: PostgresEncodable where Element: PostgresEncodable {
  public static var postgresType: PostgresType { Element.postgresArrayType }

  public func encode(into buffer: inout PostgresBuffer) {
    Element.encode(array: self, into: &buffer)
  }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
  public static var postgresType: PostgresType { Wrapped.postgresType }

  public func encode(into buffer: inout PostgresBuffer) {
    if let self { self.encode(into: &buffer) } else { buffer.appendNull() }
  }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
  public static var postgresType: PostgresType { RawValue.postgresType }

  public func encode(into buffer: inout PostgresBuffer) {
    rawValue.encode(into: &buffer)
  }
}
