import Crypto
import Foundation
import GRDB
import Readiness
import Wire

extension Replica {
  /// What a page leads to.
  enum PageOutcome: Equatable {
    /// There is more to fetch after so many lines about rows.
    case more(rows: Int)
    /// The replica equals the server's state at this version.
    case done(PullLine.Done)
    /// The replica is not any more where the page was asked for; nothing of it was kept.
    case outrun
  }

  /// What a page is asked for with.
  struct Place: Sendable {
    let device: DeviceID?
    let request: PullRequest

    /// Whether the replica is still there.
    fileprivate func isCurrent(_ db: Database) throws -> Bool {
      try Replica.isDevice(device, db) && Replica.read(.cursor, db) == request.cursor
    }
  }

  /// Takes a page in: drops at once, everything else into the stage; with the last page the stage becomes the replica, in one
  /// transaction.
  ///
  /// - Parameter place: what it was asked for with.
  /// - Throws: `SyncTransportError.unreachable` for a page that was cut or does not fit its sum; nothing of it is kept.
  func take(_ page: [UInt8], from place: Place, at now: Date) throws -> PageOutcome {
    let lines = try Replica.lines(of: page)
    let dropped = Set(lines.compactMap { if case .drop(let scope) = $0 { scope } else { nil } })
    if !dropped.isEmpty {
      try database.write { db in if try place.isCurrent(db) { try drop(dropped, db) } }
    }
    return try database.write { db in
      guard try place.isCurrent(db) else { return .outrun }
      let unsaid = try Replica.purged(db).subtracting(place.request.purged ?? [])
      try Replica.write(
        unsaid.isEmpty ? nil : unsaid.map(\.description).sorted().joined(separator: " "), to: .purged, db)
      var version: Int64 = 0
      var rows = 0
      for line in lines {
        switch line {
        case .begin(let begin): try note(epoch: begin.epoch, db)
        case .drop, .foreign: break
        case .at(let number): version = number
        case .open(let scope): try stage("open", scope, nil, db)
        case .put(let key, let row):
          rows += 1
          try stage("put", key.scope, key, version: version, sealed: try seal(row, of: key.scope), db)
        case .delete(let key):
          rows += 1
          try stage("delete", key.scope, key, version: version, db)
        case .page(let end): try Replica.write(end.cursor, to: .cursor, db)
        case .done(let end):
          try apply(end, at: now, db)
          return .done(end)
        }
      }
      return .more(rows: rows)
    }
  }

  /// Another epoch than before: the server was restored from a backup, and may have lost what it had applied.
  private func note(epoch: String, _ db: Database) throws {
    let known = try Replica.read(.epoch, db)
    if let known, known != epoch { try Replica.write("yes", to: .restored, db) }
    if known != epoch { try Replica.write(epoch, to: .epoch, db) }
  }

  private static func lines(of page: [UInt8]) throws -> [PullLine] {
    guard page.last == UInt8(ascii: "\n") else { throw SyncTransportError.unreachable("The page was cut off.") }
    let raw = page.split(separator: UInt8(ascii: "\n"))
    do {
      let lines = try raw.map { try PullLine(parsing: $0) }
      let body = page.dropLast((raw.last?.count ?? 0) + 1)
      let expected: String? =
        switch lines.last {
        case .page(let end): end.sha256
        case .done(let end): end.sha256
        default: nil
        }
      guard expected == SHA256.hash(data: Array(body)).hexadecimal else {
        throw SyncTransportError.unreachable("The page was damaged on its way.")
      }
      return lines
    } catch let error as PullLineError {
      throw SyncTransportError.unreachable("The page has a line that is none: \(error.line)")
    }
  }

  private func stage(
    _ kind: String, _ scope: SyncScope, _ key: PullLine.RowKey?, version: Int64 = 0, sealed: Data? = nil,
    _ db: Database
  ) throws {
    try db.run(
      "INSERT INTO staged (kind, scope, table_name, id, version, sealed) VALUES (?, ?, ?, ?, ?, ?)",
      [kind, scope.description, key?.table ?? "", key.map { $0.id.uuidString.lowercased() } ?? "", version, sealed])
  }

