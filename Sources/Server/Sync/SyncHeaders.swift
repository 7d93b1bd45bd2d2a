import HTTPTypes
import Hummingbird
import Readiness
import Wire

/// What a device says of itself with each call.
struct SyncHeaders {
  let device: DeviceID
  /// The form of rows and commands that it knows.
  let schema: Int

  static let declarations = [HTTPField.Name.syncProtocol, .syncSchema, .syncDevice].map {
    ParameterDeclaration(name: $0.rawName, place: .header)
  }

  /// - Throws: `protocol-unsupported`, `schema-unsupported`, or `malformed-header`, which names the header.
  init(_ headers: HTTPFields) throws(Refusal) {
    guard headers[.syncProtocol] == String(SyncProtocol.version) else { throw .unsupportedProtocol }
    guard let schema = headers[.syncSchema].flatMap({ Int($0) }) else {
      throw .malformedHeader("Sync-Schema", expected: LocalizedText(en: "a whole number", zh: "整数"))
    }
    guard SyncProtocol.servedSchemas.contains(schema) else { throw .unsupportedSchema(schema) }
    guard let device = headers[.syncDevice].flatMap({ DeviceID($0) }) else {
      throw .malformedHeader("Sync-Device", expected: LocalizedText(en: "the device's UUID", zh: "设备的 UUID"))
    }
    self.schema = schema
    self.device = device
  }
}

extension HTTPField.Name {
  // Each text is a token by RFC 9110, so that none is refused.
  static let syncProtocol = HTTPField.Name("Sync-Protocol")!
  static let syncSchema = HTTPField.Name("Sync-Schema")!
  static let syncDevice = HTTPField.Name("Sync-Device")!
}

extension Refusal {
  fileprivate static let unsupportedProtocol = Refusal(
    .conflict, "protocol-unsupported", field: "Sync-Protocol",
    LocalizedText(
      en:
        "This server speaks protocol \(SyncProtocol.version) of synchronisation. Say so in the header, or update the app.",
      zh: "此服务器使用同步协议第 \(SyncProtocol.version) 版。请在请求头中注明，或更新应用。"))

  fileprivate static func unsupportedSchema(_ schema: Int) -> Refusal {
    let served = SyncProtocol.servedSchemas
    return Refusal(
      .conflict, "schema-unsupported", field: "Sync-Schema",
      LocalizedText(
        en:
          "Schema \(schema) is not served; \(served.lowerBound) to \(served.upperBound) are. Update the app; what waits "
          + "to be sent stays.",
        zh: "不支持数据格式第 \(schema) 版，支持第 \(served.lowerBound) 至 \(served.upperBound) 版。请更新应用；待发送的内容会保留。"))
  }

  fileprivate static func malformedHeader(_ name: String, expected: LocalizedText) -> Refusal {
    Refusal(
      .malformed, "malformed-header", field: name,
      LocalizedText(
        en: "The header \(name) must be \(expected.en).", zh: "请求头 \(name) 应为\(expected.zh)。"))
  }

  static let encodedBody = Refusal(
    .malformed, "encoded-body", field: "Content-Encoding",
    LocalizedText(
      en: "Bodies are taken as they are, not compressed. Leave Content-Encoding out.",
      zh: "请求内容不得压缩。请去掉 Content-Encoding。"))
}
