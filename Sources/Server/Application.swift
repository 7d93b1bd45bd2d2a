public import FoundationEssentials
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import Storage

/// The HTTP API over a store, as a service that runs until it is shut down: what is in progress is then answered first.
///
/// - Parameters:
///   - migrator: knows the schema that this program needs, for `/health/ready`.
///   - clock: the time of commands and queries.
///   - whenListening: told the port once connections are accepted.
/// - Throws: `ServerConfigurationError`.
public func buildApplication(
  store: Store, migrator: Migrator, configuration: ServerConfiguration, logger: Logger,
  clock: @escaping @Sendable () -> Date = { Date() }, whenListening: @escaping @Sendable (Int) -> Void = { _ in }
) throws -> some ApplicationProtocol {
  let heads = HeadWatch(store: store, logger: logger)
  let api = API(
    store: store, migrator: migrator, configuration: configuration, limits: RequestLimits(configuration.limits),
    heads: heads, description: try configuration.readDescription(), clock: clock)
  return Application(
    router: router(for: api), server: try configuration.serverBuilder(),
    configuration: ApplicationConfiguration(
      address: .hostname(configuration.host, port: configuration.port),
      availableConnectionsDelegate: MaximumAvailableConnections(configuration.limits.connections, logger: logger)),
    services: [heads],
    onServerRunning: { channel in whenListening(channel.localAddress?.port ?? configuration.port) }, logger: logger)
}

/// The route table, with a problem for each method that a path does not take.
private func router(for api: API) -> Router<APIContext> {
  let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
  router.addMiddleware {
    AccessLog()
    SecurityHeaders(usesTLS: api.configuration.usesTLS)
    Problems()
    AddressLimit(api: api)
  }
  for (path, routes) in Dictionary(grouping: Route.all, by: \.path) {
    for route in routes {
      router.on(RouterPath(path), method: route.method) { request, context in
        try await route.respond(to: request, context, api)
      }
    }
    let taken = routes.map(\.method) + (routes.contains { $0.method == .get } ? [.head] : [])
    let allowed = taken.map(\.rawValue).sorted().joined(separator: ", ")
    for method in HTTPRequest.Method.standard where !taken.contains(method) {
      router.on(RouterPath(path), method: method) { _, _ -> Response in
        throw HTTPRefusal(.wrongMethod(allowed: allowed), headers: [.allow: allowed])
      }
    }
  }
  return router
}

extension HTTPRequest.Method {
  fileprivate static let standard: [HTTPRequest.Method] = [
    .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
  ]
}

extension ServerConfiguration {
  fileprivate func readDescription() throws(ServerConfigurationError) -> ByteBuffer {
    do {
      return ByteBuffer(bytes: try Data(contentsOf: URL(filePath: descriptionFile)))
    } catch {
      throw .unreadable(file: descriptionFile, reason: "it cannot be read")
    }
  }
}
