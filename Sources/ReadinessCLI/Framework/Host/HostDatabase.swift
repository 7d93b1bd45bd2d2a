import FoundationEssentials
import Logging
import Postgres
import Readiness
import Storage

/// The database as the operator at its host reaches it: as the owner of its schema.
struct HostDatabase: Sendable {
  let settings: DatabaseSettings
  /// Where it is, for people: a folder, or the setting that names it.
  let location: String
  /// Of the owner, with what may be a password.
  let conninfo: String
  let owner: Database
  let migrator: Migrator

  /// Opens the database that the settings name for as long as `body` runs.
  ///
  /// The server's own PostgreSQL is started for it, unless a server runs already, whose PostgreSQL is used then.
  static func open<Value>(logger: Logger, _ body: (HostDatabase) async throws -> Value) async throws -> Value {
    let settings = DatabaseSettings.current
    switch settings {
    case .given(_, let owner):
      guard let owner else { throw Failure(.failed, Text.ownerMissing) }
      return try await use(owner, settings, location: "READINESS_DATABASE_ADMIN_URL", logger: logger, body)
    case .embedded(let folder):
      let cluster = EmbeddedCluster(folder: folder, environment: ProcessInfo.processInfo.environment, logger: logger)
      let isOurs = try await startUnlessRunning(cluster)
      do {
        let value = try await use(cluster.conninfo(), settings, location: cluster.folder, logger: logger, body)
        if isOurs { await cluster.stop() }
        return value
      } catch {
        if isOurs { await cluster.stop() }
        throw error
      }
    }
  }

  private static func startUnlessRunning(_ cluster: EmbeddedCluster) async throws -> Bool {
    do {
      try await cluster.start()
      return true
    } catch EmbeddedClusterError.inUse {
      return false
    }
  }

  private static func use<Value>(
    _ conninfo: String, _ settings: DatabaseSettings, location: String, logger: Logger,
    _ body: (HostDatabase) async throws -> Value
  ) async throws -> Value {
    let migrator = Migrator(migrations: try Migration.all(in: ShareFolder.find().schema))
    // What the operator asks for may take its time: a migration, or the check of a long audit.
    let configuration = DatabaseConfiguration(conninfo: conninfo, connections: 1, statementTimeout: .zero)
    let owner = Database(configuration: configuration, logger: logger)
    let host = HostDatabase(
      settings: settings, location: location, conninfo: conninfo, owner: owner, migrator: migrator)
    do {
      let value = try await body(host)
      await owner.close()
      return value
    } catch {
      await owner.close()
      throw error
    }
  }

  /// Brings the schema up to date where it is the program's own database; checks that it is, where it is somebody's.
  func prepareSchema() async throws {
    switch settings {
    case .embedded: _ = try await migrator.migrate(owner, now: Date())
    case .given: try await migrator.requireCurrent(owner)
    }
  }

  /// The store, on a connection of the role that the server uses, for as long as `body` runs.
  func withStore<Value>(logger: Logger, _ body: (Store) async throws -> Value) async throws -> Value {
    // A bulk load commits for longer than a request may.
    let configuration = DatabaseConfiguration(
      conninfo: try settings.applicationConninfo(), connections: 1, statementTimeout: .seconds(600),
      cancelGrace: .seconds(120))
    let database = Database(configuration: configuration, logger: logger)
    do {
      let value = try await body(Store(database: database))
      await database.close()
      return value
    } catch {
      await database.close()
      throw error
    }
  }
}
