import FoundationEssentials
import Postgres
public import Readiness
import Wire

/// Boundaries of a day, by role and task; or those that are overdue, or waiting for a decision.
public struct ListBoundaries: StoredQuery {
  public static let name = QueryName.listBoundaries

  public enum Filter: String, Codable, Sendable, CaseIterable {
    /// In force on the day.
    case inForce = "in-force"
    /// In force and past their review date on the day.
    case overdue
    /// Proposed and not yet decided.
    case proposed
  }

  public var filter: Filter
  public var role: String?
  public var asOf: Day?

  public init(filter: Filter = .inForce, role: String? = nil, asOf: Day? = nil) {
    self.filter = filter
    self.role = role
    self.asOf = asOf
  }

  public struct Entry: Codable, Sendable {
    public var role: String
    public var task: String
    public var name: LocalizedText
    public var number: Int
    public var status: BoundaryStatus
    public var proposedLevel: HumanAgencyLevel
    public var decidedLevel: HumanAgencyLevel?
    /// What holds in place of `decidedLevel`, and until which day.
    public var exceptionLevel: HumanAgencyLevel?
    public var exceptionUntil: Day?
    public var oversight: Oversight?
    /// External ids.
    public var accountable: String?
    public var overseer: String?
    public var effectiveFrom: Day?
    public var reviewOn: Day?
    public var overdue: Bool
    /// Waits for a second approver at `decidedLevel`.
    public var pending: Bool
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    return try session.tx.all(
      """
      SELECT r.code AS role, t.code AS task, t.name_en, t.name_zh, v.number, v.status, v.proposed_level,
        v.decided_level, v.oversight, a.external_id AS accountable, o.external_id AS overseer, v.effective_from,
        x.level AS exception_level, x.valid_to - 1 AS exception_until,
        least(v.review_on, q.due) AS review_on, v.status = 'proposed' AND v.decided_level IS NOT NULL AS pending,
        coalesce(least(v.review_on, q.due) < \(day), false) AS overdue
      FROM boundary_version v
      JOIN boundary b ON b.organisation_id = v.organisation_id AND b.id = v.boundary_id
      JOIN role r ON r.organisation_id = b.organisation_id AND r.id = b.role_id
      JOIN task t ON t.organisation_id = b.organisation_id AND t.id = b.task_id
      LEFT JOIN (\(fragment: .urgentReviews(on: day))) q ON q.organisation_id = v.organisation_id
        AND q.boundary_id = v.boundary_id AND v.review_on IS NOT NULL
      LEFT JOIN person a ON a.organisation_id = v.organisation_id AND a.id = v.accountable_id
      LEFT JOIN person o ON o.organisation_id = v.organisation_id AND o.id = v.overseer_id
      LEFT JOIN LATERAL (\(fragment: .exception(on: day))) x ON v.status <> 'proposed'
      WHERE v.organisation_id = \(session.actor.organisation) AND (\(role)::text IS NULL OR r.code = \(role))
        AND CASE WHEN \(filter == .proposed) THEN v.status = 'proposed'
          ELSE v.effective_from <= \(day) AND (v.effective_to IS NULL OR v.effective_to > \(day)) END
        AND (NOT \(filter == .overdue) OR least(v.review_on, q.due) < \(day))
      ORDER BY r.code, t.code
      """
    ) { row in
      Entry(
        role: try row.decode("role"), task: try row.decode("task"), name: try row.localized("name"),
        number: try row.decode("number"), status: try row.decode("status"),
        proposedLevel: try row.decode("proposed_level"), decidedLevel: try row.decode("decided_level"),
        exceptionLevel: try row.decode("exception_level"), exceptionUntil: try row.decode("exception_until"),
        oversight: try row.decode("oversight"), accountable: try row.decode("accountable"),
        overseer: try row.decode("overseer"), effectiveFrom: try row.decode("effective_from"),
        reviewOn: try row.decode("review_on"), overdue: try row.decode("overdue"), pending: try row.decode("pending"))
    }
  }
}

extension Row {
  /// A `jsonb` column that was read as text.
  func json<Value: Decodable>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder.wire.decode(type, from: Data(try decode(column, as: String.self).utf8))
  }
}
