import FoundationEssentials
import Postgres
public import Readiness

extension ImportPlanTemplates: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(
      required: PlanTemplate.columns, optional: PlanTemplate.optionalColumns, PlanTemplate.init(from:))
    try requireUnique(rows.map { ($0.row, $0.record.code) })
    let roles: [String: RoleID] = try session.ids(of: "role")
    try check(rows, roles: roles, activities: try session.activities())
    let known = Dictionary(
      try session.planTemplates().map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    var counts = ImportCounts()
    for (_, template) in rows {
      counts.add(isNew: known[template.code] == nil, changed: known[template.code] != template)
    }
    try session.write(rows.map(\.record).filter { known[$0.code] != $0 }, roles: roles)
    return counts
  }

  private func check(
    _ rows: [(row: Int, record: PlanTemplate)], roles: [String: RoleID], activities: [Activity]
  ) throws(Refusal) {
    let prerequisites = Dictionary(
      activities.map { ($0.code, $0.prerequisites) }, uniquingKeysWith: { first, _ in first })
    var faults: [Refusal.Fault] = []
    for (row, template) in rows {
      if let role = template.role, roles[role] == nil { faults.append(.unknownRole(role, row: row)) }
      faults += template.faults(prerequisites: prerequisites).map {
        .init(row: row, field: "activities", code: $0.code, message: $0.message)
      }
    }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
  }
}

extension RemovePlanTemplate: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    let removed = try session.tx.run(
      "DELETE FROM plan_template WHERE organisation_id = \(session.actor.organisation) AND code = \(code)")
    guard removed == 1 else { throw Refusal.noPlanTemplate(code) }
    return Done()
  }
}

extension Session {
  /// The plan templates, by code.
  ///
  /// - Parameter code: only this one.
  func planTemplates(code: String? = nil) throws -> [PlanTemplate] {
    try tx.all(
      """
      SELECT t.code, t.name_en, t.name_zh, r.code AS role,
        ARRAY(SELECT a.code FROM unnest(t.activity_ids) WITH ORDINALITY AS n (id, place)
          JOIN activity a ON a.organisation_id = t.organisation_id AND a.id = n.id ORDER BY n.place) AS activities
      FROM plan_template t
      LEFT JOIN role r ON r.organisation_id = t.organisation_id AND r.id = t.role_id
      WHERE t.organisation_id = \(actor.organisation) AND (t.code = \(code) OR \(code == nil))
      ORDER BY t.code
      """
    ) { row in
      PlanTemplate(
        code: try row.decode("code"), name: try row.localized("name"), role: try row.decode("role"),
        activities: try row.decode("activities"))
    }
  }

  /// The plan template with a code.
  func planTemplate(code: String, field: String = "code") throws -> PlanTemplate {
    guard let template = try planTemplates(code: code).first else { throw Refusal.noPlanTemplate(code, field: field) }
    return template
  }

  fileprivate func write(_ templates: [PlanTemplate], roles: [String: RoleID]) throws {
    let steps = templates.flatMap { template in template.activities.map { (template: template.code, activity: $0) } }
    try tx.run(
      """
      WITH step AS (
        SELECT n.template, array_agg(a.id ORDER BY n.place) AS ids
        FROM unnest(\(steps.map(\.template)), \(steps.map(\.activity))) WITH ORDINALITY AS n (template, activity, place)
        JOIN activity a ON a.organisation_id = \(actor.organisation) AND a.code = n.activity
        GROUP BY n.template)
      INSERT INTO plan_template (organisation_id, id, code, name_en, name_zh, role_id, activity_ids)
      SELECT \(actor.organisation), n.id, n.code, n.name_en, n.name_zh, n.role, step.ids
      FROM unnest(\(templates.map { _ in UUID(version7: now) }), \(templates.map(\.code)), \(templates.map(\.name.en)),
        \(templates.map(\.name.zh)), \(templates.map { $0.role.flatMap { roles[$0] } }))
        AS n (id, code, name_en, name_zh, role)
      JOIN step ON step.template = n.code
      ON CONFLICT (organisation_id, code) DO UPDATE SET name_en = excluded.name_en, name_zh = excluded.name_zh,
        role_id = excluded.role_id, activity_ids = excluded.activity_ids
      """)
  }
}

extension Refusal {
  fileprivate static func noPlanTemplate(_ code: String, field: String = "code") -> Refusal {
    .notFound(LocalizedText(en: "plan template", zh: "计划模板"), code, field: field)
  }
}

/// The plan templates, by code.
public struct ListPlanTemplates: StoredQuery {
  public static let name = QueryName.listPlanTemplates

  public init() {}

  public func read(in session: Session) throws -> [PlanTemplate] { try session.planTemplates() }
}

/// One plan template with its activities.
public struct FindPlanTemplate: StoredQuery {
  public static let name = QueryName.findPlanTemplate
  public var code: String

  public init(code: String) { self.code = code }

  public struct Answer: Codable, Sendable {
    public var template: PlanTemplate
    /// In the template's order.
    public var activities: [ListActivities.Entry]
    /// Of the activities together.
    public var hours: Double
    public var cost: Int
  }

  public func read(in session: Session) throws -> Answer {
    let template = try session.planTemplate(code: code)
    let byCode = Dictionary(
      try session.storedActivities().map { ($0.activity.code, $0) }, uniquingKeysWith: { first, _ in first })
    let activities = template.activities.compactMap { byCode[$0] }
    return Answer(
      template: template,
      activities: activities.map { ListActivities.Entry(activity: $0.activity, retiredOn: $0.retiredOn) },
      hours: activities.reduce(0) { $0 + $1.activity.hours }, cost: activities.reduce(0) { $0 + $1.activity.cost })
  }
}
