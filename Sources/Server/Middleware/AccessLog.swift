import HTTPTypes
import Hummingbird
import Logging

/// Logs each request in one line: what was asked of which route, never with which values.
struct AccessLog: RouterMiddleware {
  typealias Context = APIContext

  func handle(
    _ request: Request, context: APIContext, next: Next
  ) async throws -> Response {
    let began = ContinuousClock.now
    var response = try await next(request, context)
    response.headers[.requestID] = context.requestID
    let milliseconds = Int(began.duration(to: .now) / .milliseconds(1))
    context.logger.info(
      "Answered",
      metadata: [
        "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "-")",
        "status": "\(response.status.code)", "ms": "\(milliseconds)",
      ])
    return response
  }
}
