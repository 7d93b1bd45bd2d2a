import Hummingbird
import Readiness

/// Holds each client address to its rate, before anything is done for it.
struct AddressLimit: RouterMiddleware {
  typealias Context = APIContext
  let api: API

  func handle(
    _ request: Request, context: APIContext, next: Next
  ) async throws -> Response {
    try api.limits.admit(address: api.address(of: request, context))
    return try await next(request, context)
  }
}
