import FoundationEssentials
import Glibc
import Hummingbird
import Logging
import NIOCore
import Postgres
import Readiness
import Server
import ServiceLifecycle
import Storage

/// The whole product as one service: its PostgreSQL where it is its own, the schema, and the HTTP API, each ended after
/// what rests upon it.
struct ProductService: Service {
  let configuration: ServerConfiguration
  let settings: DatabaseSettings
  let share: ShareFolder
  let console: Console
  let logger: Logger

  func run() async throws {
    let migrator = Migrator(migrations: try Migration.all(in: share.schema))
    guard case .embedded(let folder) = settings else { return try await serve(migrator) }
    let cluster = EmbeddedCluster(folder: folder, environment: ProcessInfo.processInfo.environment, logger: logger)
    try await cluster.start()
    do {
      try await migrate(cluster, migrator)
      try await serve(migrator)
    } catch {
      await cluster.stop()
      throw error
    }
    await cluster.stop()
  }

  private func migrate(_ cluster: EmbeddedCluster, _ migrator: Migrator) async throws {
    let owner = Database(
      configuration: DatabaseConfiguration(conninfo: cluster.conninfo(), connections: 1, statementTimeout: .zero),
      logger: logger)
    do {
      let applied = try await migrator.migrate(owner, now: Date())
      if !applied.isEmpty { logger.notice("Migrated the schema", metadata: ["applied": "\(applied)"]) }
      if try await HostQueries.organisations(owner).isEmpty { console.note(Text.bootstrapNeeded) }
    } catch {
      await owner.close()
      throw error
    }
    await owner.close()
  }

  private func serve(_ migrator: Migrator) async throws {
    let database = Database(
      configuration: DatabaseConfiguration(conninfo: try settings.applicationConninfo(), connections: connections),
      logger: logger)
    do {
      try await migrator.requireCurrent(database)
      let store = Store(database: database)
      try await store.requireConfinedRole()
      try await listen(store, migrator)
    } catch {
      await database.close()
      throw error
    }
    await database.close()
  }

  /// Two a processor: one works while the other waits for the disk. Well below what PostgreSQL admits.
  private var connections: Int { min(max(2 * System.coreCount, 4), 16) }

  private func listen(_ store: Store, _ migrator: Migrator) async throws {
    let console = console
    let scheme = configuration.certificateFile == nil ? "http" : "https"
    let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
    let application = try buildApplication(
      store: store, migrator: migrator, configuration: configuration, logger: logger,
      whenListening: { console.note(Text.ready("\(scheme)://\(host):\($0)")) })
    let daily = DailyUpkeep(store: store, logger: logger)
    do {
      try await withThrowingTaskGroup { group in
        defer { group.cancelAll() }
        group.addTask { await daily.run() }
        try await application.run()
      }
    } catch let error as IOError {
      throw Failure(.failed, Text.cannotListen("\(host):\(configuration.port)", error))
    }
  }
}

extension Text {
  fileprivate static func cannotListen(_ address: String, _ error: IOError) -> LocalizedText {
    switch error.errnoCode {
    case EADDRINUSE: addressTaken(address)
    default: cannotListen(address, reason: "\(error)")
    }
  }
}
