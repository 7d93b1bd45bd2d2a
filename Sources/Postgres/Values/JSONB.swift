/// A JSON document as text ↔ `jsonb`; read from `json` too.
///
/// The text is checked by the server (22P02 when it is no JSON), which also normalises it: spaces, key order and
/// duplicate keys are not kept.
public struct JSONB: Hashable, Sendable {
  public let text: String

  public init(_ text: String) {
    self.text = text
  }
}

extension JSONB: PostgresCodable {
  public static var postgresType: PostgresType { .jsonb }

  /// The one version of the binary format that there is.
  private static let version: UInt8 = 1

  public func encode(into buffer: inout PostgresBuffer) {
    buffer.append(JSONB.version)
    buffer.append(contentsOf: text.utf8)
  }

  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    var bytes = try value.bytes("JSONB") { $0 == PostgresType.jsonb.oid || $0 == PostgresType.json.oid }
    if value.type == .jsonb {
      guard bytes.first == JSONB.version else { throw value.invalid("JSONB") }
      bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst())
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw value.invalid("JSONB") }
    self.init(text)
  }
}
