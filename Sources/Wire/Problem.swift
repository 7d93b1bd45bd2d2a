import FoundationEssentials
public import Readiness

/// An error on the wire: RFC 9457 (`application/problem+json`), with a stable code, the field and what to do.
public struct Problem: Error, Codable, Sendable, Equatable {
  /// `urn:readiness:problem:` and the code.
  public var type: String
  public var title: String
  public var status: Int
  public var code: String
  public var detail: String
  public var field: String?
  public var faults: [Fault]?

  /// One fault of many, at its place.
  public struct Fault: Codable, Sendable, Equatable {
    public var row: Int?
    public var field: String?
    public var code: String
    public var detail: String
  }

  public init(_ refusal: Refusal, language: Language) {
    type = "urn:readiness:problem:\(refusal.code)"
    title = refusal.kind.title[language]
    status = refusal.kind.status
    code = refusal.code
    detail = refusal.message[language]
    field = refusal.field
    faults =
      refusal.faults.isEmpty
      ? nil
      : refusal.faults.map {
        Fault(row: $0.row, field: $0.field, code: $0.code, detail: $0.message[language])
      }
  }
}

extension Refusal.Kind {
  /// The HTTP status.
  public var status: Int {
    switch self {
    case .malformed: 400
    case .unauthenticated: 401
    case .forbidden: 403
    case .notFound: 404
    case .methodNotAllowed: 405
    case .conflict: 409
    case .gone: 410
    case .tooLarge: 413
    case .invalid: 422
    case .tooMany: 429
    case .internalError: 500
    case .unavailable: 503
    }
  }

  var title: LocalizedText {
    switch self {
    case .malformed: LocalizedText(en: "The request cannot be read", zh: "无法读取请求")
    case .unauthenticated: LocalizedText(en: "Not signed in", zh: "尚未登录")
    case .forbidden: LocalizedText(en: "Not allowed", zh: "没有权限")
    case .notFound: LocalizedText(en: "Not found", zh: "未找到")
    case .methodNotAllowed: LocalizedText(en: "Not a method of this path", zh: "路径不支持该方法")
    case .conflict: LocalizedText(en: "In conflict with what is there", zh: "与现有数据冲突")
    case .gone: LocalizedText(en: "No longer there", zh: "已不存在")
    case .tooLarge: LocalizedText(en: "Too large", zh: "内容过大")
    case .invalid: LocalizedText(en: "Not valid", zh: "内容无效")
    case .tooMany: LocalizedText(en: "Too many requests", zh: "请求过于频繁")
    case .internalError: LocalizedText(en: "The server failed", zh: "服务器内部错误")
    case .unavailable: LocalizedText(en: "Not available now", zh: "暂时不可用")
    }
  }
}

extension Refusal {
  /// A body that does not decode, told by the path of the value at fault.
  public init(malformed error: DecodingError) {
    let read: (path: String, reason: String) =
      switch error {
      case .keyNotFound(let key, let context): ((context.codingPath + [key]).path, "a value is missing")
      case .typeMismatch(let type, let context): (context.codingPath.path, "a \(type) is expected")
      case .valueNotFound(let type, let context): (context.codingPath.path, "a \(type) is expected")
      case .dataCorrupted(let context): (context.codingPath.path, context.debugDescription)
      @unknown default: ("", "the value cannot be read")
      }
    // Both may quote what was sent, and a NUL could not be stored.
    let (path, reason) = (read.path.filter { $0 != "\0" }, read.reason.filter { $0 != "\0" })
    self.init(
      .malformed, "malformed", field: path.isEmpty ? nil : path,
      LocalizedText(
        en: "At “\(path)”: \(reason). Compare with the API description.",
        zh: "“\(path)”处的内容无法读取（\(reason)）。请对照接口文档。"))
  }

}

extension [any CodingKey] {
  /// The place of a value as a person reads it: `commands[0].arguments.sheet`; empty for the whole.
  public var path: String {
    reduce(into: "") { path, key in
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += path.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
  }
}
