/// A PostgreSQL data type, known by its object identifier.
public struct PostgresType: Hashable, Sendable {
  /// The type's OID in `pg_type`.
  public let oid: UInt32
  /// The OID of the type of its one-dimensional arrays; 0 where this module knows none.
  public let arrayOID: UInt32

  public init(oid: UInt32, arrayOID: UInt32 = 0) {
    self.oid = oid
    self.arrayOID = arrayOID
  }

  public static func == (left: PostgresType, right: PostgresType) -> Bool { left.oid == right.oid }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(oid)
  }

  /// The type of this type's arrays. Arrays of arrays are not supported: a programming error.
  public var array: PostgresType {
    precondition(arrayOID != 0, "\(self) has no array type here; arrays have one dimension.")
    return PostgresType(oid: arrayOID)
  }

  /// OIDs from here on belong to types made in this database: enumerations, composites, extensions' types.
  static let firstUserDefinedOID: UInt32 = 16_384
}

extension PostgresType {
  public static let bool = PostgresType(oid: 16, arrayOID: 1_000)
  public static let bytea = PostgresType(oid: 17, arrayOID: 1_001)
  public static let char = PostgresType(oid: 18, arrayOID: 1_002)
  public static let name = PostgresType(oid: 19, arrayOID: 1_003)
  public static let int8 = PostgresType(oid: 20, arrayOID: 1_016)
  public static let int2 = PostgresType(oid: 21, arrayOID: 1_005)
  public static let int4 = PostgresType(oid: 23, arrayOID: 1_007)
  public static let text = PostgresType(oid: 25, arrayOID: 1_009)
  public static let oid = PostgresType(oid: 26, arrayOID: 1_028)
  public static let json = PostgresType(oid: 114, arrayOID: 199)
  public static let float4 = PostgresType(oid: 700, arrayOID: 1_021)
  public static let float8 = PostgresType(oid: 701, arrayOID: 1_022)
  public static let unknown = PostgresType(oid: 705)
  public static let bpchar = PostgresType(oid: 1_042, arrayOID: 1_014)
  public static let varchar = PostgresType(oid: 1_043, arrayOID: 1_015)
  public static let date = PostgresType(oid: 1_082, arrayOID: 1_182)
  public static let timestamp = PostgresType(oid: 1_114, arrayOID: 1_115)
  public static let timestamptz = PostgresType(oid: 1_184, arrayOID: 1_185)
  public static let numeric = PostgresType(oid: 1_700, arrayOID: 1_231)
  public static let uuid = PostgresType(oid: 2_950, arrayOID: 2_951)
  public static let jsonb = PostgresType(oid: 3_802, arrayOID: 3_807)
}

extension PostgresType: CustomStringConvertible {
  /// The type's SQL name, or its OID where this module does not know it.
  public var description: String {
    if let name = PostgresType.names[oid] { return name }
    return "type with OID \(oid)"
  }

  private static let names: [UInt32: String] = {
    let scalars: [(PostgresType, String)] = [
      (.bool, "bool"), (.bytea, "bytea"), (.char, "\"char\""), (.name, "name"), (.int8, "int8"), (.int2, "int2"),
      (.int4, "int4"), (.text, "text"), (.oid, "oid"), (.json, "json"), (.float4, "float4"), (.float8, "float8"),
      (.unknown, "unknown"), (.bpchar, "bpchar"), (.varchar, "varchar"), (.date, "date"), (.timestamp, "timestamp"),
      (.timestamptz, "timestamptz"), (.numeric, "numeric"), (.uuid, "uuid"), (.jsonb, "jsonb"),
    ]
    var names: [UInt32: String] = [:]
    for (type, name) in scalars {
      names[type.oid] = name
      if type.arrayOID != 0 { names[type.arrayOID] = name + "[]" }
    }
    return names
  }()
}
