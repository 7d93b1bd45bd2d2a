import FoundationEssentials
import Postgres
import Readiness

/// What came of evaluating boundaries again.
struct SettledBoundaries {
  var evaluated = 0
  var tightened: [ReevaluateBoundaries.Tightened] = []
  var queued = 0
}

extension Session {
  /// Evaluates again what rests on the facts noted since the command began; in its transaction, so that no boundary is ever
  /// seen with facts that forbid it.
  ///
  /// Whoever's command it is, all of the organisation is in reach meanwhile: an overseer is no row of the caller's.
  @discardableResult
  func settle() throws -> SettledBoundaries {
    let changes = factChanges
    factChanges = FactChanges()
    var settled = SettledBoundaries()
    guard !changes.isEmpty else { return settled }
    try reachingOrganisation {
      try lockBoundaries()
      let concerned = try concerned(by: changes)
      guard !concerned.isEmpty else { return }
      let ruleSet = try ruleSet()
      let boundaries = concerned.keys.sorted()
      for start in stride(from: 0, to: boundaries.count, by: 2_000) {
        let part = Array(boundaries[start..<min(start + 2_000, boundaries.count)])
        try settle(part, occasions: concerned, by: ruleSet, into: &settled)
      }
      try audit(settled)
    }
    return settled
  }

  /// Waits for whoever decides or re-evaluates boundaries of this organisation, until this transaction ends. Each is
  /// evaluated with the facts that the one before it left.
  func lockBoundaries() throws {
    try tx.run("SELECT pg_advisory_xact_lock(hashtextextended(\(actor.organisation.description), 2))")
  }

  private func settle(
    _ boundaries: [BoundaryID], occasions: [BoundaryID: [ReviewOccasion]],
    by ruleSet: (id: UUID, rules: BoundaryRuleSet),
    into settled: inout SettledBoundaries
  ) throws {
    let cases = try boundaryCases(.boundaries(boundaries)).compactMap(\.standing)
    let decisions = try standingDecisions(of: boundaries)
    var tightenings: [Tightening] = []
    var reviews: [QueuedReview] = []
    for evaluation in try evaluate(cases, by: ruleSet.rules) {
      guard let id = evaluation.boundary.boundary, let inForce = evaluation.boundary.inForce,
        let decision = decisions[id]
      else { continue }
      let outcome = BoundaryReevaluation(decision, facts: evaluation.facts, proposal: evaluation.proposal)
      let difference = FactDifference(from: inForce.facts, to: evaluation.facts)
      if let tightened = outcome.tightened {
        tightenings.append(Tightening(id, evaluation, to: tightened, from: inForce, because: difference))
      }
      reviews += (occasions[id] ?? []).map { QueuedReview(id, evaluation.proposal, $0.cause, $0.reason) }
      if outcome.needsReview {
        reviews.append(QueuedReview(id, evaluation.proposal, difference.causes[0], difference.reason))
      }
    }
    try tighten(tightenings, by: ruleSet)
    settled.evaluated += cases.count
    settled.tightened += tightenings.map(\.told)
    settled.queued += try queue(reviews)
  }

  private struct Told: Encodable {
    let evaluated: Int
    let tightened: Int
    let queued: Int
    /// The first of those tightened.
    let boundaries: [ReevaluateBoundaries.Tightened]
  }

  private func audit(_ settled: SettledBoundaries) throws {
    guard !settled.tightened.isEmpty || settled.queued > 0 else { return }
    let told = Told(
      evaluated: settled.evaluated, tightened: settled.tightened.count, queued: settled.queued,
      boundaries: Array(settled.tightened.prefix(100)))
    try audit([
      AuditEvent(action: ReevaluateBoundaries.name.rawValue, outcome: .applied, subject: nil, detail: told)
    ])
  }
}

extension BoundaryCase {
  /// With the people and terms of what is in force, not of what may be proposed; nil: nothing is in force.
  var standing: BoundaryCase? {
    guard let inForce else { return nil }
    var standing = self
    standing.people = inForce.people
    standing.terms = inForce.terms
    return standing
  }
}

extension Session {
  /// What stands of each boundary: the version decided last, the one that holds until then, and exceptions.
  private func standingDecisions(of boundaries: [BoundaryID]) throws -> [BoundaryID: StandingDecision] {
    let found = try tx.all(
      """
      SELECT v.boundary_id, least(v.decided_level, (
          SELECT min(h.decided_level) FROM boundary_version h
          WHERE h.organisation_id = v.organisation_id AND h.boundary_id = v.boundary_id AND h.status = 'superseded'
            AND h.effective_from <= \(today) AND h.effective_to > \(today)), (
          SELECT min(x.level) FROM boundary_exception x
          WHERE x.organisation_id = v.organisation_id AND x.boundary_id = v.boundary_id AND x.valid_to > \(today)
            AND x.approved_at IS NOT NULL AND x.revoked_at IS NULL)) AS level,
        coalesce(v.oversight, 'in_the_loop') AS oversight, v.proposed_level, (
          SELECT count(*) FROM rule_firing f WHERE f.organisation_id = v.organisation_id
            AND f.boundary_version_id = v.id AND f.effect = 'raise') AS raises,
        ARRAY(SELECT jsonb_array_elements_text(v.proposal->'requirements')) AS requirements
      FROM boundary_version v
      WHERE v.organisation_id = \(actor.organisation) AND v.boundary_id = ANY (\(boundaries)) AND v.status = 'approved'
      """
    ) { row in
      (
        try row.decode("boundary_id", as: BoundaryID.self),
        StandingDecision(
          level: try row.decode("level"), oversight: try row.decode("oversight"),
          proposed: try row.decode("proposed_level"), raises: try row.decode("raises"),
          requirements: try row.decode("requirements", as: [String].self).compactMap(
            BoundaryRequirement.init(rawValue:)))
      )
    }
    return Dictionary(found, uniquingKeysWith: { first, _ in first })
  }
}
