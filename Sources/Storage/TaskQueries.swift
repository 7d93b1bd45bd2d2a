import Postgres
public import Readiness

/// The tasks of a role, or of all, on a day, by role and code; or those that a search finds, the best first.
///
/// Labels and levels are those of now.
public struct ListTasks: StoredQuery {
  public static let name = QueryName.listTasks
  public var role: String?
  /// Words in code or name.
  public var search: String?
  public var asOf: Day?
  public var limit: Int
  /// The most that is told at once.
  public static let limit = 50_000

  public init(role: String? = nil, search: String? = nil, asOf: Day? = nil, limit: Int = ListTasks.limit) {
    self.role = role
    self.search = search
    self.asOf = asOf
    self.limit = limit
  }

  /// What is nil is not known.
  public struct Entry: Codable, Sendable {
    public var code: String
    public var role: String
    public var name: LocalizedText
    public var importance: Int
    /// Of the role's time, 0 to 1.
    public var timeShare: Double
    public var traits: TaskTraits?
    public var exposure: Exposure?
    public var automation: AutomationPotential?
    /// Whether those who labelled it disagree.
    public var labelsDisagree: Bool?
    public var desiredLevel: HumanAgencyLevel?
    public var feasibleLevel: HumanAgencyLevel?
    public var irreversible: Bool?
    public var affectsPerson: Bool?
    public var dataClass: DataClass
    /// Codes, with blanks between.
    public var aiSystem: String?
    public var source: RoleSource
    /// What its source calls it.
    public var sourceCode: String?
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    let condition = SearchCondition(search)
    return try session.tx.all(
      """
      SELECT t.code, r.code AS role, t.name_en, t.name_zh, t.importance, rt.time_share::float8 AS time_share, t.physical,
        t.interpersonal, t.uncertainty, t.expertise, t.enjoyment, t.exposure, t.automation,
        labels_disagree(t.organisation_id, t.id, \(day)) AS labels_disagree, t.desired_level, t.feasible_level,
        t.irreversible, t.affects_person, t.data_class, s.codes AS ai_system, t.source, t.source_code
      FROM role_task rt
      JOIN role r ON r.organisation_id = rt.organisation_id AND r.id = rt.role_id
      JOIN task t ON t.organisation_id = rt.organisation_id AND t.id = rt.task_id
      LEFT JOIN LATERAL (
        SELECT string_agg(s.code, ' ' ORDER BY s.code) AS codes FROM task_ai_system x
        JOIN ai_system s ON s.organisation_id = x.organisation_id AND s.id = x.ai_system_id
        WHERE x.organisation_id = t.organisation_id AND x.task_id = t.id) s ON true
      WHERE rt.organisation_id = \(session.actor.organisation) AND (\(role)::text IS NULL OR r.code = \(role))
        AND rt.valid_from <= \(day) AND (rt.valid_to IS NULL OR rt.valid_to > \(day))
        AND \(fragment: condition.found(in: "concat_ws(' ', t.code, t.name_en, t.name_zh, t.source_code)"))
      ORDER BY \(fragment: condition.rank(code: "t.code", names: ["t.name_en", "t.name_zh"])), r.code, t.code LIMIT \(limit)
      """
    ) { try Entry($0) }
  }
}

extension ListTasks.Entry {
  fileprivate init(_ row: Row) throws {
    code = try row.decode("code")
    role = try row.decode("role")
    name = try row.localized("name")
    importance = try row.decode("importance")
    timeShare = try row.decode("time_share")
    traits = try row.traits()
    exposure = try row.exposure()
    automation = try row.automation()
    labelsDisagree = try row.decode("labels_disagree")
    desiredLevel = try row.decode("desired_level")
    feasibleLevel = try row.decode("feasible_level")
    irreversible = try row.decode("irreversible")
    affectsPerson = try row.decode("affects_person")
    dataClass = try row.decode("data_class")
    aiSystem = try row.decode("ai_system")
    source = try row.decode("source")
    sourceCode = try row.decode("source_code")
  }
}

extension Row {
  /// A task's traits; nil where it was never rated.
  func traits() throws -> TaskTraits? {
    try decode("physical", as: Int?.self).map { physical in
      try TaskTraits(
        physical: physical, interpersonal: try decode("interpersonal"), uncertainty: try decode("uncertainty"),
        expertise: try decode("expertise"), enjoyment: try decode("enjoyment"))
    }
  }
}
