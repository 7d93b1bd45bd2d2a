import FoundationEssentials
import Postgres
import Readiness
import Wire

extension Session {
  /// Closes an active plan of which nothing is left to do: freezes what was measured, and tells from today on what is to be
  /// expected of the person until they are assessed again.
  func complete(_ plan: StoredPlan) throws {
    let outcome = PlanOutcome(
      on: today, standings: try standings(of: plan.person), planned: try plannedLevels(of: plan.id),
      achievements: try achievements(of: [plan.id])[plan.id] ?? [])
    try tx.run(
      """
      UPDATE plan SET status = 'complete', completed_on = \(today), measured = \(JSONB(try JSONEncoder.wire.text(outcome)))
      WHERE organisation_id = \(actor.organisation) AND id = \(plan.id)
      """)
    try note(.complete, on: [(plan.id, plan.person)], nil)
    try renewCompetencies(of: [plan.person])
  }

  /// Completes those of plans that are active and of which nothing is left to do.
  func completeWhereDone(_ plans: [PlanID]) throws {
    for id in plans {
      let plan = try lockedPlan(id)
      if plan.status == .active, try isDone(id) { try complete(plan) }
    }
  }

  /// Whether nothing is left to do of a plan, and something was done.
  private func isDone(_ plan: PlanID) throws -> Bool {
    try tx.one(
      """
      SELECT count(*) FILTER (WHERE status IN ('planned', 'under_way')) = 0
        AND count(*) FILTER (WHERE status IN ('done', 'credited')) > 0 AS done
      FROM plan_item WHERE organisation_id = \(actor.organisation) AND plan_id = \(plan)
      """
    ) { try $0.decode("done", as: Bool.self) }
  }

  private func standings(of person: PersonID) throws -> [QuotientDomain: DomainStanding] {
    let needs = try learningNeeds(of: .person(person), asOf: today).first?.needs ?? []
    let known = needs.compactMap { need in need.standing.map { (need.domain, $0) } }
    return Dictionary(known, uniquingKeysWith: { first, _ in first })
  }

  private func plannedLevels(of plan: PlanID) throws -> [QuotientDomain: QuotientLevel] {
    let gaps = try tx.all(
      """
      SELECT domain, planned_level FROM plan_gap
      WHERE organisation_id = \(actor.organisation) AND plan_id = \(plan)
      """
    ) { (try $0.decode("domain", as: QuotientDomain.self), try $0.decode("planned_level", as: QuotientLevel.self)) }
    return Dictionary(gaps, uniquingKeysWith: { first, _ in first })
  }

  /// What was done or credited of plans, in the order of being planned.
  func achievements(of plans: [PlanID]) throws -> [PlanID: [PlanOutcome.Achievement]] {
    var achievements: [PlanID: [PlanOutcome.Achievement]] = [:]
    try tx.stream(
      """
      SELECT i.plan_id, i.lifts::text AS lifts, a.effect_basis FROM plan_item i
      JOIN activity a ON a.organisation_id = i.organisation_id AND a.id = i.activity_id
      WHERE i.organisation_id = \(actor.organisation) AND i.plan_id = ANY (\(plans)) AND i.status IN ('done', 'credited')
      ORDER BY i.plan_id, i.ordinal
      """
    ) { row in
      achievements[try row.decode("plan_id"), default: []].append(
        PlanOutcome.Achievement(lifts: try row.json("lifts"), basis: try row.decode("effect_basis")))
    }
    return achievements
  }
}

extension SQL {
  /// That the person of a completed plan `n` has not been assessed since.
  static func awaitsAssessment(on day: Day) -> SQL {
    """
    n.completed_on <= \(day) AND NOT EXISTS (
      SELECT FROM score s WHERE s.organisation_id = n.organisation_id AND s.person_id = n.person_id
        AND s.domain = 'overall' AND s.assessed_on >= n.completed_on AND \(fragment: .scoreCounts(on: day)))
    """
  }
}
