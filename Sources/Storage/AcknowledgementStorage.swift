import FoundationEssentials
import Postgres
public import Readiness

extension AcknowledgeBoundaries: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    guard let person = session.actor.person else {
      throw Refusal.forbidden(
        en: "Boundaries are acknowledged by those who hold the role; your account belongs to nobody.",
        zh: "边界须由任职人员本人确认，而您的账户未关联任何人员。")
    }
    guard (1...1_000).contains(versions.count) else {
      throw Refusal.invalid(
        "too-many-versions", field: "versions", en: "Acknowledge 1 to 1,000 boundaries at a time.",
        zh: "每次可确认 1 到 1,000 项边界。")
    }
    let own = Set(try session.boundariesInForce(for: person))
    guard versions.allSatisfy(own.contains) else {
      throw Refusal.conflict(
        "boundary-not-in-force", field: "versions",
        en:
          "One of these boundaries is no longer in force for your role. Read the present ones, then acknowledge them.",
        zh: "其中有边界已不再适用于您的岗位。请阅读现行边界后再确认。")
    }
    let acknowledged = try session.tx.run(
      """
      INSERT INTO acknowledgement (organisation_id, boundary_version_id, person_id, acknowledged_at)
      SELECT \(session.actor.organisation), version, \(person), \(session.now)
      FROM (SELECT DISTINCT unnest(\(versions)) AS version) n ON CONFLICT DO NOTHING
      """)
    let done = try session.tx.one(
      """
      SELECT count(*) AS done FROM acknowledgement WHERE organisation_id = \(session.actor.organisation)
        AND person_id = \(person) AND boundary_version_id = ANY (\(Array(own)))
      """
    ) { try $0.decode("done", as: Int.self) }
    return Result(acknowledged: acknowledged, outstanding: own.count - done)
  }
}

extension Session {
  /// The versions in force today for the role that a person holds today.
  fileprivate func boundariesInForce(for person: PersonID) throws -> [BoundaryVersionID] {
    try tx.all(
      """
      SELECT v.id FROM employment e
      JOIN boundary b ON b.organisation_id = e.organisation_id AND b.role_id = e.role_id
      JOIN boundary_version v ON v.organisation_id = b.organisation_id AND v.boundary_id = b.id
        AND \(fragment: .versionHolds(on: today))
      WHERE e.organisation_id = \(actor.organisation) AND e.person_id = \(person)
        AND e.valid_from <= \(today) AND (e.valid_to IS NULL OR e.valid_to > \(today))
      """
    ) { try $0.decode("id", as: BoundaryVersionID.self) }
  }
}

extension SQL {
  /// A `boundary_version` named `v` that is in force on a day, for a task that the role of the boundary `b` has then.
  fileprivate static func versionHolds(on day: Day) -> SQL {
    """
    v.effective_from <= \(day) AND (v.effective_to IS NULL OR v.effective_to > \(day))
      AND EXISTS (SELECT FROM role_task rt WHERE rt.organisation_id = b.organisation_id AND rt.role_id = b.role_id
        AND rt.task_id = b.task_id AND rt.valid_from <= \(day) AND (rt.valid_to IS NULL OR rt.valid_to > \(day)))
    """
  }
}

/// Who has acknowledged the boundaries in force on a day, by role: of everyone, of a manager's team, or of oneself.
///
/// Auditors are told of counts without small ones. Who it is that has not yet is told to those who may know the people.
public struct ListAcknowledgements: StoredQuery {
  public static let name = QueryName.listAcknowledgements
  public var role: String?
  public var asOf: Day?

  public init(role: String? = nil, asOf: Day? = nil) {
    self.role = role
    self.asOf = asOf
  }

  public struct Answer: Codable, Sendable {
    /// Roles with a boundary in force and people within the caller's reach.
    public var roles: [AcknowledgementStatus]
    /// The first 500 by external id who have not acknowledged all; nil: not told.
    public var outstanding: [Person]?
  }

  public struct Person: Codable, Sendable {
    /// External id.
    public var person: String
    public var name: String
    public var role: String
    /// Boundaries that they have not acknowledged.
    public var boundaries: Int
  }

  public func read(in session: Session) throws -> Answer {
    let day = asOf ?? session.today
    let roles = try statuses(session, on: day)
    guard session.actor.role != .auditor else { return Answer(roles: roles.map(\.published), outstanding: nil) }
    return Answer(roles: roles, outstanding: try outstanding(session, on: day))
  }

  private func statuses(_ session: Session, on day: Day) throws -> [AcknowledgementStatus] {
    try session.tx.all(
      """
      \(fragment: counted(session, on: day))
      SELECT role, name_en, name_zh, max(boundaries) AS boundaries,
        count(*) FILTER (WHERE done = boundaries) AS acknowledged, count(*) FILTER (WHERE done < boundaries) AS rest
      FROM counted GROUP BY role, name_en, name_zh ORDER BY role
      """
    ) { row in
      AcknowledgementStatus(
        role: try row.decode("role"), name: try row.localized("name"), boundaries: try row.decode("boundaries"),
        acknowledged: try row.decode("acknowledged"), outstanding: try row.decode("rest"))
    }
  }

  private func outstanding(_ session: Session, on day: Day) throws -> [Person] {
    try session.tx.all(
      """
      \(fragment: counted(session, on: day))
      SELECT p.external_id, p.name, role, boundaries - done AS rest FROM counted
      JOIN person p ON p.organisation_id = \(session.actor.organisation) AND p.id = person_id
      WHERE done < boundaries ORDER BY p.external_id LIMIT 500
      """
    ) { row in
      Person(
        person: try row.decode("external_id"), name: try row.decode("name"), role: try row.decode("role"),
        boundaries: try row.decode("rest"))
    }
  }

  /// For each holder of a role: how many boundaries it has, and how many of them they have acknowledged by the day.
  private func counted(_ session: Session, on day: Day) -> SQL {
    """
    WITH force AS (
      SELECT b.role_id, v.id, count(*) OVER (PARTITION BY b.role_id) AS boundaries FROM boundary b
      JOIN role r ON r.organisation_id = b.organisation_id AND r.id = b.role_id
        AND (\(role)::text IS NULL OR r.code = \(role))
      JOIN boundary_version v ON v.organisation_id = b.organisation_id AND v.boundary_id = b.id
        AND \(fragment: .versionHolds(on: day))
      WHERE b.organisation_id = \(session.actor.organisation)),
    done AS (
      SELECT a.person_id, f.role_id, count(*) AS done FROM force f
      JOIN acknowledgement a ON a.organisation_id = \(session.actor.organisation) AND a.boundary_version_id = f.id
        AND (a.acknowledged_at AT TIME ZONE 'UTC')::date <= \(day)
      GROUP BY a.person_id, f.role_id),
    counted AS (
      SELECT e.person_id, r.code AS role, r.name_en, r.name_zh, f.boundaries, coalesce(d.done, 0) AS done
      FROM (SELECT DISTINCT role_id, boundaries FROM force) f
      JOIN role r ON r.organisation_id = \(session.actor.organisation) AND r.id = f.role_id
      JOIN employment e ON e.organisation_id = r.organisation_id AND e.role_id = r.id AND e.valid_from <= \(day)
        AND (e.valid_to IS NULL OR e.valid_to > \(day))
      LEFT JOIN done d ON d.person_id = e.person_id AND d.role_id = f.role_id)
    """
  }
}
