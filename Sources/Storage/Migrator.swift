import Crypto
public import FoundationEssentials
public import Postgres
import Readiness
import Wire

/// One numbered step of the schema.
public struct Migration: Sendable, Equatable {
  public let version: Int
  public let name: String
  public let script: String

  /// SHA-256 of the script, as 64 hexadecimal digits.
  public var checksum: String {
    SHA256.hash(data: Data(script.utf8)).hexadecimal
  }

  /// Reads the files `NNNN_name.sql` of a folder, by number.
  ///
  /// - Throws: `MigrationError` when the folder has none, or their numbers have a gap.
  public static func all(in folder: String) throws -> [Migration] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.sorted()
    let migrations = try names.map { name in
      let script = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
      return Migration(version: Int(name.prefix(4)) ?? 0, name: String(name.dropLast(4)), script: script)
    }
    guard !migrations.isEmpty, migrations.map(\.version) == Array(1...migrations.count) else {
      throw MigrationError.incomplete(folder: folder)
    }
    return migrations
  }
}

/// Why a schema cannot be used, with the command that helps.
public enum MigrationError: Error, Equatable, CustomStringConvertible {
  case incomplete(folder: String)
  case stale(database: Int, program: Int)
  case newer(database: Int, program: Int)
  case changed(version: Int, name: String)

  public var description: String {
    switch self {
    case .incomplete(let folder):
      "The migrations in \(folder) are not numbered from 0001 without a gap. Install the program's files again."
    case .stale(let database, let program):
      "The database's schema is \(database) and this program needs \(program). Run: readiness database migrate"
    case .newer(let database, let program):
      "The database's schema is \(database), newer than this program's \(program). Install the newer program, "
        + "or restore a backup of the older schema: readiness database restore FILE"
    case .changed(let version, let name):
      "Migration \(version) (\(name)) is not the one that the database was migrated by. "
        + "Install the program's files again; applied migrations never change."
    }
  }
}

/// Brings a database to the program's schema: each migration once, in order, in a transaction of its own.
public struct Migrator: Sendable {
  private let migrations: [Migration]

  public init(migrations: [Migration]) {
    self.migrations = migrations
  }

  public struct Status: Codable, Sendable, Equatable {
    public var database: Int
    public var program: Int
    /// Names of what is to be applied.
    public var pending: [String]
  }

  /// - Throws: `MigrationError` when the database is newer than the program, or was migrated by other scripts.
  public func status(of database: Database) async throws -> Status {
    try status(applied: try await database.read { tx in try Migrator.applied(tx) })
  }

  /// - Throws: `MigrationError.stale`, too, when there is something to apply.
  public func requireCurrent(_ database: Database) async throws {
    let status = try await status(of: database)
    if !status.pending.isEmpty { throw MigrationError.stale(database: status.database, program: status.program) }
  }

  /// Applies what is pending. Several at once do it once: the others wait.
  ///
  /// - Parameter database: connected as the owner of the schema.
  /// - Returns: the names of what was applied.
  public func migrate(_ database: Database, now: Date) async throws -> [String] {
    var applied: [String] = []
    for migration in migrations {
      let isNew = try await database.write(deadline: .seconds(600)) { tx in
        try apply(migration, tx, now: now)
      }
      if isNew { applied.append(migration.name) }
    }
    return applied
  }

  private func apply(_ migration: Migration, _ tx: Transaction, now: Date) throws -> Bool {
    try tx.run("SELECT pg_advisory_xact_lock(\(Migrator.lock))")
    try tx.run(
      """
      CREATE TABLE IF NOT EXISTS schema_migration (
        version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL)
      """)
    let applied = try Migrator.applied(tx)
    _ = try status(applied: applied)
    guard applied.count < migration.version else { return false }
    try tx.script(migration.script)
    try tx.run(
      """
      INSERT INTO schema_migration (version, name, checksum, applied_at)
      VALUES (\(migration.version), \(migration.name), \(migration.checksum), \(now))
      """)
    if migration.version == 1 { try tx.run("GRANT SELECT ON schema_migration TO readiness_app") }
    return true
  }

  private func status(applied: [(version: Int, checksum: String)]) throws(MigrationError) -> Status {
    let newest = applied.last?.version ?? 0
    if newest > migrations.count { throw .newer(database: newest, program: migrations.count) }
    for (stored, migration) in zip(applied, migrations) where stored.checksum != migration.checksum {
      throw .changed(version: migration.version, name: migration.name)
    }
    return Status(database: newest, program: migrations.count, pending: migrations.dropFirst(newest).map(\.name))
  }

  /// Any number that nobody else locks.
  private static let lock: Int64 = 0x5245_4144_494E_4553

  private static func applied(_ tx: Transaction) throws -> [(version: Int, checksum: String)] {
    let exists = try tx.one("SELECT to_regclass('schema_migration') IS NOT NULL AS exists") {
      try $0.decode("exists", as: Bool.self)
    }
    guard exists else { return [] }
    return try tx.all("SELECT version, checksum FROM schema_migration ORDER BY version") { row in
      (version: try row.decode("version"), checksum: try row.decode("checksum"))
    }
  }
}
