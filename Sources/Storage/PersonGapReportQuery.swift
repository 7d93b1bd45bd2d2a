import FoundationEssentials
import Postgres
public import Readiness

/// One person's gaps and plan on a day: for the person, their managers, and those who reach everyone. Each read is
/// audited. A manager is told levels, not probabilities.
public struct ReadPersonGapReport: StoredQuery {
  public static let name = QueryName.personGapReport
  public static let isAudited = true
  /// External id.
  public var person: String
  public var asOf: Day?

  public init(person: String, asOf: Day? = nil) {
    self.person = person
    self.asOf = asOf
  }

  public var auditDetail: any Encodable & Sendable { ["person": person] }

  public func read(in session: Session) throws -> PersonGapReport {
    let day = asOf ?? session.today
    let id = try session.person(externalID: person)
    let (name, role, roleName) = try session.holder(id, asOf: day)
    let plan = try session.planOfDay(day, of: id)
    return PersonGapReport(
      organisation: try session.organisationName(), person: person, name: name, role: roleName, asOf: day,
      domains: try session.personGaps(of: id, role: role, plan: plan?.id, asOf: day),
      plan: try plan.map { plan in
        PersonGapReport.Plan(
          stage: plan.stage, startsOn: plan.startsOn, dueOn: plan.dueOn, weeklyHours: plan.weeklyHours,
          items: try session.personItems(of: id, asOf: day))
      }, attributions: try session.attributions(roles: role.map { [$0] } ?? []))
  }
}

private struct PlanOfDay {
  let id: UUID
  let stage: GapReport.Stage
  let startsOn: Day
  let dueOn: Day
  let weeklyHours: Double
}

extension Session {
  fileprivate func holder(_ person: PersonID, asOf day: Day) throws -> (String, RoleID?, LocalizedText?) {
    try tx.one(
      """
      SELECT p.name, r.id AS role_id, r.name_en, r.name_zh FROM person p
      LEFT JOIN employment e ON e.organisation_id = p.organisation_id AND e.person_id = p.id AND e.valid_from <= \(day)
        AND (e.valid_to IS NULL OR e.valid_to > \(day))
      LEFT JOIN role r ON r.organisation_id = e.organisation_id AND r.id = e.role_id
      WHERE p.organisation_id = \(actor.organisation) AND p.id = \(person)
      """
    ) { row in
      let role = try row.decode("role_id", as: RoleID?.self)
      return (try row.decode("name"), role, try role.map { _ in try row.localized("name") })
    }
  }

  fileprivate func planOfDay(_ day: Day, of person: PersonID) throws -> PlanOfDay? {
    try tx.first(
      """
      SELECT id, stage, starts_on, due_on, weekly_hours::float8 AS weekly_hours
      FROM (\(fragment: plansOfDay(day))) p WHERE person_id = \(person)
      """
    ) { row in
      PlanOfDay(
        id: try row.decode("id"), stage: try row.decode("stage"), startsOn: try row.decode("starts_on"),
        dueOn: try row.decode("due_on"), weeklyHours: try row.decode("weekly_hours"))
    }
  }

  fileprivate func personItems(of person: PersonID, asOf day: Day) throws -> [PersonGapReport.Item] {
    let plans: SQL = "SELECT * FROM (\(fragment: plansOfDay(day))) p WHERE person_id = \(person)"
    return try tx.all(
      """
      SELECT a.code, a.name_en, a.name_zh, i.stage, i.starts_on, i.due_on, i.hours::float8 AS hours, i.cost,
        i.reason_en, i.reason_zh
      FROM (\(fragment: itemsOfDay(day, of: plans))) i
      JOIN activity a ON a.organisation_id = i.organisation_id AND a.id = i.activity_id ORDER BY i.ordinal
      """
    ) { row in
      PersonGapReport.Item(
        code: try row.decode("code"), name: try row.localized("name"), stage: try row.decode("stage"),
        startsOn: try row.decode("starts_on"), dueOn: try row.decode("due_on"), hours: try row.decode("hours"),
        cost: try row.decode("cost"), reason: try row.localized("reason"))
    }
  }

  fileprivate func personGaps(
    of person: PersonID, role: RoleID?, plan: UUID?, asOf day: Day
  ) throws -> [PersonGapReport.Domain] {
    let isToldAll = reach != .team || person == actor.person
    return try tx.all(
      """
      SELECT d.domain, s.level AS measured, q.level AS required, s.probabilities[q.level + 1] AS probability,
        g.planned_level, g.reason_en, g.reason_zh
      FROM unnest(\(QuotientDomain.allCases.map(\.rawValue))) WITH ORDINALITY AS d (domain, place)
      LEFT JOIN (\(fragment: requiredLevels(asOf: day))) q ON q.domain = d.domain AND q.role_id = \(role)
      LEFT JOIN (\(fragment: measuredLevels(of: "SELECT \(person) AS person_id", asOf: day))) s ON s.domain = d.domain
      LEFT JOIN plan_gap g ON g.organisation_id = \(actor.organisation) AND g.plan_id = \(plan) AND g.domain = d.domain
      ORDER BY d.place
      """
    ) { row in
      let reason = try row.decode("reason_en", as: String?.self)
      return PersonGapReport.Domain(
        domain: try row.decode("domain"), measured: try row.decode("measured"), required: try row.decode("required"),
        probability: isToldAll ? try row.decode("probability") : nil,
        planned: try row.decode("planned_level"),
        reason: reason == nil || reason == "" ? nil : try row.localized("reason"))
    }
  }
}
