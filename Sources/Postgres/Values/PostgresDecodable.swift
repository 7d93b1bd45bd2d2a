/// A value that can be read from a column, in PostgreSQL's binary format.
///
/// A type that wraps another adopts `PostgresWrapping`; a `RawRepresentable` one whose raw value is decodable needs only
/// to declare the conformance. Arrays and optionals of decodable types are decodable.
public protocol PostgresDecodable {
  /// Reads a field.
  ///
  /// - Throws: when the field is NULL, of another type, or not a value of this type.
  init(postgres value: PostgresValue) throws(PostgresDecodingError)
  /// Reads a field that holds an array of such values.
  static func decode(array value: PostgresValue) throws(PostgresDecodingError) -> [Self]
}

extension PostgresDecodable {
  public static func decode(array value: PostgresValue) throws(PostgresDecodingError) -> [Self] {
    var reader = try ArrayReader(value, expected: "an array of \(Self.self)")
    var elements: [Self] = []
    elements.reserveCapacity(reader.count)
    while let element = try reader.next() { elements.append(try Self(postgres: element)) }
    return elements
  }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    self = try Element.decode(array: value)
  }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    self = value.bytes == nil ? nil : try Wrapped(postgres: value)
  }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    let raw = try RawValue(postgres: value)
    guard let decoded = Self(rawValue: raw) else { throw value.invalid("\(Self.self)") }
    self = decoded
  }
}
