import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Storage

/// What every request is answered from.
struct API: Sendable {
  let store: Store
  let migrator: Migrator
  let configuration: ServerConfiguration
  let limits: RequestLimits
  let heads: HeadWatch
  /// The OpenAPI file's bytes.
  let description: ByteBuffer
  let clock: @Sendable () -> Date

  /// The client's address.
  func address(of request: Request, _ context: APIContext) -> String {
    guard configuration.isBehindProxy, let hops = request.headers[.forwardedFor],
      let last = hops.split(separator: ",").last
    else { return context.peer }
    return last.filter { $0 != " " }
  }
}
