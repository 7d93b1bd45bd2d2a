import Crypto
import Foundation
import GRDB
import Readiness
import Wire

/// What a device holds, in one file: published rows, the pages of a synchronisation that is not done, and the commands that
/// wait. Every step that must not be half done is one transaction here.
final class Replica: Sendable {
  let database: DatabaseQueue
  let keys: any ScopeKeys
  /// Nil for one in memory, which no other process has.
  let processLock: FileLock?

  /// - Parameter path: nil: in memory.
  init(path: String?, keys: any ScopeKeys) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA secure_delete = ON") }
    database =
      try path.map { try DatabaseQueue(path: $0, configuration: configuration) }
      ?? DatabaseQueue(configuration: configuration)
    self.keys = keys
    processLock = path.map { FileLock(path: $0 + ".lock") }
    try Replica.migrator.migrate(database)
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    // No table is without row ids: changes of such are not observed.
    migrator.registerMigration("replica") { db in
      try db.execute(
        sql: """
          CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
          CREATE TABLE row (
            scope TEXT NOT NULL, table_name TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
            sealed BLOB NOT NULL, PRIMARY KEY (scope, table_name, id));
          CREATE INDEX row_table ON row (table_name, id);
          CREATE TABLE staged (
            position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, scope TEXT NOT NULL,
            table_name TEXT NOT NULL DEFAULT '', id TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL DEFAULT 0,
            sealed BLOB);
          CREATE TABLE mutation (
            position INTEGER PRIMARY KEY AUTOINCREMENT, sequence INTEGER UNIQUE, body BLOB NOT NULL,
            name TEXT NOT NULL, overlay BLOB NOT NULL, state TEXT NOT NULL, made_at REAL NOT NULL, provides TEXT,
            version INTEGER, settled_at REAL, answer BLOB);
          CREATE INDEX mutation_state ON mutation (state, sequence);
          CREATE TABLE provisional (id TEXT PRIMARY KEY, value TEXT NOT NULL);
          """)
    }
    return migrator
  }

  // MARK: - Settings

  enum Setting: String {
    case device, accessToken, accessExpiresAt, refreshToken
    /// Refresh tokens that were traded, for a server that is restored from a backup.
    case earlierTokens
    case epoch, cursor, head, lease, tag
    /// The highest sequence that was given away, also before a renumbering.
    case lastSequence
    /// Scopes that were dropped, and of which the server has not been told so.
    case purged
    /// The server was restored from a backup: at the next `done` what it has lost is sent again.
    case restored
    /// The round in progress began without a cursor: what it does not open is held no longer when it is done.
    case anew
    /// When the digests were last compared.
    case verifiedAt
    /// What was held is deleted, or about to be: nothing is read until a round is done.
    case locked
    /// Why the device may not synchronise any more.
    case ended
  }

  static func read(_ setting: Setting, _ db: Database) throws -> String? {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT value FROM setting WHERE name = ?"), arguments: [setting.rawValue])
  }

  static func write(_ value: String?, to setting: Setting, _ db: Database) throws {
    if let value {
      try db.run(
        "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [setting.rawValue, value])
    } else {
      try db.run("DELETE FROM setting WHERE name = ?", [setting.rawValue])
    }
  }

  func read(_ setting: Setting) throws -> String? { try glance { try Replica.read(setting, $0) } }

  /// The version that the replica equals; nil: it has never been whole.
  var head: Int64? { get throws { try read(.head).flatMap { Int64($0) } } }

  /// All settings that are there, at one moment.
  static func settings(_ db: Database) throws -> [Setting: String] {
    let rows = try Row.fetchAll(db.cachedStatement(sql: "SELECT name, value FROM setting"))
    return rows.reduce(into: [:]) { settings, row in
      if let setting = Setting(rawValue: row["name"]) { settings[setting] = row["value"] }
    }
  }

  /// Reads by one statement, for which no transaction is needed.
  func glance<Value>(_ body: (Database) throws -> Value) throws -> Value { try database.unsafeRead(body) }

  // MARK: - Rows

  func seal(_ text: String, of scope: SyncScope) throws -> Data {
    try ChaChaPoly.seal(Data(text.utf8), using: try keys.keyForSealing(scope)).combined
  }

  /// - Throws: `SyncError.locked` when the scope's key is gone.
  func open(_ sealed: Data, of scope: SyncScope) throws -> String {
    guard let key = try keys.key(of: scope) else { throw SyncError.locked }
    return String(decoding: try ChaChaPoly.open(try ChaChaPoly.SealedBox(combined: sealed), using: key), as: UTF8.self)
  }

  /// Deletes scopes with their keys, staged rows included, and remembers to tell the server.
  func drop(_ scopes: Set<SyncScope>, _ db: Database) throws {
    try keys.destroy(scopes)
    for scope in scopes.map(\.description) {
      try db.run("DELETE FROM row WHERE scope = ?", [scope])
      try db.run("DELETE FROM staged WHERE scope = ?", [scope])
    }
    try Replica.forgetOverlays(of: scopes, db)
    let purged = try Replica.purged(db).union(scopes)
    try Replica.write(purged.map(\.description).sorted().joined(separator: " "), to: .purged, db)
  }

  static func purged(_ db: Database) throws -> Set<SyncScope> { scopes(in: try read(.purged, db)) }

  static func scopes(in text: String?) -> Set<SyncScope> {
    Set((text ?? "").split(separator: " ").compactMap { SyncScope(String($0)) })
  }

  /// Deletes every row and key; what waits to be sent stays.
  ///
  /// First it is written down that nothing is held any more, so that a process which ends in between leaves no rows without
  /// keys that count for something.
  ///
  /// - Parameters:
  ///   - condition: nothing is done where it does not hold.
  ///   - body: what is written together with it.
  /// - Returns: whether it was done.
  @discardableResult
  func lock(
    if condition: (Database) throws -> Bool = { _ in true }, with body: (Database) throws -> Void = { _ in }
  ) throws -> Bool {
    let isBegun = try database.write { db in
      guard try condition(db) else { return false }
      try Replica.write("yes", to: .locked, db)
      try Replica.forgetPlace(db)
      return true
    }
    guard isBegun else { return false }
    return try database.write { db in
      guard try condition(db) else { return false }
      try keys.destroyAll()
      try db.run("DELETE FROM row")
      try Replica.forgetPlace(db)
      for setting in [Setting.lease, .locked] { try Replica.write(nil, to: setting, db) }
      try body(db)
      return true
    }
  }

  /// The next round begins anew, and what it does not open is not held.
  private static func forgetPlace(_ db: Database) throws {
    try db.run("DELETE FROM staged")
    for setting in [Setting.cursor, .head, .tag] { try write(nil, to: setting, db) }
    try write("yes", to: .anew, db)
  }

  /// Locks a replica whose lease is over.
  ///
  /// - Returns: whether that was so.
  func lockIfOver(at now: Date) throws -> Bool {
    guard try glance({ try Replica.isLeaseOver(at: now, $0) }) else { return false }
    return try lock(if: { try Replica.isLeaseOver(at: now, $0) }) { db in
      try Replica.write("yes", to: .locked, db)
    }
  }

  private static func isLeaseOver(at now: Date, _ db: Database) throws -> Bool {
    guard let lease = try read(.lease, db).flatMap({ Double($0) }) else { return false }
    return now.timeIntervalSince1970 >= lease
  }

  /// Whether this is still the device, and not another or none.
  static func isDevice(_ device: DeviceID?, _ db: Database) throws -> Bool {
    try read(.device, db) == device?.description
  }

  var device: DeviceID? { get throws { try read(.device).flatMap { DeviceID($0) } } }
}

extension Replica {
  /// Makes the file as new.
  func wipe() throws {
    try lock(with: { db in
      try db.execute(sql: "DELETE FROM setting; DELETE FROM mutation; DELETE FROM provisional")
    })
    try database.vacuum()
  }
}

extension Database {
  /// Runs a statement that is run often: it is compiled once.
  func run(_ sql: String, _ arguments: StatementArguments = []) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }
}