  /// The stage becomes the replica. Own writes that it shows now are no longer laid over it.
  private func apply(_ end: PullLine.Done, at now: Date, _ db: Database) throws {
    if try Replica.read(.anew, db) != nil { try dropUnopened(db) }
    try db.run("DELETE FROM row WHERE scope IN (SELECT scope FROM staged WHERE kind = 'open')")
    // Of several changes of one row the last one counts; what lies before a scope's last opening does not.
    try db.run(
      """
      WITH opened AS (SELECT scope, max(position) AS position FROM staged WHERE kind = 'open' GROUP BY scope),
      latest AS (SELECT max(s.position) AS position FROM staged s LEFT JOIN opened o ON o.scope = s.scope
        WHERE s.kind <> 'open' AND s.position > coalesce(o.position, 0) GROUP BY s.scope, s.table_name, s.id)
      INSERT INTO row (scope, table_name, id, version, sealed)
      SELECT s.scope, s.table_name, s.id, s.version, coalesce(s.sealed, x'') FROM staged s
      JOIN latest l ON l.position = s.position WHERE true
      ON CONFLICT (scope, table_name, id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed
      """)
    try db.run("DELETE FROM row WHERE sealed = x''")
    try db.run("DELETE FROM staged")
    try Replica.write(end.cursor, to: .cursor, db)
    try Replica.write(String(end.head), to: .head, db)
    try Replica.write(String(end.lease.timeIntervalSince1970), to: .lease, db)
    try Replica.write(nil, to: .locked, db)
    try showPulled(upTo: end.head, db)
    if try Replica.read(.restored, db) != nil {
      try Replica.resend(after: end.lastSequence, db)
      try Replica.write(nil, to: .restored, db)
    }
    try Replica.forgetShown(at: now, db)
  }

  /// A server that was restored may not know of a scope that it granted since its backup, and not say to drop it.
  private func dropUnopened(_ db: Database) throws {
    let unopened = "SELECT DISTINCT scope FROM row WHERE scope NOT IN (SELECT scope FROM staged WHERE kind = 'open')"
    let astray = try String.fetchAll(db, sql: unopened)
    for scope in astray { try db.run("DELETE FROM row WHERE scope = ?", [scope]) }
    let scopes = Set(astray.compactMap { SyncScope($0) })
    if !scopes.isEmpty { try keys.destroy(scopes) }
    try Replica.forgetOverlays(of: scopes, db)
    try Replica.write(nil, to: .anew, db)
  }

  /// Begins anew: what is held is kept until the next `done` replaces it. Nothing, where the replica is at another place by
  /// now.
  func beginAnew(from place: Place) throws {
    try database.write { db in
      guard try place.isCurrent(db) else { return }
      try db.execute(sql: "DELETE FROM staged")
      for setting in [Setting.cursor, .tag] { try Replica.write(nil, to: setting, db) }
      try Replica.write("yes", to: .anew, db)
    }
  }

  // MARK: - Digests

  func digest(of scope: SyncScope) throws -> [ScopeDigest.Leaf] {
    try database.read { db in
      var digest = ScopeDigest()
      let rows = try Row.fetchCursor(
        db, sql: "SELECT table_name, id, sealed FROM row WHERE scope = ?", arguments: [scope.description])
      while let row = try rows.next() {
        // A damaged row is none, so that its leaf differs.
        guard let id = UUID(uuidString: row["id"]), let text = try? open(row["sealed"], of: scope) else { continue }
        digest.add(table: row["table_name"], id: id, row: text)
      }
      return digest.leaves
    }
  }

  /// Replaces a leaf of a scope by the server's rows.
  ///
  /// - Returns: false when they are of another version than the replica, of which nothing is kept.
  func repair(_ leaf: Int, of scope: SyncScope, with page: [UInt8]) throws -> Bool {
    let lines = try Replica.lines(of: page)
    return try database.write { db in
      guard case .done(let end) = lines.last, try Replica.read(.head, db) == String(end.head) else { return false }
      let held = try Row.fetchAll(
        db, sql: "SELECT table_name, id FROM row WHERE scope = ?", arguments: [scope.description])
      for row in held {
        guard let id = UUID(uuidString: row["id"]), ScopeDigest.leaf(table: row["table_name"], id: id) == leaf else {
          continue
        }
        try db.execute(
          sql: "DELETE FROM row WHERE scope = ? AND table_name = ? AND id = ?",
          arguments: [scope.description, row["table_name"] as String, row["id"] as String])
      }
      var version: Int64 = 0
      for line in lines {
        if case .at(let number) = line { version = number }
        guard case .put(let key, let text) = line else { continue }
        try db.execute(
          sql: "INSERT INTO row (scope, table_name, id, version, sealed) VALUES (?, ?, ?, ?, ?)",
          arguments: [
            scope.description, key.table, key.id.uuidString.lowercased(), version, try seal(text, of: scope),
          ])
      }
      return true
    }
  }

  func scopes() throws -> [SyncScope] {
    try database.read { db in
      try String.fetchAll(db, sql: "SELECT DISTINCT scope FROM row ORDER BY scope").compactMap(SyncScope.init)
    }
  }
}
