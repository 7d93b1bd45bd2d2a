import Crypto
import Foundation
import Postgres
import Readiness
import SyncClient
import TestSupport
import Wire

@testable import Storage

extension RealServer: HistoryServer {
  var installation: ObjectIdentifier { ObjectIdentifier(host) }
  var now: Date { host.now }
  var pageRows: ClosedRange<Int> { 8...48 }
  var newestSchema: Int { SyncProtocol.schema }

  // MARK: - What its commands and rows look like

  func note(_ name: String, by role: String, own: SyncScope) -> (command: any Command, shown: RowChange) {
    var item = PlanItemID(UUID())
    if case .own(let holder) = own, let known = holders[holder]?.item { item = known }
    let row = RowChange(scope: own, table: "evidence", id: Note.id(name), row: #"{"text":"\#(name)"}"#)
    return (AddEvidence(item: item, hours: 1, text: name), row)
  }

  func poison(_ name: String) -> any Command { AddEvidence(item: PlanItemID(Note.id(name)), hours: 1, text: name) }

  func name(of command: any Command) -> String? { (command as? AddEvidence)?.text }

  func newestNote(of role: String, own: SyncScope, in view: ReplicaView) throws -> Int {
    struct Evidence: Decodable {
      var text: String?
    }
    return try view.rows("evidence").compactMap { row in
      try row.decode(Evidence.self).text.flatMap { text in
        text.hasPrefix("\(role)-") ? Int(text.dropFirst(role.count + 1)) : nil
      }
    }.max() ?? 0
  }

  func pair(in rows: [PullLine.RowKey: String]) -> [String?] {
    ["a", "b"].map { half in
      rows.first { $0.key.table == "unit" && $0.value.contains("PAIR-\(half)\"") }?.value
        .replacingOccurrences(of: "PAIR-\(half)", with: "PAIR")
    }
  }

  // MARK: - What there has to be

  func head() async throws -> Int64 {
    let organisation = own.id
    return try await owner.read { tx in
      try tx.one("SELECT version FROM organisation_version WHERE organisation_id = \(organisation)") {
        try $0.decode("version")
      }
    }
  }

  func granted(to device: DeviceID) async throws -> Set<SyncScope> {
    try await host.test.granted(to: device, on: host.today)
  }

  func expectation(of device: DeviceID) async throws -> Expectation? {
    let oracle = try await host.test.oracle(of: device, on: host.today)
    return Expectation(head: oracle.head, granted: oracle.granted, rows: oracle.rows.mapValues(\.text))
  }

  func isForeign(_ rows: [PullLine.RowKey: String]) async throws -> Bool {
    let other = other.id
    let ids = rows.keys.map(\.id)
    return try await owner.read { tx in
      try tx.one(
        "SELECT EXISTS (SELECT FROM sync_row WHERE organisation_id = \(other) AND id = ANY (\(ids))) AS foreign"
      ) { try $0.decode("foreign") }
    }
  }

  func leaves(of scope: SyncScope, for device: DeviceID, schema: Int) async throws -> [ScopeDigest.Leaf] {
    var digest = ScopeDigest()
    for (key, row) in try await host.test.oracle(of: device, on: host.today).rows where key.scope == scope {
      digest.add(table: key.table, id: key.id, row: row.text)
    }
    return digest.leaves
  }

  /// What an earlier device of the same phone sent was recorded before this one was let in.
  func effects(of note: String, by device: DeviceID) async throws -> Int {
    try await owner.read { tx in
      try tx.one(
        """
        SELECT count(*) FROM evidence e JOIN device d USING (organisation_id)
        WHERE d.id = \(device) AND e.text = \(note) AND e.recorded_at >= d.enrolled_at
        """
      ) { try $0.decode("count") }
    }
  }

  func violations() async throws -> [Violation] {
    try await lookAtVersions()
    return broken
  }

  // MARK: - Its own rules

  /// What is published, with the version of each row.
  struct Published: Equatable {
    var head: Int64 = 0
    var rows: [String: Int64] = [:]
    /// How often the past had been restored.
    var restores = 0
  }

  /// That every row which is new or another has a version above those that were there before (2).
  private func lookAtVersions() async throws {
    let organisation = own.id
    let rows = try await owner.read { tx in
      try tx.all(
        """
        SELECT concat_ws(' ', scope, table_name, id, deleted, md5(wire)) AS row, version FROM sync_row
        WHERE organisation_id = \(organisation)
        """
      ) { (try $0.decode("row", as: String.self), try $0.decode("version", as: Int64?.self) ?? 0) }
    }
    let now = Published(
      head: try await head(), rows: Dictionary(uniqueKeysWithValues: rows), restores: host.restores)
    for (row, version) in now.rows where seen.restores == now.restores && seen.rows[row] != version {
      if version <= seen.head || version > now.head {
        broken.append(Violation(invariant: 2, text: "\(row) has come with version \(version) after \(seen.head)"))
      }
    }
    seen = now
  }

  /// No page may hold what its device may not (3), nor go on from where deletions are forgotten (10).
  func check(_ page: [UInt8], for request: PullRequest, to device: DeviceID) async throws {
    let granted = try await granted(to: device)
    for line in page.split(separator: 0x0A) {
      guard case .put(let key, _) = try PullLine(parsing: line), !granted.contains(key.scope) else { continue }
      broken.append(Violation(invariant: 3, text: "a page holds a row of \(key.scope), which is not granted"))
    }
    guard let text = request.cursor else { return }
    let organisation = own.id
    let (horizon, key) = try await owner.read { tx in
      try tx.one("SELECT horizon, cursor_key FROM sync_settings WHERE organisation_id = \(organisation)") {
        (try $0.decode("horizon", as: Int64.self), try $0.decode("cursor_key", as: [UInt8].self))
      }
    }
    let cursor = try SyncCursor(opening: text, by: SymmetricKey(data: key))
    if cursor.version < horizon, !cursor.isOfFirstRound {
      broken.append(Violation(invariant: 10, text: "\(cursor.version) is gone on from, below \(horizon)"))
    }
  }
}
