import Foundation
import Hummingbird
import Logging
import Postgres
import Readiness
import Server
import ServiceLifecycle
import Storage
import SyncClient
import Synchronization
import TestSupport

/// The product as it is installed: its HTTP server on a port of this machine, over a PostgreSQL database of its own with two
/// organisations, at an hour that a history sets.
final class Installation: @unchecked Sendable {
  // Sendable: a history runs in one task, and what else runs in the process does not use it.
  private(set) var test: TestStore
  private var server: RunningServer
  private let hour = Hour()
  private var backup: TestStore?
  /// How often the past was restored.
  private(set) var restores = 0

  init() async throws {
    test = try await TestStore.make()
    server = try await RunningServer(of: test, at: hour)
  }

  func close() async throws {
    try await server.stop()
    await test.close()
  }

  /// How phones reach it: by the transport that ships.
  var transport: URLSessionTransport { server.transport }
  var now: Date { hour.date }
  var today: Day { Day(hour.date) }

  func pass(seconds: TimeInterval) { hour.pass(seconds: seconds) }

  /// Applies a command in an organisation, as its operator would.
  @discardableResult
  func run<C: AppliedCommand>(
    _ command: C, in organisation: TestOrganisation, after seconds: TimeInterval = 0
  ) async throws -> C.Result {
    try await test.store.execute(
      command, by: .operatorOf(organisation.id), now: now.addingTimeInterval(seconds))
  }

  // MARK: - Backups

  /// A backup is a copy of the database.
  func takeBackup() async throws {
    let past = test
    try await goOn(from: past)
    backup = past
  }

  func forgetBackup() { backup = nil }

  /// - Parameter renewing: whether replicas are told, as `readiness database restore` does.
  func restore(renewing: Bool) async throws {
    guard let backup else { return }
    try await goOn(from: backup)
    if renewing { try await test.owner.write { try $0.script(HostQueries.epochRenewal) } }
    restores += 1
  }

  /// Starts the server anew, in a copy of a database.
  private func goOn(from past: TestStore) async throws {
    try await close()
    test = try past.copy()
    server = try await RunningServer(of: test, at: hour)
  }
}

/// The hour of a history.
private final class Hour: Sendable {
  private let state = Mutex(TestStore.now)

  var date: Date { state.withLock { $0 } }
  func pass(seconds: TimeInterval) { state.withLock { $0 += seconds } }
}

/// One life of the HTTP server.
private struct RunningServer {
  let transport: URLSessionTransport
  private let services: ServiceGroup
  private let life: Task<Void, any Error>

  struct DidNotStart: Error {}

  init(of test: TestStore, at hour: Hour) async throws {
    let logger = Logger(label: "history") { _ in SwiftLogNoOpLogHandler() }
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let unmet = Rate(perSecond: 1e9, burst: 1e9)
    let application = try buildApplication(
      store: test.store, migrator: test.migrator,
      configuration: ServerConfiguration(
        port: 0, descriptionFile: RepositoryFiles.path("docs/openapi.yaml"),
        limits: ServerLimits(addressRate: unmet, loginRate: unmet, tokenRate: unmet)),
      logger: logger, clock: { hour.date }, whenListening: { port.yield($0) })
    let services = ServiceGroup(configuration: .init(services: [application], logger: logger))
    self.services = services
    life = Task {
      defer { port.finish() }
      try await services.run()
    }
    guard let port = await ports.first(where: { _ in true }), let address = URL(string: "http://127.0.0.1:\(port)")
    else {
      throw DidNotStart()
    }
    transport = URLSessionTransport(server: address)
  }

  func stop() async throws {
    await services.triggerGracefulShutdown()
    try await life.value
  }
}
