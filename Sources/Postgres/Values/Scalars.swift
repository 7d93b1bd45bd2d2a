public import FoundationEssentials

extension Bool: PostgresCodable {
  public static var postgresType: PostgresType { .bool }

  public func encode(into buffer: inout PostgresBuffer) {
    buffer.append(self ? 1 : 0)
  }

  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    let bytes = try value.bytes("Bool") { $0 == PostgresType.bool.oid }
    guard let byte = bytes.first else { throw value.invalid("Bool") }
    self = byte != 0
  }
}

extension Float: PostgresCodable {
  public static var postgresType: PostgresType { .float4 }

  public func encode(into buffer: inout PostgresBuffer) {
    buffer.append(bigEndian: bitPattern)
  }

  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    let bytes = try value.bytes("Float") { $0 == PostgresType.float4.oid }
    guard let pattern = bytes.integer(as: UInt32.self) else { throw value.invalid("Float") }
    self.init(bitPattern: pattern)
  }
}

/// Stored as `float8`; read from `float4` and `float8`.
extension Double: PostgresCodable {
  public static var postgresType: PostgresType { .float8 }

  public func encode(into buffer: inout PostgresBuffer) {
    buffer.append(bigEndian: bitPattern)
  }

  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    let bytes = try value.bytes("Double") { $0 == PostgresType.float8.oid || $0 == PostgresType.float4.oid }
    if value.type == .float4 {
      self = Double(try Float(postgres: value))
    } else if let pattern = bytes.integer(as: UInt64.self) {
      self.init(bitPattern: pattern)
    } else {
      throw value.invalid("Double")
    }
  }
}

/// Stored as `text`; read from the text types, `json`, and types made in the database whose binary form is text: enumerations.
///
/// PostgreSQL cannot store U+0000 in text: the server refuses it (22021).
extension String: PostgresCodable {
  public static var postgresType: PostgresType { .text }

  public func encode(into buffer: inout PostgresBuffer) {
    buffer.append(contentsOf: utf8)
  }

  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    let bytes = try value.bytes("String", accepts: String.reads)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw value.invalid("String") }
    self = text
  }

  private static func reads(_ oid: UInt32) -> Bool {
    switch oid {
    case PostgresType.text.oid, PostgresType.varchar.oid, PostgresType.bpchar.oid, PostgresType.name.oid,
      PostgresType.json.oid, PostgresType.char.oid, PostgresType.unknown.oid:
      true
    default: oid >= PostgresType.firstUserDefinedOID
    }
  }
}

extension UUID: PostgresCodable {
  public static var postgresType: PostgresType { .uuid }

  public func encode(into buffer: inout PostgresBuffer) {
    withUnsafeBytes(of: uuid) { buffer.append(contentsOf: $0) }
  }

  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    let bytes = try value.bytes("UUID") { $0 == PostgresType.uuid.oid }
    guard bytes.count == 16 else { throw value.invalid("UUID") }
    self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
  }
}
