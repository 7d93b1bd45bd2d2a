import FoundationEssentials
import Postgres
import Readiness

extension TestStore {
  /// Gives a person of the first organisation an active plan of one item, due in 30 days, written as the schema's owner.
  public func plan(_ activity: String, for name: String) async throws {
    let plan = UUID()
    try await owner.write { tx in
      try tx.run(
        """
        INSERT INTO plan (organisation_id, id, person_id, status, starts_on, due_on, weekly_hours, created_on, activated_on)
        SELECT organisation_id, \(plan), id, 'active', \(TestStore.today), \(TestStore.today.adding(days: 30)), 2,
          \(TestStore.today), \(TestStore.today) FROM person
        WHERE organisation_id = \(first.id) AND external_id = \(first.code(name))
        """)
      try tx.run(
        """
        INSERT INTO plan_item (organisation_id, id, plan_id, person_id, activity_id, ordinal, status, starts_on, due_on,
          hours, cost, lifts, reason_en, reason_zh)
        SELECT n.organisation_id, \(UUID()), n.id, n.person_id, a.id, 1, 'planned', n.starts_on, n.due_on, a.hours, a.cost,
          '[]', '', ''
        FROM plan n JOIN activity a ON a.organisation_id = n.organisation_id AND a.code = \(first.code(activity))
        WHERE n.id = \(plan)
        """)
    }
  }
}
