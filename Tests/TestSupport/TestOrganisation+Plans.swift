import FoundationEssentials
public import Postgres
public import Readiness

extension TestOrganisation {
  /// A plan that has activities as its items, one after the other and a week each.
  ///
  /// - Parameters:
  ///   - status: neither complete nor withdrawn.
  ///   - from: the first day; an active plan is active since then.
  ///   - owner: a database that row-level security does not bind.
  public func insertPlan(
    for person: String, _ status: PlanStatus, activities: [String] = ["FIRST", "SECOND"], from: Day = TestStore.today,
    as owner: Database
  ) async throws -> (plan: PlanID, items: [PlanItemID]) {
    let plan = PlanID(UUID())
    let items = activities.map { _ in PlanItemID(UUID()) }
    let codes = activities.map { code($0) }
    try await owner.write { tx in
      try tx.run(
        """
        INSERT INTO plan (organisation_id, id, person_id, status, starts_on, due_on, weekly_hours, created_on, activated_on)
        SELECT organisation_id, \(plan), id, \(status.rawValue), \(from), \(from.adding(days: 90)), 3, \(from),
          CASE WHEN \(status == .active) THEN \(from) END
        FROM person WHERE external_id = \(code(person))
        """)
      try tx.run(
        """
        INSERT INTO plan_item (organisation_id, id, plan_id, person_id, activity_id, ordinal, status, starts_on, due_on, hours,
          cost, lifts, reason_en, reason_zh)
        SELECT p.organisation_id, n.id, p.id, p.person_id, a.id, n.ordinal, 'planned', \(from) + 7 * (n.ordinal::integer - 1),
          \(from) + 7 * n.ordinal::integer - 1, a.hours, a.cost,
          (SELECT jsonb_agg(jsonb_build_object('domain', l.domain, 'from', 'L' || l.from_level, 'to', 'L' || l.to_level))
           FROM activity_lift l WHERE l.organisation_id = a.organisation_id AND l.activity_id = a.id), 'Why', '理由'
        FROM plan p CROSS JOIN unnest(\(items), \(codes)) WITH ORDINALITY AS n (id, code, ordinal)
        JOIN activity a ON a.organisation_id = p.organisation_id AND a.code = n.code
        WHERE p.id = \(plan)
        """)
    }
    return (plan, items)
  }
}
