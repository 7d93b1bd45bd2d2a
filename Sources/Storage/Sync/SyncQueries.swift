import Crypto
public import FoundationEssentials
import Postgres
public import Readiness
public import Wire

/// Where an organisation stands for one device: differs as soon as a pull would bring anything.
public struct SyncHead: Sendable, Equatable {
  public let organisation: OrganisationID
  public let epoch: UUID
  public let version: Int64
  /// Stands for what the device may hold.
  public let grants: String
  /// When the caller's token ends.
  public let tokenEndsAt: Date

  /// What an entity tag holds: `epoch.version.grants`.
  public var tag: String { "\(epoch.uuidString.lowercased()).\(version).\(grants)" }
}

extension Store {
  /// - Throws: `wrong-device`.
  public func syncHead(device: DeviceID, by caller: Caller, now: Date) async throws -> SyncHead {
    try await database.read { tx in
      let session = try session(of: caller, tx: tx, now: now)
      return try session.syncHead(device: device)
    }
  }

  /// The organisations' versions, for whoever waits for one to move. It tells nothing else of them.
  public func versions(of organisations: [OrganisationID]) async throws -> [OrganisationID: Int64] {
    try await database.read { tx in
      let rows = try tx.all("SELECT organisation_id, version FROM sync_heads(\(organisations))") { row in
        (try row.decode("organisation_id", as: OrganisationID.self), try row.decode("version", as: Int64.self))
      }
      return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }
  }

  /// The digests of a scope's leaves, in one snapshot.
  ///
  /// - Throws: `wrong-device`; `not-found` for a scope that the device may not hold.
  public func verify(
    _ scope: SyncScope, device: DeviceID, by caller: Caller, now: Date
  ) async throws -> VerifyAnswer {
    try await database.read { tx in
      let session = try session(of: caller, tx: tx, now: now)
      let state = try session.syncState(device: device, for: .verify)
      try state.require(scope)
      var digest = ScopeDigest()
      try session.streamLiving(scope) { digest.add(table: $0.table, id: $0.id, row: $0.row) }
      return VerifyAnswer(version: state.head, leaves: digest.leaves)
    }
  }

  /// The rows of one leaf of a scope, in one snapshot, as lines of a page that ends with `done` and without a cursor.
  ///
  /// - Throws: as `verify`.
  public func leaf(
    _ leaf: Int, of scope: SyncScope, device: DeviceID, by caller: Caller, now: Date
  ) async throws -> [UInt8] {
    try await database.read { tx in
      let session = try session(of: caller, tx: tx, now: now)
      let state = try session.syncState(device: device, for: .verify)
      try state.require(scope)
      var lines: [UInt8] = []
      try session.streamLiving(scope) { row in
        guard ScopeDigest.leaf(table: row.table, id: row.id) == leaf else { return }
        let key = PullLine.RowKey(scope: scope, table: row.table, id: row.id)
        lines += "{\"at\":\(row.version)}\n".utf8
        lines += try PullLine.put(key, row: row.row).text().utf8
      }
      let done = PullLine.Done(
        cursor: "", head: state.head, lastSequence: state.lastSequence, lease: state.lease,
        sha256: SHA256.hash(data: lines).hexadecimal)
      return lines + Array(try PullLine.done(done).text().utf8)
    }
  }
}

extension SyncState {
  fileprivate func require(_ scope: SyncScope) throws(Refusal) {
    guard granted.contains(scope), recorded.contains(scope) else {
      throw .notFound(LocalizedText(en: "scope of this device", zh: "此设备的数据范围"), scope.description, field: "scope")
    }
  }
}

/// A published row as it is now.
private struct LivingRow {
  let version: Int64
  let table: String
  let id: UUID
  let row: String
}

extension Session {
  fileprivate func syncHead(device claimed: DeviceID) throws -> SyncHead {
    try authorise(AccessTable.reach(of: .head, for: actor.role), operation: QueryName.head.rawValue)
    guard let device = actor.device, device == claimed else { throw Refusal.wrongDevice }
    return try tx.one(
      """
      SELECT v.epoch, v.version, t.expires_at, \(fragment: grantColumns)
      FROM organisation_version v
      JOIN token t ON t.organisation_id = v.organisation_id AND t.device_id = \(device)
      WHERE v.organisation_id = \(actor.organisation)
      """
    ) { row in
      let scopes = try grantedScopes(row).sorted().map(\.description).joined(separator: " ")
      return SyncHead(
        organisation: actor.organisation, epoch: try row.decode("epoch"), version: try row.decode("version"),
        grants: SHA256.hash(data: Data(scopes.utf8)).prefix(6).hexadecimal, tokenEndsAt: try row.decode("expires_at"))
    }
  }

  fileprivate func streamLiving(_ scope: SyncScope, _ each: (LivingRow) throws -> Void) throws {
    try tx.stream(
      """
      SELECT version, table_name, id, wire FROM sync_row
      WHERE organisation_id = \(actor.organisation) AND scope = \(scope.description) AND NOT deleted
      """
    ) { row in
      try each(
        LivingRow(
          version: try row.decode(at: 0), table: try row.decode(at: 1), id: try row.decode(at: 2),
          row: try row.decode(at: 3)))
    }
  }
}
