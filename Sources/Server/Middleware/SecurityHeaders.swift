import HTTPTypes
import Hummingbird

/// Tells browsers and caches to do nothing with an answer but show it.
struct SecurityHeaders: RouterMiddleware {
  typealias Context = APIContext
  let usesTLS: Bool

  func handle(
    _ request: Request, context: APIContext, next: Next
  ) async throws -> Response {
    var response = try await next(request, context)
    let isPage = response.headers[.contentType]?.hasPrefix("text/html") ?? false
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "private, no-store" }
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.referrerPolicy] = "no-referrer"
    response.headers[.contentSecurityPolicy] =
      "default-src 'none'; \(isPage ? "style-src 'unsafe-inline'; " : "")"
      + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    if usesTLS { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    return response
  }
}
