import Foundation
import Readiness
public import Wire

@testable import Storage

/// One snapshot of the tables, in the order of the database's index.
struct TableSource: PublishedRowSource {
  let rows: [PullLine.RowKey: SimulatedServer.Row]
  let schema: Int
  let sabotage: Sabotage?

  func scopesWithRows(_ starts: [(scope: SyncScope, version: Int64)]) throws -> Set<SyncScope> {
    let newest = rows.reduce(into: [SyncScope: Int64]()) { newest, row in
      newest[row.key.scope] = max(newest[row.key.scope] ?? 0, row.value.version)
    }
    return Set(starts.filter { (newest[$0.scope] ?? 0) > $0.version }.map(\.scope))
  }

  func publishedRows(of scope: SyncScope, after start: RowStart, isNew: Bool, limit: Int) throws -> [PublishedRow] {
    var found: [(position: SyncCursor.Position, line: PullLine)] = []
    for (key, row) in rows where key.scope == scope && !(row.text == nil && (isNew || sabotage == .forgetsDeletions)) {
      let position = SyncCursor.Position(version: row.version, table: key.table, id: key.id)
      guard start.isBefore(position) else { continue }
      found.append((position, row.text.map { .put(key, row: Note.form($0, schema: schema)) } ?? .delete(key)))
    }
    found.sort { $0.position.order < $1.position.order }
    if sabotage == .skipsOnResume, case .row = start, !found.isEmpty { found.removeFirst() }
    return try found.prefix(limit).map { PublishedRow(position: $0.position, line: try $0.line.text()) }
  }
}

extension RowStart {
  fileprivate func isBefore(_ position: SyncCursor.Position) -> Bool {
    switch self {
    case .version(let version): position.version > version
    case .row(let last): last.order < position.order
    }
  }
}

extension SyncCursor.Position {
  fileprivate var order: (Int64, String, String) { (version, table, id.uuidString) }
}

extension PullLine.RowKey: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    (left.scope, left.table, left.id.uuidString) < (right.scope, right.table, right.id.uuidString)
  }
}
