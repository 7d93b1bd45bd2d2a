import Postgres
public import Readiness

/// People within the caller's reach who are employed on a day, by external id: a page of at most `limit`.
public struct ListPeople: StoredQuery {
  public static let name = QueryName.listPeople
  public var asOf: Day?
  /// Code: this unit's own people and those of all units below it.
  public var unit: String?
  /// Only those after this external id.
  public var after: String?
  /// 1 to 5,000.
  public var limit: Int

  public init(asOf: Day? = nil, unit: String? = nil, after: String? = nil, limit: Int = 500) {
    self.asOf = asOf
    self.unit = unit
    self.after = after
    self.limit = limit
  }

  public func read(in session: Session) throws -> [PersonRecord] {
    let day = asOf ?? session.today
    let organisation = session.actor.organisation
    let unit = try unit.map { try session.unit(code: $0) }
    return try session.tx.all(
      """
      SELECT p.external_id, p.employee_number, p.name, p.email, p.locale, p.start_date, u.code AS unit,
             r.code AS role, m.external_id AS manager, e.valid_to
      FROM employment e
      JOIN person p ON p.organisation_id = e.organisation_id AND p.id = e.person_id
      JOIN unit u ON u.organisation_id = e.organisation_id AND u.id = e.unit_id
      LEFT JOIN role r ON r.organisation_id = e.organisation_id AND r.id = e.role_id
      LEFT JOIN person m ON m.organisation_id = e.organisation_id AND m.id = e.manager_id
      WHERE e.organisation_id = \(organisation) AND e.valid_from <= \(day) AND (e.valid_to IS NULL OR e.valid_to > \(day))
        AND (\(unit)::uuid IS NULL OR e.unit_id IN (SELECT unit_subtree(\(unit), \(day))))
        AND (\(after)::text IS NULL OR p.external_id > \(after))
      ORDER BY p.external_id LIMIT \(min(max(limit, 1), 5_000))
      """
    ) { try PersonRecord($0) }
  }
}

/// One person within the caller's reach, with their employments and overall scores, oldest first.
public struct FindPerson: StoredQuery {
  public static let name = QueryName.findPerson
  public static let isAudited = true
  public var externalID: String

  public init(externalID: String) { self.externalID = externalID }

  public var auditDetail: any Encodable & Sendable { ["person": externalID] }

  public struct Answer: Codable, Sendable {
    public var externalID: String
    public var name: String
    public var employments: [Employment]
  }

  public struct Employment: Codable, Sendable {
    public var from: Day
    /// The day after the last; nil: in force.
    public var to: Day?
    public var unit: String
    public var role: String?
    public var manager: String?
  }

  public func read(in session: Session) throws -> Answer {
    let id = try session.person(externalID: externalID)
    let name = try session.tx.one(
      "SELECT name FROM person WHERE organisation_id = \(session.actor.organisation) AND id = \(id)"
    ) { try $0.decode("name", as: String.self) }
    let employments = try session.tx.all(
      """
      SELECT e.valid_from, e.valid_to, u.code AS unit, r.code AS role, m.external_id AS manager
      FROM employment e
      JOIN unit u ON u.organisation_id = e.organisation_id AND u.id = e.unit_id
      LEFT JOIN role r ON r.organisation_id = e.organisation_id AND r.id = e.role_id
      LEFT JOIN person m ON m.organisation_id = e.organisation_id AND m.id = e.manager_id
      WHERE e.organisation_id = \(session.actor.organisation) AND e.person_id = \(id) ORDER BY e.valid_from
      """
    ) { row in
      Employment(
        from: try row.decode("valid_from"), to: try row.decode("valid_to"), unit: try row.decode("unit"),
        role: try row.decode("role"), manager: try row.decode("manager"))
    }
    return Answer(externalID: externalID, name: name, employments: employments)
  }
}
