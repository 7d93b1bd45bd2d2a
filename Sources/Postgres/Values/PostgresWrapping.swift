/// A type that is stored as another: an identifier as its UUID, a code as its text.
///
/// ```swift
/// extension Day: PostgresWrapping {
///   public var postgresValue: PostgresDate { PostgresDate(daysSince1970: number) }
///   public init?(postgresValue: PostgresDate) { self.init(number: postgresValue.daysSince1970) }
/// }
/// ```
public protocol PostgresWrapping: PostgresEncodable, PostgresDecodable {
  associatedtype PostgresStorage: PostgresEncodable & PostgresDecodable

  /// What is stored.
  var postgresValue: PostgresStorage { get }

  /// - Returns: nil when what is stored is no value of this type; the reader then gets a `PostgresDecodingError`.
  init?(postgresValue: PostgresStorage)
}

extension PostgresWrapping {
  public static var postgresType: PostgresType { PostgresStorage.postgresType }

  public func encode(into buffer: inout PostgresBuffer) {
    postgresValue.encode(into: &buffer)
  }

  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    self = try .init(wrapped: value)
  }

  fileprivate init(wrapped value: PostgresValue) throws(PostgresDecodingError) {
    let stored = try PostgresStorage(postgres: value)
    guard let decoded = Self(postgresValue: stored) else { throw value.invalid("\(Self.self)") }
    self = decoded
  }
}

/// Where a type has a raw value too, what it says it is stored as wins.
extension PostgresWrapping where Self: RawRepresentable, RawValue: PostgresEncodable & PostgresDecodable {
  public static var postgresType: PostgresType { PostgresStorage.postgresType }

  public func encode(into buffer: inout PostgresBuffer) {
    postgresValue.encode(into: &buffer)
  }

  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    self = try .init(wrapped: value)
  }
}
