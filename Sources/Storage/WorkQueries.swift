import Postgres
public import Readiness

/// The roles on a day, by code; or those that a search finds, the best first.
public struct ListRoles: StoredQuery {
  public static let name = QueryName.listRoles
  /// Words in code, names, family, the occupation's title or a task's name.
  public var search: String?
  public var asOf: Day?
  public var limit: Int

  public init(search: String? = nil, asOf: Day? = nil, limit: Int = ListTasks.limit) {
    self.search = search
    self.asOf = asOf
    self.limit = limit
  }

  public struct Entry: Codable, Sendable {
    public var code: String
    public var name: LocalizedText
    public var family: String
    public var source: RoleSource
    public var tasks: Int
    /// The AI quotient it requires overall.
    public var requiredLevel: QuotientLevel?
    /// The same by competency code: `overall` and those of the six domains that it says something of.
    public var required: [String: QuotientLevel]
    /// Code of the published occupation that it was built from.
    public var occupation: String?
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    let condition = SearchCondition(search)
    return try session.tx.all(
      """
      SELECT r.code, r.name_en, r.name_zh, r.family, r.source, r.occupation_code, q.codes, q.levels,
        w.tasks
      FROM role r
      LEFT JOIN occupation o ON o.organisation_id = r.organisation_id AND o.source = r.source
        AND o.code = r.occupation_code
      CROSS JOIN LATERAL (
        SELECT count(*) AS tasks, string_agg(t.name_en || ' ' || t.name_zh, ' ') AS names FROM role_task rt
        JOIN task t ON t.organisation_id = rt.organisation_id AND t.id = rt.task_id
        WHERE rt.organisation_id = r.organisation_id AND rt.role_id = r.id
          AND rt.valid_from <= \(day) AND (rt.valid_to IS NULL OR rt.valid_to > \(day))) w
      LEFT JOIN LATERAL (
        SELECT array_agg(c.code) AS codes, array_agg(q.level) AS levels FROM role_requirement q
        JOIN competency c ON c.organisation_id = q.organisation_id AND c.id = q.competency_id
        WHERE q.organisation_id = r.organisation_id AND q.role_id = r.id
          AND q.valid_from <= \(day) AND (q.valid_to IS NULL OR q.valid_to > \(day))) q ON true
      WHERE r.organisation_id = \(session.actor.organisation)
        AND \(fragment: condition.found(in: ListRoles.searched))
      ORDER BY \(fragment: condition.rank(code: "r.code", names: ["r.name_en", "r.name_zh"])), r.code LIMIT \(limit)
      """
    ) { row in
      let codes = try row.decode("codes", as: [String]?.self) ?? []
      let levels = try row.decode("levels", as: [QuotientLevel]?.self) ?? []
      let required = Dictionary(zip(codes, levels), uniquingKeysWith: { first, _ in first })
      return Entry(
        code: try row.decode("code"), name: try row.localized("name"), family: try row.decode("family"),
        source: try row.decode("source"), tasks: try row.decode("tasks"), requiredLevel: required["overall"],
        required: required, occupation: try row.decode("occupation_code"))
    }
  }
}

extension ListRoles {
  private static let searched: SQL =
    "concat_ws(' ', r.code, r.name_en, r.name_zh, r.family, r.occupation_code, o.title, w.names)"
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
    public var source: RoleSource
    /// Code of the published occupation that it was built from.
    public var occupation: String?
    /// The sum of the tasks' shares of its time; what is missing to 1 is unknown.
    public var timeShare: Double
    public var tasks: [ListTasks.Entry]
    /// The lines that must stand wherever these names are shown.
    public var attributions: [LocalizedText]
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
    let tasks = try ListTasks(role: code, asOf: day).read(in: session)
    let origin = try session.origin(of: role.id)
    return Answer(
      code: code, name: role.name, required: Dictionary(uniqueKeysWithValues: required), source: origin.source,
      occupation: origin.occupation,
      timeShare: TimeShares.share(tasks.reduce(0) { $0 + TimeShares.parts(of: $1.timeShare) }), tasks: tasks,
      attributions: try session.attributions(roles: [role.id]))
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

  fileprivate func origin(of role: RoleID) throws -> (source: RoleSource, occupation: String?) {
    try tx.one(
      "SELECT source, occupation_code FROM role WHERE organisation_id = \(actor.organisation) AND id = \(role)"
    ) { (source: try $0.decode("source"), occupation: try $0.decode("occupation_code")) }
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
