import Postgres
public import Readiness

/// The roles, each with how many people and tasks it has on a day.
public struct ListRoles: StoredQuery {
  public static let name = QueryName.listRoles
  public var asOf: Day?

  public init(asOf: Day? = nil) { self.asOf = asOf }

  public struct Entry: Codable, Sendable {
    public var code: String
    public var name: LocalizedText
    public var family: String
    public var source: RoleSource
    public var tasks: Int
    /// The AI quotient it requires overall.
    public var requiredLevel: QuotientLevel?
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    return try session.tx.all(
      """
      SELECT r.code, r.name_en, r.name_zh, r.family, r.source, q.level,
        (SELECT count(*) FROM role_task rt WHERE rt.organisation_id = r.organisation_id AND rt.role_id = r.id
           AND rt.valid_from <= \(day) AND (rt.valid_to IS NULL OR rt.valid_to > \(day))) AS tasks
      FROM role r
      LEFT JOIN competency c ON c.organisation_id = r.organisation_id AND c.code = 'overall'
      LEFT JOIN role_requirement q ON q.organisation_id = r.organisation_id AND q.role_id = r.id
        AND q.competency_id = c.id AND q.valid_from <= \(day) AND (q.valid_to IS NULL OR q.valid_to > \(day))
      WHERE r.organisation_id = \(session.actor.organisation) ORDER BY r.code
      """
    ) { row in
      Entry(
        code: try row.decode("code"), name: try row.localized("name"), family: try row.decode("family"),
        source: try row.decode("source"), tasks: try row.decode("tasks"), requiredLevel: try row.decode("level"))
    }
  }
}

/// One role with its requirements and its tasks on a day.
public struct FindRole: StoredQuery {
  public static let name = QueryName.findRole
  public var code: String
  public var asOf: Day?

  public init(code: String, asOf: Day? = nil) {
    self.code = code
    self.asOf = asOf
  }

  public struct Answer: Codable, Sendable {
    public var code: String
    public var name: LocalizedText
    /// By competency code: `overall` and the six domains.
    public var required: [String: QuotientLevel]
    public var tasks: [ListTasks.Entry]
  }

  public func read(in session: Session) throws -> Answer {
    let day = asOf ?? session.today
    let role = try session.role(code: code)
    let required = try session.tx.all(
      """
      SELECT c.code, q.level FROM role_requirement q
      JOIN competency c ON c.organisation_id = q.organisation_id AND c.id = q.competency_id
      WHERE q.organisation_id = \(session.actor.organisation) AND q.role_id = \(role.id)
        AND q.valid_from <= \(day) AND (q.valid_to IS NULL OR q.valid_to > \(day))
      """
    ) { (try $0.decode("code", as: String.self), try $0.decode("level", as: QuotientLevel.self)) }
    return Answer(
      code: code, name: role.name, required: Dictionary(uniqueKeysWithValues: required),
      tasks: try ListTasks(role: code, asOf: day).read(in: session))
  }
}

extension Session {
  /// The role with a code.
  func role(code: String, field: String = "role") throws -> (id: RoleID, name: LocalizedText) {
    let role = try tx.first(
      "SELECT id, name_en, name_zh FROM role WHERE organisation_id = \(actor.organisation) AND code = \(code)"
    ) { (id: try $0.decode("id", as: RoleID.self), name: try $0.localized("name")) }
    guard let role else { throw Refusal.notFound(LocalizedText(en: "role", zh: "岗位"), code, field: field) }
    return role
  }
}

/// The tasks of a role, or of all, on a day.
public struct ListTasks: StoredQuery {
  public static let name = QueryName.listTasks
  public var role: String?
  public var asOf: Day?

  public init(role: String? = nil, asOf: Day? = nil) {
    self.role = role
    self.asOf = asOf
  }

  public struct Entry: Codable, Sendable {
    public var code: String
    public var role: String
    public var name: LocalizedText
    public var importance: Int
    public var timeShare: Double
    public var exposure: Exposure?
    public var automation: AutomationPotential?
    public var dataClass: DataClass
    public var aiSystem: String?
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    return try session.tx.all(
      """
      SELECT t.code, r.code AS role, t.name_en, t.name_zh, t.importance, rt.time_share::float8 AS time_share,
             t.exposure, t.automation, t.data_class, s.codes AS ai_system
      FROM role_task rt
      JOIN role r ON r.organisation_id = rt.organisation_id AND r.id = rt.role_id
      JOIN task t ON t.organisation_id = rt.organisation_id AND t.id = rt.task_id
      LEFT JOIN LATERAL (
        SELECT string_agg(s.code, ' ' ORDER BY s.code) AS codes FROM task_ai_system x
        JOIN ai_system s ON s.organisation_id = x.organisation_id AND s.id = x.ai_system_id
        WHERE x.organisation_id = t.organisation_id AND x.task_id = t.id) s ON true
      WHERE rt.organisation_id = \(session.actor.organisation) AND (\(role)::text IS NULL OR r.code = \(role))
        AND rt.valid_from <= \(day) AND (rt.valid_to IS NULL OR rt.valid_to > \(day))
      ORDER BY r.code, t.code
      """
    ) { row in
      Entry(
        code: try row.decode("code"), role: try row.decode("role"), name: try row.localized("name"),
        importance: try row.decode("importance"), timeShare: try row.decode("time_share"),
        exposure: try row.decode("exposure", as: String?.self).flatMap(Exposure.init),
        automation: try row.decode("automation", as: String?.self).flatMap(AutomationPotential.init),
        dataClass: try row.decode("data_class"), aiSystem: try row.decode("ai_system"))
    }
  }
}

/// The AI systems, by code.
public struct ListAISystems: StoredQuery {
  public static let name = QueryName.listAISystems
  public init() {}

  public struct Entry: Codable, Sendable {
    public var code: String
    public var name: String
    public var vendor: String
    public var purpose: LocalizedText
    public var riskClass: RiskClass
    public var route: ModelRoute
    public var clearedDataClass: DataClass
    /// Which model answers; empty: not said.
    public var modelVersion: String
  }

  public func read(in session: Session) throws -> [Entry] {
    try session.tx.all(
      """
      SELECT code, name, vendor, purpose_en, purpose_zh, risk_class, route, cleared_data_class, model_version
      FROM ai_system WHERE organisation_id = \(session.actor.organisation) ORDER BY code
      """
    ) { row in
      Entry(
        code: try row.decode("code"), name: try row.decode("name"), vendor: try row.decode("vendor"),
        purpose: try row.localized("purpose"), riskClass: try row.decode("risk_class"),
        route: try row.decode("route"), clearedDataClass: try row.decode("cleared_data_class"),
        modelVersion: try row.decode("model_version"))
    }
  }
}
