public import FoundationEssentials
import Postgres
public import Readiness

/// The devices of the organisation, or one's own: newest first.
public struct ListDevices: StoredQuery {
  public static let name = QueryName.listDevices
  /// External id; nil: everyone's within reach.
  public var person: String?

  public init(person: String? = nil) { self.person = person }

  public struct Entry: Codable, Sendable {
    public var device: DeviceID
    public var name: String
    public var platform: String
    /// External id and e-mail address of whose it is.
    public var person: String?
    public var email: String
    public var enrolledAt: Date
    /// When it last traded its refresh token, to the quarter of an hour.
    public var lastSeenAt: Date?
    public var revokedAt: Date?
    public var revocation: DeviceRevocation?
    /// Its replica is locked from then on, unless it is heard from.
    public var leaseEndsAt: Date?
  }

  public func read(in session: Session) throws -> [Entry] {
    let person = try person.map { try session.person(externalID: $0, field: "person") }
    let isTheirs: SQL =
      session.reach == .organisation ? "true" : "d.account_id = \(session.actor.account)"
    return try session.tx.all(
      """
      SELECT d.id, d.name, d.platform, p.external_id, a.email, d.enrolled_at, d.last_seen_at, d.revoked_at, d.revocation,
        d.last_seen_at + s.lease_days * interval '1 day' + interval '15 minutes' AS lease_ends_at
      FROM device d
      JOIN account a ON a.organisation_id = d.organisation_id AND a.id = d.account_id
      JOIN sync_settings s ON s.organisation_id = d.organisation_id
      LEFT JOIN person p ON p.organisation_id = a.organisation_id AND p.id = a.person_id
      WHERE d.organisation_id = \(session.actor.organisation) AND \(fragment: isTheirs)
        AND (\(person)::uuid IS NULL OR a.person_id = \(person))
      ORDER BY d.enrolled_at DESC, d.id LIMIT 10000
      """
    ) { row in
      Entry(
        device: try row.decode("id"), name: try row.decode("name"), platform: try row.decode("platform"),
        person: try row.decode("external_id"), email: try row.decode("email"),
        enrolledAt: try row.decode("enrolled_at"),
        lastSeenAt: try row.decode("last_seen_at"), revokedAt: try row.decode("revoked_at"),
        revocation: try row.decode("revocation"), leaseEndsAt: try row.decode("lease_ends_at"))
    }
  }
}

/// Which devices hold, or held, what is published of a person: the receipt of every revocation. HR's hold everyone's.
public struct ListHoldings: StoredQuery {
  public static let name = QueryName.listHoldings
  public static let isAudited = true
  /// External id.
  public var person: String

  public init(person: String) { self.person = person }

  public var auditDetail: any Encodable & Sendable { ["person": person] }

  public struct Entry: Codable, Sendable {
    public var device: DeviceID
    public var deviceName: String
    public var email: String
    public var scope: SyncScope
    public var grantedAt: Date
    /// When the device was told to drop it; nil: it holds it.
    public var droppedAt: Date?
    /// When the device said that nothing of it is left.
    public var purgedAt: Date?
    public var revokedAt: Date?
    /// A replica that was not purged is locked from then on, unless its device is heard from.
    public var leaseEndsAt: Date?
  }

  public func read(in session: Session) throws -> [Entry] {
    let person = try session.person(externalID: person, field: "person")
    let scopes = [SyncScope.own(person), .managed(person), .people].map(\.description)
    return try session.tx.all(
      """
      SELECT d.id, d.name, a.email, h.scope, h.granted_at, h.dropped_at, h.purged_at, d.revoked_at,
        d.last_seen_at + s.lease_days * interval '1 day' + interval '15 minutes' AS lease_ends_at
      FROM device_holding h
      JOIN device d ON d.organisation_id = h.organisation_id AND d.id = h.device_id
      JOIN account a ON a.organisation_id = d.organisation_id AND a.id = d.account_id
      JOIN sync_settings s ON s.organisation_id = d.organisation_id
      WHERE h.organisation_id = \(session.actor.organisation) AND h.scope = ANY (\(scopes))
      ORDER BY h.granted_at DESC, d.id LIMIT 10000
      """
    ) { row in
      Entry(
        device: try row.decode("id"), deviceName: try row.decode("name"), email: try row.decode("email"),
        scope: try row.scope("scope"), grantedAt: try row.decode("granted_at"), droppedAt: try row.decode("dropped_at"),
        purgedAt: try row.decode("purged_at"), revokedAt: try row.decode("revoked_at"),
        leaseEndsAt: try row.decode("lease_ends_at"))
    }
  }
}

extension Row {
  fileprivate func scope(_ column: String) throws -> SyncScope {
    let text = try decode(column, as: String.self)
    guard let scope = SyncScope(text) else { throw DatabaseError.misuse("“\(text)” is no scope.") }
    return scope
  }
}
