import Postgres
import Readiness

extension Session {
  /// Each person's plan of a day and where it stood then: the active one, else the one in the making, else the last that
  /// was completed.
  func plansOfDay(_ day: Day) -> SQL {
    """
    SELECT DISTINCT ON (person_id) * FROM (
      SELECT p.*, CASE
          WHEN p.completed_on <= \(day) THEN 'complete' WHEN p.activated_on <= \(day) THEN 'active'
          WHEN p.status <> 'draft' AND (p.submitted_at AT TIME ZONE 'UTC')::date <= \(day) THEN 'in_review'
          ELSE 'draft' END AS stage
      FROM plan p
      WHERE p.organisation_id = \(actor.organisation) AND p.created_on <= \(day)
        AND (p.withdrawn_on IS NULL OR p.withdrawn_on > \(day))) p
    ORDER BY person_id, array_position('{active,in_review,draft,complete}'::text[], stage), created_on DESC, id
    """
  }

  /// The items of plans, none that was dropped, and where each stands on a day.
  func itemsOfDay(_ day: Day, of plans: SQL) -> SQL {
    """
    SELECT i.*, p.stage AS plan_stage, CASE
        WHEN i.ended_on <= \(day) THEN 'done' WHEN p.stage = 'active' AND i.due_on < \(day) THEN 'overdue'
        WHEN i.started_on <= \(day) THEN 'under_way' ELSE 'planned' END AS stage
    FROM plan_item i JOIN (\(fragment: plans)) p ON p.organisation_id = i.organisation_id AND p.id = i.plan_id
    WHERE i.organisation_id = \(actor.organisation) AND (i.status <> 'dropped' OR i.ended_on > \(day))
      AND (i.replanned_on IS NULL OR i.replanned_on <= \(day))
    """
  }

  func groupPlans(of people: SQL, headcount: Int, asOf day: Day) throws -> GapReport.Plans {
    let plans: SQL = """
      SELECT * FROM (\(fragment: plansOfDay(day))) p WHERE person_id IN (SELECT person_id FROM (\(fragment: people)) m)
      """
    let stages = try counts(by: "stage", "SELECT stage FROM (\(fragment: plans)) p")
    let planned = stages.values.reduce(0, +)
    guard planned > 0 else { return .none(headcount: headcount) }
    let items = itemsOfDay(day, of: plans)
    let states = try counts(by: "stage", "SELECT stage FROM (\(fragment: items)) i WHERE plan_stage = 'active'")
    let (hours, cost) = try tx.one(
      "SELECT coalesce(sum(hours), 0)::float8 AS hours, coalesce(sum(cost), 0) AS cost FROM (\(fragment: items)) i"
    ) { (try $0.decode("hours", as: Double.self), try $0.decode("cost", as: Int.self)) }
    let isTold = planned >= Suppression.threshold
    return GapReport.Plans(
      people: Suppression.suppress(
        groups: GapReport.Stage.allCases.map { $0 == .none ? headcount - planned : stages[$0.rawValue] ?? 0 }),
      items: Suppression.suppress(groups: PersonGapReport.Stage.allCases.map { states[$0.rawValue] ?? 0 }),
      hours: isTold ? hours : nil, cost: isTold ? cost : nil, activities: try activities(items),
      open: try openGaps(of: plans))
  }

  private func counts(by column: String, _ rows: SQL) throws -> [String: Int] {
    let counted = try tx.all(
      "SELECT \(identifier: column), count(*) AS rows FROM (\(fragment: rows)) r GROUP BY \(identifier: column)"
    ) { (try $0.decode(column, as: String.self), try $0.decode("rows", as: Int.self)) }
    return Dictionary(counted, uniquingKeysWith: +)
  }

  private func activities(_ items: SQL) throws -> [GapReport.Activity] {
    let all = try tx.all(
      """
      SELECT a.code, a.name_en, a.name_zh, count(*) AS people, min(i.starts_on) AS starts_on, max(i.due_on) AS due_on,
        count(*) FILTER (WHERE i.stage = 'done') AS done, sum(i.hours)::float8 AS hours, sum(i.cost)::bigint AS cost
      FROM (\(fragment: items)) i JOIN activity a ON a.organisation_id = i.organisation_id AND a.id = i.activity_id
      GROUP BY a.code, a.name_en, a.name_zh ORDER BY min(i.starts_on), a.code
      """
    ) { row in
      let people = try row.decode("people", as: Int.self)
      let done = try row.decode("done", as: Int.self)
      return GapReport.Activity(
        code: try row.decode("code"), name: try row.localized("name"), people: people,
        startsOn: try row.decode("starts_on"), dueOn: try row.decode("due_on"),
        done: Suppression.suppress(groups: [done, people - done])[0], hours: try row.decode("hours"),
        cost: try row.decode("cost"))
    }
    let hidden = Suppression.hidden(among: all.map { $0.people ?? 0 })
    return all.indices.map { hidden.contains($0) ? all[$0].withheld : all[$0] }
  }

  /// Domains in which plans name gaps, each with the three commonest reasons that they stay open.
  private func openGaps(of plans: SQL) throws -> [GapReport.OpenGap] {
    let gaps: SQL = """
      SELECT g.* FROM plan_gap g JOIN (\(fragment: plans)) p ON p.organisation_id = g.organisation_id AND p.id = g.plan_id
      """
    let reasons = try tx.all(
      """
      SELECT domain, reason_en, reason_zh, count(*) AS people FROM (\(fragment: gaps)) g
      WHERE reason_en <> '' GROUP BY domain, reason_en, reason_zh HAVING count(*) >= \(Suppression.threshold)
      ORDER BY count(*) DESC, reason_en
      """
    ) { row in
      (
        domain: try row.decode("domain", as: QuotientDomain.self),
        reason: GapReport.OpenGap.Reason(text: try row.localized("reason"), people: try row.decode("people"))
      )
    }
    let counted = try tx.all(
      """
      SELECT domain, count(*) AS people, count(*) FILTER (WHERE planned_level >= required_level) AS closed
      FROM (\(fragment: gaps)) g GROUP BY domain
      """
    ) { row in
      let (people, closed) = (try row.decode("people", as: Int.self), try row.decode("closed", as: Int.self))
      let domain = try row.decode("domain", as: QuotientDomain.self)
      return GapReport.OpenGap(
        domain: domain, people: Suppression.alone(people),
        closed: Suppression.suppress(groups: [closed, people - closed])[0],
        reasons: reasons.filter { $0.domain == domain }.prefix(3).map(\.reason))
    }
    return QuotientDomain.allCases.compactMap { domain in counted.first { $0.domain == domain } }
  }
}
