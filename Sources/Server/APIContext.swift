import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Readiness

/// What is known of a request besides the request itself.
struct APIContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// What the log and the client know the request by.
  let requestID: String
  /// The other end of the connection: the client's, or a proxy's; “unknown” where there is no network.
  let peer: String

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    // A logger that keeps nothing has no id to give.
    requestID = source.logger[metadataKey: "hb.request.id"]?.description ?? RequestID().description
    peer = source.channel.remoteAddress?.ipAddress ?? "unknown"
  }
}

/// What a middleware hands a request on to; isolated as Hummingbird's protocol has it.
typealias Next = @concurrent (Request, APIContext) async throws -> Response

extension HTTPField.Name {
  // Each text is a token by RFC 9110, so that none is refused.
  static let requestID = HTTPField.Name("X-Request-Id")!
  static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
  static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
}

extension HTTPFields {
  /// The credentials of `Authorization: Bearer …`; empty when there are none, which is nobody's token.
  var bearer: String {
    let parts = (self[.authorization] ?? "").split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return "" }
    return parts[1].trimmingPrefix { $0 == " " }.description
  }

  /// The best of the languages there are, by `Accept-Language` (RFC 9110, 12.5.4); English when it names neither.
  var language: Language {
    let ranked = (self[.acceptLanguage] ?? "").split(separator: ",").compactMap { range -> (Language, Double)? in
      let parts = range.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
      guard let tag = parts.first, let language = Language(rawValue: String(tag.prefix { $0 != "-" })) else {
        return nil
      }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
      return (language, weight ?? 1)
    }
    // Of equals, `max` takes the first.
    return ranked.max { $0.1 < $1.1 }.flatMap { $0.1 > 0 ? $0.0 : nil } ?? .en
  }
}
