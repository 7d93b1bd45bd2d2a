extension Int16: PostgresCodable {
  public static var postgresType: PostgresType { .int2 }
}

extension Int32: PostgresCodable {
  public static var postgresType: PostgresType { .int4 }
}

extension Int64: PostgresCodable {
  public static var postgresType: PostgresType { .int8 }
}

/// Stored as `int8`; read from `int2`, `int4`, `int8` and `oid`.
extension Int: PostgresCodable {
  public static var postgresType: PostgresType { .int8 }
}

extension PostgresEncodable where Self: FixedWidthInteger {
  public func encode(into buffer: inout PostgresBuffer) {
    buffer.append(bigEndian: self)
  }
}

extension PostgresDecodable where Self: FixedWidthInteger & SignedInteger {
  /// Reads an integer column of this width or a narrower one.
  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    let bytes = try value.bytes("\(Self.self)") { oid in
      switch oid {
      case PostgresType.int2.oid: true
      case PostgresType.int4.oid: Self.bitWidth >= 32
      case PostgresType.int8.oid, PostgresType.oid.oid: Self.bitWidth >= 64
      default: false
      }
    }
    let decoded: Self? =
      switch value.type.oid {
      case PostgresType.int2.oid: bytes.integer(as: Int16.self).map { Self(truncatingIfNeeded: $0) }
      case PostgresType.int4.oid: bytes.integer(as: Int32.self).map { Self(truncatingIfNeeded: $0) }
      case PostgresType.int8.oid: bytes.integer(as: Int64.self).map { Self(truncatingIfNeeded: $0) }
      default: bytes.integer(as: UInt32.self).map { Self(truncatingIfNeeded: $0) }
      }
    guard let decoded else { throw value.invalid("\(Self.self)") }
    self = decoded
  }
}

/// A byte alone is stored as `int2`; an array of bytes is a `bytea`.
extension UInt8: PostgresCodable {
  public static var postgresType: PostgresType { .int2 }
  public static var postgresArrayType: PostgresType { .bytea }

  public func encode(into buffer: inout PostgresBuffer) {
    buffer.append(bigEndian: Int16(self))
  }

  public static func encode(array: [UInt8], into buffer: inout PostgresBuffer) {
    buffer.append(contentsOf: array)
  }

  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    guard let byte = UInt8(exactly: try Int16(postgres: value)) else { throw value.invalid("UInt8") }
    self = byte
  }

  public static func decode(array value: PostgresValue) throws(PostgresDecodingError) -> [UInt8] {
    Array(try value.bytes("[UInt8]") { $0 == PostgresType.bytea.oid })
  }
}
