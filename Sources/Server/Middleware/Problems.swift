import Hummingbird
import Logging
import Readiness

/// Turns every error into a problem in the client's language.
struct Problems: RouterMiddleware {
  typealias Context = APIContext

  func handle(
    _ request: Request, context: APIContext, next: Next
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      return try refusal(of: error, context).response(in: request.headers.language)
    }
  }

  private func refusal(of error: any Error, _ context: APIContext) -> HTTPRefusal {
    if let refusal = HTTPRefusal(error) { return refusal }
    context.logger.error("A request failed", metadata: ["error": "\(error)"])
    return HTTPRefusal(standard: .failed(request: context.requestID))
  }
}
