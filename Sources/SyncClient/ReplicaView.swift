public import Foundation
import GRDB
public import Readiness
import Wire

/// A row as the device knows it.
public struct ReplicaRow: Sendable, Equatable {
  public var scope: SyncScope
  public var table: String
  public var id: UUID
  /// The server's version of it; 0 for one that only the device knows yet.
  public var version: Int64
  /// JSON.
  public var text: String
  /// A command that is on its way has changed it.
  public var isPending: Bool

  /// The row as a value.
  ///
  /// - Throws: `DecodingError`.
  public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder.wire.decode(type, from: Data(text.utf8))
  }
}

/// The replica at one moment, with the device's own commands laid over it: own writes are there at once and never go back.
public struct ReplicaView {
  let db: Database
  let replica: Replica

  /// The rows of a table, by id.
  public func rows(_ table: String) throws -> [ReplicaRow] {
    var rows: [UUID: ReplicaRow] = [:]
    let stored = try Row.fetchCursor(
      db.cachedStatement(sql: "SELECT scope, id, version, sealed FROM row WHERE table_name = ?"), arguments: [table])
    while let row = try stored.next() {
      guard let found = try read(row, table) else { continue }
      rows[found.id] = found
    }
    for change in try overlay() where change.table == table {
      rows[change.id] = change.row.map { text in
        ReplicaRow(
          scope: change.scope, table: table, id: change.id, version: rows[change.id]?.version ?? 0, text: text,
          isPending: true)
      }
    }
    return rows.values.sorted { $0.id < $1.id }
  }

  /// Nil when there is no such row.
  public func row(_ table: String, _ id: UUID) throws -> ReplicaRow? {
    try rows(table).first { $0.id == id }
  }

  private func read(_ row: Row, _ table: String) throws -> ReplicaRow? {
    guard let scope = SyncScope(row["scope"]), let id = UUID(uuidString: row["id"]) else { return nil }
    return ReplicaRow(
      scope: scope, table: table, id: id, version: row["version"], text: try replica.open(row["sealed"], of: scope),
      isPending: false)
  }

  /// What the commands on their way change, oldest first.
  private func overlay() throws -> [RowChange] {
    try Data.fetchAll(
      db.cachedStatement(
        sql: "SELECT overlay FROM mutation WHERE state IN ('waiting', 'applied') ORDER BY sequence")
    ).flatMap { try JSONDecoder().decode([RowChange].self, from: $0) }
  }
}
