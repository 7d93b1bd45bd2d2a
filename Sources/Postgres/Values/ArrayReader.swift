/// Walks the elements of a one-dimensional array in binary format.
struct ArrayReader {
  let count: Int
  private let value: PostgresValue
  private let bytes: UnsafeRawBufferPointer
  private let elementType: PostgresType
  private let expected: String
  private var position = 20
  private var taken = 0

  /// - Throws: when the value is NULL, no array, or has more than one dimension.
  init(_ value: PostgresValue, expected: String) throws(PostgresDecodingError) {
    let bytes = try value.bytes(expected) { _ in true }
    guard let dimensions = bytes.integer(at: 0, as: Int32.self), let elementOID = bytes.integer(at: 8, as: UInt32.self),
      dimensions == 0 || dimensions == 1, value.isArray(of: elementOID)
    else { throw PostgresDecodingError(reason: .typeMismatch, expected: expected, found: "\(value.type)") }
    let length = dimensions == 0 ? 0 : bytes.integer(at: 12, as: Int32.self)
    guard let length, length >= 0 else { throw value.invalid(expected) }
    self.value = value
    self.bytes = bytes
    self.expected = expected
    elementType = PostgresType(oid: elementOID)
    count = Int(length)
  }

  /// - Returns: nil at the end.
  mutating func next() throws(PostgresDecodingError) -> PostgresValue? {
    guard taken < count else { return nil }
    guard let length = bytes.integer(at: position, as: Int32.self) else { throw value.invalid(expected) }
    position += 4
    taken += 1
    guard length >= 0 else { return PostgresValue(type: elementType, bytes: nil) }
    let end = position + Int(length)
    guard end <= bytes.count else { throw value.invalid(expected) }
    defer { position = end }
    return PostgresValue(type: elementType, bytes: UnsafeRawBufferPointer(rebasing: bytes[position..<end]))
  }
}

extension PostgresValue {
  /// Whether this can be an array whose header names that element type: a scalar's bytes could look like a header.
  fileprivate func isArray(of elementOID: UInt32) -> Bool {
    type.oid >= PostgresType.firstUserDefinedOID || PostgresType.elements[type.oid] == elementOID
  }
}

extension PostgresType {
  /// The element's OID by the array's.
  fileprivate static let elements: [UInt32: UInt32] = {
    let types: [PostgresType] = [
      .bool, .bytea, .char, .name, .int8, .int2, .int4, .text, .oid, .json, .float4, .float8, .bpchar, .varchar, .date,
      .timestamp, .timestamptz, .numeric, .uuid, .jsonb,
    ]
    return Dictionary(uniqueKeysWithValues: types.map { ($0.arrayOID, $0.oid) })
  }()
}
