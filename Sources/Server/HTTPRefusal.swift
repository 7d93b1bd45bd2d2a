import Hummingbird
import Readiness
import Storage
import Wire

/// A refusal, with the headers that HTTP wants beside it.
struct HTTPRefusal: Error {
  let refusal: Refusal
  let headers: HTTPFields

  init(_ refusal: Refusal, headers: HTTPFields) {
    self.refusal = refusal
    self.headers = headers
  }

  /// What a client is told of an error; nil for one that it has no part in.
  init?(_ error: any Error) {
    switch error {
    case let refusal as HTTPRefusal: self = refusal
    case let refusal as Refusal: self.init(standard: refusal)
    case let error as any HTTPResponseError where error.status == .notFound: self.init(standard: .noSuchPath)
    case let error as any HTTPResponseError where error.status == .contentTooLarge: self.init(standard: .tooLarge)
    case is CancellationError: self.init(standard: .unavailable)
    default:
      guard let refusal = Refusal(databaseError: error) else { return nil }
      self.init(standard: refusal)
    }
  }

  /// With the headers that go with its kind.
  init(standard refusal: Refusal) {
    switch refusal.kind {
    case .unauthenticated: self.init(refusal, headers: [.wwwAuthenticate: "Bearer"])
    case .unavailable: self.init(refusal, headers: [.retryAfter: "5"])
    default: self.init(refusal, headers: [:])
    }
  }

  func response(in language: Language) throws -> Response {
    let problem = Problem(refusal, language: language)
    var response = try Response.json(problem, status: .init(code: problem.status))
    response.headers[.contentType] = "application/problem+json"
    response.headers[.contentLanguage] = language.tag
    for field in headers { response.headers[field.name] = field.value }
    return response
  }
}

extension Refusal {
  static let noSuchPath = Refusal(
    .notFound, "no-such-path",
    LocalizedText(
      en: "There is nothing at this path. The API description at /v1/openapi.yaml lists all there are.",
      zh: "此路径下没有内容。全部路径见 /v1/openapi.yaml 接口文档。"))

  static let tooLarge = Refusal(
    .tooLarge, "too-large",
    LocalizedText(
      en: "The body is larger than this path takes. Split what you send.", zh: "请求内容超出此路径的上限。请拆分后发送。"))

  static func wrongMethod(allowed: String) -> Refusal {
    Refusal(
      .methodNotAllowed, "method-not-allowed",
      LocalizedText(en: "This path takes \(allowed) only.", zh: "此路径只接受 \(allowed) 方法。"))
  }

  /// - Parameter request: the id by which the server's log tells what happened.
  static func failed(request: String) -> Refusal {
    Refusal(
      .internalError, "internal-error",
      LocalizedText(
        en: "The server failed at this request. Tell its operator the request's id: \(request).",
        zh: "服务器处理此请求时出错。请将请求编号告知运维人员：\(request)。"))
  }
}
