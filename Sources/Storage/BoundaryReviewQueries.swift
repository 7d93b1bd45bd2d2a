import Postgres
public import Readiness

extension SQL {
  /// The day on which an incident, another model or another policy made each boundary due that nobody had looked at by a day.
  static func urgentReviews(on day: Day) -> SQL {
    """
    SELECT organisation_id, boundary_id, min(opened_on) AS due FROM boundary_review
    WHERE cause IN ('incident', 'model', 'policy') AND opened_on <= \(day) AND (closed_on IS NULL OR closed_on > \(day))
    GROUP BY organisation_id, boundary_id
    """
  }
}

/// Boundaries that are to be looked at, or were: why, and what the rules said; those that waited longest first.
public struct ListBoundaryReviews: StoredQuery {
  public static let name = QueryName.listBoundaryReviews

  public enum Filter: String, Codable, Sendable, CaseIterable {
    case open
    /// Decided, or tightened by the rules in the same moment; the latest first.
    case closed
  }

  public var filter: Filter
  public var role: String?
  /// 1 to 1,000.
  public var limit: Int

  public init(filter: Filter = .open, role: String? = nil, limit: Int = 500) {
    self.filter = filter
    self.role = role
    self.limit = limit
  }

  public struct Entry: Codable, Sendable {
    public var role: String
    public var task: String
    public var name: LocalizedText
    public var cause: ReviewCause
    public var reason: LocalizedText
    /// In force today.
    public var level: HumanAgencyLevel?
    /// What the rules said when it was queued; of what they tightened, the level they tightened it to.
    public var proposedLevel: HumanAgencyLevel
    public var openedOn: Day
    public var closedOn: Day?
    /// The number of the boundary's version that closed it.
    public var closedBy: Int?
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = session.today
    return try session.tx.all(
      """
      SELECT r.code AS role, t.code AS task, t.name_en, t.name_zh, q.cause, q.reason_en, q.reason_zh, v.decided_level,
        q.proposed_level, q.opened_on, q.closed_on, c.number AS closed_by
      FROM boundary_review q
      JOIN boundary b ON b.organisation_id = q.organisation_id AND b.id = q.boundary_id
      JOIN role r ON r.organisation_id = b.organisation_id AND r.id = b.role_id
      JOIN task t ON t.organisation_id = b.organisation_id AND t.id = b.task_id
      LEFT JOIN boundary_version v ON v.organisation_id = b.organisation_id AND v.boundary_id = b.id
        AND v.effective_from <= \(day) AND (v.effective_to IS NULL OR v.effective_to > \(day))
      LEFT JOIN boundary_version c ON c.organisation_id = q.organisation_id AND c.id = q.closed_by_version
      WHERE q.organisation_id = \(session.actor.organisation) AND (q.closed_on IS NULL) = \(filter == .open)
        AND (\(role)::text IS NULL OR r.code = \(role))
      ORDER BY q.closed_on DESC, q.opened_on, r.code, t.code, q.cause LIMIT \(min(max(limit, 1), 1_000))
      """
    ) { row in
      Entry(
        role: try row.decode("role"), task: try row.decode("task"), name: try row.localized("name"),
        cause: try row.decode("cause"), reason: try row.localized("reason"), level: try row.decode("decided_level"),
        proposedLevel: try row.decode("proposed_level"), openedOn: try row.decode("opened_on"),
        closedOn: try row.decode("closed_on"), closedBy: try row.decode("closed_by"))
    }
  }
}
