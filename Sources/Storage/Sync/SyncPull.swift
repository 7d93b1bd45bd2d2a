public import FoundationEssentials
import Postgres
public import Readiness
public import Wire

extension Store {
  /// The next page for a device: what it has to drop, and rows it may hold, in one snapshot.
  ///
  /// What the device is about to be sent is written down before: a scope is recorded as held in a transaction of its own,
  /// and the snapshot is taken after it.
  ///
  /// - Returns: the page's lines, as `PullLine` describes them.
  /// - Throws: `cursor-invalid`, `cursor-expired`, `epoch-changed`, `device-forked` or `wrong-device`.
  public func pull(
    _ request: PullRequest, schema: Int, device: DeviceID, by caller: Caller, now: Date
  ) async throws -> [UInt8] {
    try request.check()
    if request.purged?.isEmpty == false {
      try await recordHoldings(request, schema: schema, device: device, by: caller, now: now)
    }
    for _ in 0..<5 {
      let page = try await database.read { tx in
        let session = try session(of: caller, tx: tx, now: now)
        let state = try session.syncState(device: device, for: .pull)
        guard state.granted == state.recorded else { return nil as [UInt8]? }
        return try SyncPager(state: state).page(request, schema: schema, from: session)
      }
      if let page { return page }
      try await recordHoldings(request, schema: schema, device: device, by: caller, now: now)
    }
    throw Refusal.grantsKeepChanging
  }

  /// Writes nothing down for a request that is refused.
  private func recordHoldings(
    _ request: PullRequest, schema: Int, device: DeviceID, by caller: Caller, now: Date
  ) async throws {
    try await database.write { tx in
      let session = try session(of: caller, tx: tx, now: now)
      let state = try session.syncState(device: device, for: .pull)
      try SyncPager(state: state).begin(request, schema: schema)
      try session.recordHoldings(state, purged: request.purged ?? [])
    }
  }
}

extension PullRequest {
  fileprivate func check() throws(Refusal) {
    guard let limit, !(1...SyncProtocol.pageRows).contains(limit) else { return }
    throw Refusal(
      .malformed, "out-of-range", field: "limit",
      LocalizedText(
        en: "A page has 1 to \(SyncProtocol.pageRows) rows; \(limit) is not.",
        zh: "每页应为 1 到 \(SyncProtocol.pageRows) 行，\(limit) 不符合。"))
  }
}

extension Refusal {
  fileprivate static let grantsKeepChanging = Refusal(
    .unavailable, "grants-changing",
    LocalizedText(
      en: "What this device may hold is being changed right now. Pull again in a few seconds.",
      zh: "此设备的授权范围正在变更。请几秒后重新拉取。"))
}

extension Session: PublishedRowSource {
  /// One question for what may be hundreds of scopes.
  package func scopesWithRows(_ starts: [(scope: SyncScope, version: Int64)]) throws -> Set<SyncScope> {
    let found = try tx.all(
      """
      SELECT s.scope FROM unnest(\(starts.map(\.scope.description)), \(starts.map(\.version))) AS s (scope, start)
      WHERE EXISTS (SELECT FROM sync_row r
        WHERE r.organisation_id = \(actor.organisation) AND r.scope = s.scope AND r.version > s.start)
      """
    ) { try $0.decode("scope", as: String.self) }
    return Set(found.compactMap(SyncScope.init))
  }

  package func publishedRows(of scope: SyncScope, after start: RowStart, isNew: Bool, limit: Int) throws
    -> [PublishedRow]
  {
    let condition: SQL =
      switch start {
      case .version(let version): "version > \(version)"
      case .row(let row): "(version, table_name, id) > (\(row.version), \(row.table), \(row.id))"
      }
    let living: SQL = isNew ? "AND NOT deleted" : ""
    return try tx.all(
      """
      SELECT version, table_name, id, CASE WHEN deleted THEN '{"del":"' ELSE '{"put":"' END || table_name || '","id":"'
        || id || '","scope":"' || scope || CASE WHEN deleted THEN E'"}\\n' ELSE '","row":' || wire || E'}\\n' END AS line
      FROM sync_row
      WHERE organisation_id = \(actor.organisation) AND scope = \(scope.description) AND \(fragment: condition)
        \(fragment: living)
      ORDER BY version, table_name, id LIMIT \(limit)
      """
    ) { row in
      PublishedRow(
        position: .init(
          version: try row.decode(at: 0), table: try row.decode(at: 1), id: try row.decode(at: 2)),
        line: try row.decode(at: 3))
    }
  }
}
