import FoundationEssentials
import Postgres
import Readiness

/// A plan as it is stored.
struct StoredPlan {
  let id: PlanID
  let person: PersonID
  let status: PlanStatus
  let startsOn: Day
  let dueOn: Day
  let weeklyHours: Double
  let activatedOn: Day?

  /// What `init(_:)` reads, of a plan `p`.
  static let columns: SQL =
    "p.id, p.person_id, p.status, p.starts_on, p.due_on, p.weekly_hours::float8 AS weekly_hours, p.activated_on"

  init(_ row: Row) throws {
    id = try row.decode("id")
    person = try row.decode("person_id")
    status = try row.decode("status")
    startsOn = try row.decode("starts_on")
    dueOn = try row.decode("due_on")
    weeklyHours = try row.decode("weekly_hours")
    activatedOn = try row.decode("activated_on")
  }
}

extension Session {
  /// A plan that nobody else changes before this transaction ends.
  func lockedPlan(_ id: PlanID) throws -> StoredPlan {
    let plan = try tx.first(
      """
      SELECT \(fragment: StoredPlan.columns) FROM plan p
      WHERE p.organisation_id = \(actor.organisation) AND p.id = \(id) FOR NO KEY UPDATE
      """
    ) { try StoredPlan($0) }
    guard let plan else { throw Refusal.notFound(.plan, id.description, field: "plan") }
    return plan
  }

  /// Whether a person is the caller.
  func isCaller(_ person: PersonID) -> Bool { person == actor.person }

  /// Adds to the history of plans; of each of them the same.
  func note(_ action: PlanAction, on plans: [(id: PlanID, person: PersonID)], _ comment: String?) throws {
    try tx.run(
      """
      INSERT INTO plan_comment (organisation_id, id, plan_id, person_id, account_id, action, text, written_at)
      SELECT \(actor.organisation), id, plan, person, \(actor.account), \(action), \(comment ?? ""), \(now)
      FROM unnest(\(plans.map { _ in UUID(version7: now) }), \(plans.map(\.id)), \(plans.map(\.person)))
        AS n (id, plan, person)
      """)
  }
}

extension LocalizedText {
  static let plan = LocalizedText(en: "plan", zh: "培训计划")
  static let planItem = LocalizedText(en: "plan item", zh: "计划项目")
}
