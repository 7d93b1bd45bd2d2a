import Crypto
import FoundationEssentials
import Postgres
import Readiness

extension Session {
  /// Finds out what the calling device may hold, and confines what is read of published rows to it.
  ///
  /// - Parameter claimed: the device that the request says it is.
  /// - Throws: `wrong-device` when the token is another's, or no device's.
  func syncState(device claimed: DeviceID, for query: QueryName) throws -> SyncState {
    try authorise(AccessTable.reach(of: query, for: actor.role), operation: query.rawValue)
    guard let device = actor.device, device == claimed else { throw Refusal.wrongDevice }
    let state = try tx.one(
      """
      SELECT v.epoch, v.version, s.horizon, s.cursor_key, s.lease_days, l.last_sequence, h.scopes, h.unpurged,
        \(fragment: grantColumns)
      FROM organisation_version v
      JOIN sync_settings s ON s.organisation_id = v.organisation_id
      CROSS JOIN LATERAL (SELECT coalesce(max(sequence), 0) AS last_sequence FROM command_ledger
        WHERE organisation_id = v.organisation_id AND client_id = \(device)) l
      CROSS JOIN LATERAL (SELECT coalesce(array_agg(scope) FILTER (WHERE dropped_at IS NULL), '{}') AS scopes,
          coalesce(array_agg(scope) FILTER (WHERE dropped_at IS NOT NULL), '{}') AS unpurged
        FROM device_holding
        WHERE organisation_id = v.organisation_id AND device_id = \(device) AND purged_at IS NULL) h
      WHERE v.organisation_id = \(actor.organisation)
      """
    ) { row in
      SyncState(
        device: device, epoch: try row.decode("epoch"), head: try row.decode("version"),
        horizon: try row.decode("horizon"),
        lease: now.addingTimeInterval(Double(try row.decode("lease_days", as: Int.self)) * 86_400),
        key: SymmetricKey(data: try row.decode("cursor_key", as: [UInt8].self)), granted: try grantedScopes(row),
        recorded: Set(try row.decode("scopes", as: [String].self).compactMap(SyncScope.init)),
        unpurged: Set(try row.decode("unpurged", as: [String].self).compactMap(SyncScope.init)),
        lastSequence: try row.decode("last_sequence"))
    }
    try tx.runAhead("SELECT set_config('readiness.scopes', \(state.granted.map(\.description))::text, true)")
    return state
  }

  func grantedScopes() throws -> Set<SyncScope> {
    try tx.one("SELECT \(fragment: grantColumns)") { try grantedScopes($0) }
  }

  /// What the scopes of the caller's devices rest on: the columns `campaigns`, those with a fixed form that the caller may
  /// begin today, or has begun and not finished, and `team`, everyone who reports to them, if they are a manager.
  var grantColumns: SQL {
    """
    ARRAY(SELECT c.id FROM campaign_invitation n
      JOIN campaign c ON c.organisation_id = n.organisation_id AND c.id = n.campaign_id AND c.mode = 'fixed'
      LEFT JOIN attempt a ON a.organisation_id = n.organisation_id AND a.campaign_id = n.campaign_id
        AND a.person_id = n.person_id AND a.status <> 'voided'
      WHERE n.organisation_id = \(actor.organisation) AND n.person_id = \(actor.person) AND n.withdrawn_at IS NULL
        AND (a.status = 'in_progress' OR a.id IS NULL AND c.opens_on <= \(today) AND c.closes_on >= \(today)
          AND c.closed_at IS NULL)) AS campaigns,
    CASE WHEN \(actor.role == .manager) THEN team_of(\(actor.person), \(today)) END AS team
    """
  }

  /// - Parameter row: has `grantColumns`.
  func grantedScopes(_ row: Row) throws -> Set<SyncScope> {
    SyncScope.granted(
      to: actor, team: try row.decode("team", as: [PersonID]?.self) ?? [],
      campaigns: try row.decode("campaigns", as: [CampaignID].self))
  }

  /// Writes down what the device is about to be sent, and what it was told to drop.
  func recordHoldings(_ state: SyncState, purged: [SyncScope]) throws {
    let new = state.granted.subtracting(state.recorded).map(\.description).sorted()
    let gone = state.recorded.subtracting(state.granted).map(\.description).sorted()
    let key: SQL = "organisation_id = \(actor.organisation) AND device_id = \(state.device)"
    try tx.run(
      """
      UPDATE device_holding SET dropped_at = greatest(\(now), granted_at)
      WHERE \(fragment: key) AND scope = ANY (\(gone)) AND dropped_at IS NULL
      """)
    try tx.run(
      """
      UPDATE device_holding SET purged_at = \(now)
      WHERE \(fragment: key) AND scope = ANY (\(purged.map(\.description))) AND dropped_at IS NOT NULL
        AND purged_at IS NULL
      """)
    try tx.run(
      """
      INSERT INTO device_holding (organisation_id, device_id, scope, granted_at)
      SELECT \(actor.organisation), \(state.device), scope, \(now) FROM unnest(\(new)) AS scope
      ON CONFLICT (organisation_id, device_id, scope) WHERE dropped_at IS NULL DO NOTHING
      """)
  }
}
