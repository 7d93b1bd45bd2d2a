import Postgres
public import Readiness

/// Published occupations by code, or those that a search finds, the best first.
public struct ListOccupations: StoredQuery {
  public static let name = QueryName.listOccupations
  public var source: RoleSource?
  /// Words in code, title, description or a task's statement.
  public var search: String?
  /// The code after which the page begins; of no effect on a search.
  public var after: String?
  public var limit: Int

  public init(source: RoleSource? = nil, search: String? = nil, after: String? = nil, limit: Int = 100) {
    self.source = source
    self.search = search
    self.after = after
    self.limit = limit
  }

  public struct Entry: Codable, Sendable {
    public var source: RoleSource
    public var code: String
    public var title: String
    public var tasks: Int
  }

  public struct Answer: Codable, Sendable {
    public var occupations: [Entry]
    public var attributions: [Attribution]
  }

  public func read(in session: Session) throws -> Answer {
    let condition = SearchCondition(search)
    let begins = condition.isEmpty ? after : nil
    let found = try session.tx.all(
      """
      SELECT o.source, o.code, o.title, t.tasks FROM occupation o
      CROSS JOIN LATERAL (
        SELECT count(*) AS tasks, string_agg(statement, ' ') AS statements FROM occupation_task
        WHERE organisation_id = o.organisation_id AND occupation_id = o.id) t
      WHERE o.organisation_id = \(session.actor.organisation) AND (o.source = \(source) OR \(source == nil))
        AND (o.code COLLATE "C" > \(begins) OR \(begins == nil))
        AND \(fragment: condition.found(in: "concat_ws(' ', o.code, o.title, o.description, t.statements)"))
      ORDER BY \(fragment: condition.rank(code: "o.code", names: ["o.title"])), o.code COLLATE "C", o.source LIMIT \(limit)
      """
    ) { row in
      Entry(
        source: try row.decode("source"), code: try row.decode("code"), title: try row.decode("title"),
        tasks: try row.decode("tasks"))
    }
    return Answer(occupations: found, attributions: try session.attributions(of: found.map(\.source)))
  }
}

/// One published occupation with its tasks, the most important first.
public struct FindOccupation: StoredQuery {
  public static let name = QueryName.findOccupation
  public var code: String
  /// Nil: the one source that has it.
  public var source: RoleSource?

  public init(code: String, source: RoleSource? = nil) {
    self.code = code
    self.source = source
  }

  public struct Answer: Codable, Sendable {
    public var source: RoleSource
    public var code: String
    public var title: String
    public var description: String
    public var tasks: [OccupationTask]
    public var attributions: [Attribution]
  }

  public func read(in session: Session) throws -> Answer { try session.occupation(code: code, source: source) }
}

extension Session {
  func occupation(code: String, source: RoleSource?) throws -> FindOccupation.Answer {
    let found = try tx.all(
      """
      SELECT id, source, title, description FROM occupation
      WHERE organisation_id = \(actor.organisation) AND code = \(code) AND (source = \(source) OR \(source == nil))
      ORDER BY source
      """
    ) { row in
      (
        id: try row.decode("id", as: OccupationID.self), source: try row.decode("source", as: RoleSource.self),
        title: try row.decode("title", as: String.self), description: try row.decode("description", as: String.self)
      )
    }
    guard let occupation = found.first else {
      throw Refusal.notFound(LocalizedText(en: "occupation", zh: "职业"), code, field: "occupation")
    }
    guard found.count == 1 else { throw Refusal.severalSources(code) }
    return FindOccupation.Answer(
      source: occupation.source, code: code, title: occupation.title, description: occupation.description,
      tasks: try tasks(of: occupation.id), attributions: try attributions(of: [occupation.source]))
  }

  private func tasks(of occupation: OccupationID) throws -> [OccupationTask] {
    try tx.all(
      """
      SELECT code, statement, kind, importance::float8 AS importance, relevance::float8 AS relevance,
        frequency::float8 AS frequency
      FROM occupation_task WHERE organisation_id = \(actor.organisation) AND occupation_id = \(occupation)
      ORDER BY array_position(ARRAY['core', 'supplemental', 'unrated'], kind), importance DESC NULLS LAST, code
      """
    ) { row in
      OccupationTask(
        code: try row.decode("code"), statement: try row.decode("statement"), kind: try row.decode("kind"),
        importance: try row.decode("importance"), relevance: try row.decode("relevance"),
        frequency: try row.decode("frequency"))
    }
  }
}

extension Refusal {
  fileprivate static func severalSources(_ code: String) -> Refusal {
    .conflict(
      "several-sources", field: "source", en: "Several sources have an occupation “\(code)”. Name the source as well.",
      zh: "有多个来源包含职业“\(code)”。请同时指定来源。")
  }
}
