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

/// A kind of row that the server publishes: its columns as properties.
public protocol PublishedRow: Decodable, Sendable, Equatable {
  /// The table's name on the wire: `plan_item`.
  static var table: String { get }
}

/// A published row with its place.
public struct Published<Row: PublishedRow>: Sendable, Equatable, Identifiable {
  public var id: UUID
  public var row: Row
  /// The row as it travels: the `base` of a command that rests on it.
  public var source: ReplicaRow

  /// A command that is on its way has changed it.
  public var isPending: Bool { source.isPending }
}

/// The replica at one moment, with the device's own commands laid over it: own writes are there at once and never go back.
public struct ReplicaView {
  let db: Database
  let replica: Replica

  /// All rows of a kind, by id; of one that is in several scopes, the row of each.
  ///
  /// - Throws: `DecodingError` for a row that this version of the program cannot read, `SyncError.locked` once the lease is
  ///   over.
  public func all<Row: PublishedRow>(_ type: Row.Type = Row.self) throws -> [Published<Row>] {
    try rows(Row.table).map { Published(id: $0.id, row: try $0.decode(), source: $0) }
  }

  /// A row by its id; nil when there is none.
  public func find<Row: PublishedRow>(_ type: Row.Type = Row.self, _ id: UUID?) throws -> Published<Row>? {
    try id.flatMap { try row(Row.table, $0) }.map { Published(id: $0.id, row: try $0.decode(), source: $0) }
  }

  /// The rows of a table, by id.
  public func rows(_ table: String) throws -> [ReplicaRow] {
    let statement = try db.cachedStatement(
      sql: "SELECT scope, id, version, sealed FROM row WHERE table_name = ? ORDER BY id, scope")
    return try overlaid(table, try Row.fetchAll(statement, arguments: [table])) { _ in true }
  }

  /// Nil when there is no such row.
  public func row(_ table: String, _ id: UUID) throws -> ReplicaRow? {
    let statement = try db.cachedStatement(
      sql: "SELECT scope, id, version, sealed FROM row WHERE table_name = ? AND id = ? ORDER BY scope")
    let stored = try Row.fetchAll(statement, arguments: [table, id.uuidString.lowercased()])
    return try overlaid(table, stored) { $0.id == id }.first
  }

  /// The person whose device this is: whose own rows it holds. Nil before the first synchronisation.
  public func owner() throws -> PersonID? {
    let scopes = try String.fetchAll(db.cachedStatement(sql: "SELECT DISTINCT scope FROM row"))
    for case .own(let person) in scopes.compactMap(SyncScope.init) { return person }
    return nil
  }

  private func overlaid(
    _ table: String, _ stored: [Row], where concerns: (RowChange) -> Bool
  ) throws -> [ReplicaRow] {
    var rows = try stored.compactMap { try read($0, table) }
    for change in try overlay() where change.table == table && concerns(change) {
      let index = rows.firstIndex { $0.id == change.id && $0.scope == change.scope }
      let version = index.map { rows[$0].version } ?? 0
      if let index { rows.remove(at: index) }
      guard let text = change.row else { continue }
      let row = ReplicaRow(
        scope: change.scope, table: table, id: change.id, version: version, text: text, isPending: true)
      rows.insert(row, at: index ?? rows.firstIndex { change.id < $0.id } ?? rows.endIndex)
    }
    return rows
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
