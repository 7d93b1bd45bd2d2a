import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport

extension TestStore {
  /// A plan of someone's of the first organisation, as of `TestOrganisation.insertPlan`.
  func insertPlan(
    for person: String, _ status: PlanStatus = .active, activities: [String] = ["FIRST", "SECOND"], from: Day = today
  ) async throws -> (plan: PlanID, items: [PlanItemID]) {
    try await first.insertPlan(for: person, status, activities: activities, from: from, as: owner)
  }

  /// What a person is known to be able to do in a domain, oldest first, as “from to level basis”.
  func competencies(of person: String, in domain: QuotientDomain = .direct) async throws -> [String] {
    try await owner.read { tx in
      try tx.all(
        """
        SELECT k.valid_from || ' ' || coalesce(k.valid_to::text, '…') || ' L' || k.level || ' '
          || CASE WHEN k.plan_id IS NULL THEN 'score' ELSE 'plan' END AS line
        FROM person_competency k
        JOIN competency c ON c.organisation_id = k.organisation_id AND c.id = k.competency_id
        JOIN person p ON p.organisation_id = k.organisation_id AND p.id = k.person_id
        WHERE p.external_id = \(first.code(person)) AND c.code = \(domain.rawValue) ORDER BY k.valid_from
        """
      ) { try $0.decode("line", as: String.self) }
    }
  }
}
