import Postgres
public import Readiness

/// Which plans within the caller's reach are asked for.
public struct PlanSelection: Codable, Sendable {
  /// External id.
  public var person: String?
  /// Code: those of people employed today in it or below it.
  public var unit: String?
  /// Nil: all but those that were withdrawn.
  public var status: PlanStatus?

  public init(person: String? = nil, unit: String? = nil, status: PlanStatus? = nil) {
    self.person = person
    self.unit = unit
    self.status = status
  }

  /// That a plan `n` is among them.
  fileprivate func condition(_ session: Session) throws -> SQL {
    let person = try person.map { try session.person(externalID: $0) }
    let unit = try unit.map { try session.unit(code: $0) }
    return """
      (\(status)::text IS NULL AND n.status <> 'withdrawn' OR n.status = \(status))
        AND (\(person)::uuid IS NULL OR n.person_id = \(person))
        AND (\(unit)::uuid IS NULL OR EXISTS (SELECT FROM employment e
          WHERE e.organisation_id = n.organisation_id AND e.person_id = n.person_id
            AND \(fragment: PlanningScope.isEmployed(on: session.today))
            AND e.unit_id IN (SELECT unit_subtree(\(unit), \(session.today)))))
      """
  }
}

/// Plans within the caller's reach.
public struct ListPlans: StoredQuery {
  public static let name = QueryName.listPlans
  public var selection: PlanSelection
  /// Only plans after this one.
  public var after: PlanID?
  /// 1 to 5,000.
  public var limit: Int

  public init(_ selection: PlanSelection = PlanSelection(), after: PlanID? = nil, limit: Int = 500) {
    self.selection = selection
    self.after = after
    self.limit = limit
  }

  public struct Entry: Codable, Sendable {
    public var plan: PlanID
    /// External id.
    public var person: String
    public var name: String
    public var status: PlanStatus
    public var createdOn: Day
    public var startsOn: Day
    public var dueOn: Day
    /// Without those that were dropped.
    public var items: Int
    /// Of `items`: done or credited.
    public var done: Int
    /// Of an active plan's `items`: open past their due date.
    public var overdue: Int
    /// Of `items`.
    public var hours: Double
    /// Of `items`, in whole units of the organisation's currency.
    public var cost: Int
    /// The plan is complete, and the person is to be assessed again.
    public var awaitsAssessment: Bool
  }

  /// In the order in which they were made.
  public func read(in session: Session) throws -> [Entry] {
    try session.tx.all(
      """
      SELECT \(fragment: Self.columns(session))
      FROM plan n \(fragment: Self.joins(session.today))
      WHERE n.organisation_id = \(session.actor.organisation)
        AND \(fragment: try selection.condition(session)) AND (\(after)::uuid IS NULL OR n.id > \(after))
      ORDER BY n.id LIMIT \(min(max(limit, 1), 5_000))
      """
    ) { try Entry($0) }
  }

  static func columns(_ session: Session) -> SQL {
    """
    n.id, q.external_id, q.name, n.status, n.created_on, n.starts_on, n.due_on, i.items, i.done, i.overdue, i.hours,
    i.cost, n.status = 'complete' AND \(fragment: .awaitsAssessment(on: session.today)) AS awaits
    """
  }

  static func joins(_ today: Day) -> SQL {
    """
    JOIN person q ON q.organisation_id = n.organisation_id AND q.id = n.person_id
    CROSS JOIN LATERAL (
      SELECT count(*) AS items, count(*) FILTER (WHERE status IN ('done', 'credited')) AS done,
        count(*) FILTER (WHERE n.status = 'active' AND status IN ('planned', 'under_way') AND due_on < \(today))
          AS overdue,
        coalesce(sum(hours), 0)::float8 AS hours, coalesce(sum(cost), 0)::bigint AS cost
      FROM plan_item WHERE organisation_id = n.organisation_id AND plan_id = n.id AND status <> 'dropped') i
    """
  }
}

