import FoundationEssentials
import Postgres
public import Readiness

/// The exceptions of all boundaries, or of a role's, as they stand on a day; the newest 500.
public struct ListExceptions: StoredQuery {
  public static let name = QueryName.listExceptions
  public var role: String?
  public var asOf: Day?

  public init(role: String? = nil, asOf: Day? = nil) {
    self.role = role
    self.asOf = asOf
  }

  public struct Entry: Codable, Sendable {
    public var role: String
    public var task: String
    public var name: LocalizedText
    public var exception: BoundaryRecord.Exception
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    return try session.tx.all(
      """
      \(fragment: BoundaryRecord.Exception.selection)
      WHERE x.organisation_id = \(session.actor.organisation) AND (\(role)::text IS NULL OR r.code = \(role))
        AND (x.requested_at AT TIME ZONE 'UTC')::date <= \(day)
      ORDER BY x.requested_at DESC, x.id DESC LIMIT 500
      """
    ) { row in
      Entry(
        role: try row.decode("role"), task: try row.decode("task"), name: try row.localized("name"),
        exception: try BoundaryRecord.Exception(row, on: day))
    }
  }
}

extension BoundaryRecord.Exception {
  static let selection: SQL = """
    SELECT r.code AS role, t.code AS task, t.name_en, t.name_zh, x.id, x.level, x.reason, x.valid_from, x.valid_to,
      q.email AS requested_by, x.requested_at, a.email AS granted_by, x.approved_at, k.email AS revoked_by,
      x.revoked_at, x.revocation_reason
    FROM boundary_exception x
    JOIN boundary b ON b.organisation_id = x.organisation_id AND b.id = x.boundary_id
    JOIN role r ON r.organisation_id = b.organisation_id AND r.id = b.role_id
    JOIN task t ON t.organisation_id = b.organisation_id AND t.id = b.task_id
    LEFT JOIN account q ON q.organisation_id = x.organisation_id AND q.id = x.requested_by
    LEFT JOIN account a ON a.organisation_id = x.organisation_id AND a.id = x.approved_by
    LEFT JOIN account k ON k.organisation_id = x.organisation_id AND k.id = x.revoked_by
    """

  /// What was granted or revoked after the day is not told.
  init(_ row: Row, on day: Day) throws {
    func past(_ column: String) throws -> Day? {
      try row.decode(column, as: Date?.self).map(Day.init).flatMap { $0 <= day ? $0 : nil }
    }
    let (granted, revoked) = (try past("approved_at"), try past("revoked_at"))
    let first = try row.decode("valid_from", as: Day.self)
    let last = try row.decode("valid_to", as: Day.self).adding(days: -1)
    self.init(
      id: try row.decode("id"), level: try row.decode("level"), reason: try row.decode("reason"),
      state: ExceptionState(on: day, granted: granted, revoked: revoked, first: first, last: last), from: first,
      until: last, requestedBy: try row.decode("requested_by"),
      requestedOn: Day(try row.decode("requested_at", as: Date.self)),
      grantedBy: granted == nil ? nil : try row.decode("granted_by"), grantedOn: granted,
      revokedBy: revoked == nil ? nil : try row.decode("revoked_by"), revokedOn: revoked,
      revocationReason: revoked == nil ? "" : try row.decode("revocation_reason"))
  }
}