extension ListPlans.Entry {
  init(_ row: Row) throws {
    self.init(
      plan: try row.decode("id"), person: try row.decode("external_id"), name: try row.decode("name"),
      status: try row.decode("status"), createdOn: try row.decode("created_on"),
      startsOn: try row.decode("starts_on"), dueOn: try row.decode("due_on"), items: try row.decode("items"),
      done: try row.decode("done"), overdue: try row.decode("overdue"), hours: try row.decode("hours"),
      cost: try row.decode("cost"), awaitsAssessment: try row.decode("awaits"))
  }
}

/// The items of plans within the caller's reach: a line each, for tables and charts.
public struct ListPlanItems: StoredQuery {
  public static let name = QueryName.listPlanItems
  public var selection: PlanSelection
  /// Only items after this one.
  public var after: PlanItemID?
  /// 1 to 5,000.
  public var limit: Int

  public init(_ selection: PlanSelection = PlanSelection(), after: PlanItemID? = nil, limit: Int = 500) {
    self.selection = selection
    self.after = after
    self.limit = limit
  }

  public struct Entry: Codable, Sendable {
    public var plan: PlanID
    /// External id.
    public var person: String
    public var name: String
    public var planStatus: PlanStatus
    public var item: PlanItemEntry
  }

  /// In the order in which they were planned.
  public func read(in session: Session) throws -> [Entry] {
    try session.tx.all(
      """
      SELECT n.id AS plan_id, q.external_id, q.name AS person_name, n.status AS plan_status,
        \(fragment: PlanItemEntry.columns)
      FROM plan_item i
      JOIN plan n ON n.organisation_id = i.organisation_id AND n.id = i.plan_id
      JOIN person q ON q.organisation_id = n.organisation_id AND q.id = n.person_id
      \(fragment: PlanItemEntry.joins)
      WHERE i.organisation_id = \(session.actor.organisation)
        AND \(fragment: try selection.condition(session)) AND (\(after)::uuid IS NULL OR i.id > \(after))
      ORDER BY i.id LIMIT \(min(max(limit, 1), 5_000))
      """
    ) { row in
      Entry(
        plan: try row.decode("plan_id"), person: try row.decode("external_id"), name: try row.decode("person_name"),
        planStatus: try row.decode("plan_status"), item: try PlanItemEntry(row))
    }
  }
}

/// An item of a plan, as it is told.
public struct PlanItemEntry: Codable, Sendable {
  public var id: PlanItemID
  public var ordinal: Int
  /// Code.
  public var activity: String
  public var name: LocalizedText
  public var status: PlanItemStatus
  public var startsOn: Day
  public var dueOn: Day
  public var hours: Double
  public var hoursLogged: Double
  /// In whole units of the organisation's currency.
  public var cost: Int
  public var reason: LocalizedText
  /// What a person hands in to have it counted as done.
  public var evidence: EvidenceKind
  public var startedOn: Day?
  /// Done, credited or dropped on.
  public var endedOn: Day?

  /// What `init(_:)` reads, of an item `i`.
  static let columns: SQL = """
    i.id AS item_id, i.ordinal, a.code AS activity, a.name_en, a.name_zh, i.status AS item_status,
    i.starts_on AS item_starts_on, i.due_on AS item_due_on, i.hours::float8 AS hours, l.hours AS hours_logged,
    i.cost::bigint AS cost, i.reason_en, i.reason_zh, a.evidence, i.started_on, i.ended_on
    """

  static let joins: SQL = """
    JOIN activity a ON a.organisation_id = i.organisation_id AND a.id = i.activity_id
    CROSS JOIN LATERAL (SELECT coalesce(sum(hours), 0)::float8 AS hours FROM evidence
      WHERE organisation_id = i.organisation_id AND plan_item_id = i.id) l
    """

  init(_ row: Row) throws {
    id = try row.decode("item_id")
    ordinal = try row.decode("ordinal")
    activity = try row.decode("activity")
    name = try row.localized("name")
    status = try row.decode("item_status")
    startsOn = try row.decode("item_starts_on")
    dueOn = try row.decode("item_due_on")
    hours = try row.decode("hours")
    hoursLogged = try row.decode("hours_logged")
    cost = try row.decode("cost")
    reason = try row.localized("reason")
    evidence = try row.decode("evidence")
    startedOn = try row.decode("started_on")
    endedOn = try row.decode("ended_on")
  }
}
