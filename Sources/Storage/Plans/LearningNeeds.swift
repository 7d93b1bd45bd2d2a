import Postgres
import Readiness

/// A person with what is required of them and known of them in each domain.
struct PersonNeeds {
  let id: PersonID
  /// External id.
  let person: String
  let name: String
  /// Code; nil: of none.
  let unit: String?
  let role: String?
  /// One a domain, in the domains' order.
  var needs: [LearningNeed] = []

  var gaps: [LearningNeed] { needs.filter(\.isGap) }
  var isMeasured: Bool { needs.contains { $0.standing != nil } }
  var hasRequirement: Bool { needs.contains { $0.requiredLevel != nil } }
}

extension Session {
  /// Everyone of a scope who is employed on a day, by external id. Nobody, where the unit is empty or the person not employed.
  ///
  /// - Parameters:
  ///   - after: only those after this external id.
  ///   - limit: at most so many; nil: all.
  func learningNeeds(
    of scope: PlanningScope, asOf day: Day, after: String? = nil, limit: Int? = nil
  ) throws -> [PersonNeeds] {
    var people: [PersonNeeds] = []
    try tx.stream(needs(of: scope, asOf: day, after: after, limit: limit)) { row in
      let id = try row.decode("person_id", as: PersonID.self)
      if people.last?.id != id {
        people.append(
          PersonNeeds(
            id: id, person: try row.decode("external_id"), name: try row.decode("name"), unit: try row.decode("unit"),
            role: try row.decode("role")))
      }
      people[people.count - 1].needs.append(try LearningNeed(row))
    }
    return people
  }

  /// One row a person and domain: what the role requires, what boundaries require of their overseer, and what is known.
  private func needs(of scope: PlanningScope, asOf day: Day, after: String?, limit: Int?) -> SQL {
    """
    WITH member AS (
      SELECT e.person_id, p.external_id, p.name, e.unit_id, e.role_id FROM employment e
      JOIN person p ON p.organisation_id = e.organisation_id AND p.id = e.person_id
      WHERE e.organisation_id = \(actor.organisation) AND \(fragment: scope.includes(on: day))
        AND (\(after)::text IS NULL OR p.external_id > \(after))
      ORDER BY p.external_id LIMIT \(limit)),
    requirement AS (
      SELECT q.role_id, c.code, q.level FROM role_requirement q
      JOIN competency c ON c.organisation_id = q.organisation_id AND c.id = q.competency_id
      WHERE q.organisation_id = \(actor.organisation) AND q.valid_from <= \(day)
        AND (q.valid_to IS NULL OR q.valid_to > \(day))),
    oversight AS (\(fragment: oversight(asOf: day))),
    measured AS (\(fragment: measured(asOf: day))),
    expected AS (\(fragment: expected(asOf: day)))
    SELECT m.person_id, m.external_id, m.name, u.code AS unit, r.code AS role, d.domain,
      coalesce(q.level, w.level) AS role_level, v.level AS overseer_level, v.boundaries, v.high_stakes,
      coalesce(x.level, s.level, o.level) AS level, coalesce(x.probabilities, s.probabilities, o.probabilities)
        AS probabilities,
      CASE WHEN x.level IS NOT NULL THEN 'plan' WHEN s.level IS NOT NULL THEN 'domain_score' ELSE 'overall_score' END
        AS basis
    FROM member m
    LEFT JOIN unit u ON u.organisation_id = \(actor.organisation) AND u.id = m.unit_id
    LEFT JOIN role r ON r.organisation_id = \(actor.organisation) AND r.id = m.role_id
    CROSS JOIN unnest(\(QuotientDomain.allCases.map(\.rawValue))) WITH ORDINALITY AS d (domain, ordinal)
    LEFT JOIN requirement q ON q.role_id = m.role_id AND q.code = d.domain
    LEFT JOIN requirement w ON w.role_id = m.role_id AND w.code = 'overall'
    LEFT JOIN oversight v ON v.person_id = m.person_id
    LEFT JOIN measured s ON s.person_id = m.person_id AND s.domain = d.domain
    LEFT JOIN measured o ON o.person_id = m.person_id AND o.domain = 'overall'
    LEFT JOIN expected x ON x.person_id = m.person_id AND x.domain = d.domain
    ORDER BY m.external_id, d.ordinal
    """
  }

  /// The boundaries in force that each person oversees and that require a level of them.
  private func oversight(asOf day: Day) -> SQL {
    """
    SELECT v.overseer_id AS person_id, max(v.overseer_required_level) AS level, count(*) AS boundaries,
      bool_or(v.stakes >= 4) AS high_stakes
    FROM boundary_version v
    WHERE v.organisation_id = \(actor.organisation) AND v.status IN ('approved', 'superseded')
      AND v.effective_from <= \(day) AND (v.effective_to IS NULL OR v.effective_to > \(day))
      AND v.overseer_required_level IS NOT NULL
    GROUP BY v.overseer_id
    """
  }

  /// Each person's latest score that counts, overall and by domain.
  private func measured(asOf day: Day) -> SQL {
    """
    SELECT DISTINCT ON (s.person_id, s.domain) s.person_id, s.domain, s.level, s.probabilities
    FROM score s
    WHERE s.organisation_id = \(actor.organisation) AND s.person_id IN (SELECT person_id FROM member)
      AND \(fragment: .scoreCounts(on: day))
    ORDER BY s.person_id, s.domain, s.assessed_on DESC, s.attempt_id DESC
    """
  }

  /// What is to be expected of people who have completed a plan since they were assessed. It counts for as long as a score
  /// does, twelve months.
  private func expected(asOf day: Day) -> SQL {
    """
    SELECT k.person_id, c.code AS domain, k.level,
      (SELECT array_agg(value::float8 ORDER BY ordinality)
       FROM jsonb_array_elements_text(o->'after'->'probabilities') WITH ORDINALITY) AS probabilities
    FROM person_competency k
    JOIN competency c ON c.organisation_id = k.organisation_id AND c.id = k.competency_id
    JOIN plan n ON n.organisation_id = k.organisation_id AND n.id = k.plan_id
    CROSS JOIN jsonb_array_elements(n.measured->'domains') o
    WHERE k.organisation_id = \(actor.organisation) AND k.person_id IN (SELECT person_id FROM member)
      AND o->>'domain' = c.code AND k.valid_from <= \(day) AND (k.valid_to IS NULL OR k.valid_to > \(day))
      AND k.valid_from > \(day.adding(months: -12))
    """
  }
}

extension LearningNeed {
  fileprivate init(_ row: Row) throws {
    let level = try row.decode("level", as: QuotientLevel?.self)
    let oversight = try row.decode("overseer_level", as: QuotientLevel?.self)
    self.init(
      domain: try row.decode("domain"),
      standing: try level.map { level in
        DomainStanding(
          level: level, probabilities: try row.decode("probabilities"), basis: try row.decode("basis"))
      },
      roleLevel: try row.decode("role_level"),
      oversight: try oversight.map { level in
        Oversight(
          level: level, boundaries: try row.decode("boundaries"), isHighStakes: try row.decode("high_stakes"))
      })
  }
}

extension PersonNeeds {
  /// The level that is to be expected after activities, by domain.
  func reached(by activities: [Activity]) -> [QuotientDomain: QuotientLevel] {
    let achievements = activities.map { PlanOutcome.Achievement(lifts: $0.lifts, basis: $0.effect.basis) }
    let levels = needs.compactMap { need in
      need.standing.map { (need.domain, $0.lifted(by: achievements, in: need.domain).level) }
    }
    return Dictionary(levels, uniquingKeysWith: { first, _ in first })
  }

  /// Why gaps stay open after activities that nobody chose for them.
  func openReasons(after activities: [Activity]) -> [QuotientDomain: LocalizedText] {
    let levels = reached(by: activities)
    let reason = LocalizedText(
      en: "What the plan was made from leads no further here.", zh: "计划所依据的内容在此领域不再提升。")
    let open = gaps.filter { gap in gap.requiredLevel.map { (levels[gap.domain] ?? .l0) < $0 } ?? false }
    return Dictionary(open.map { ($0.domain, reason) }, uniquingKeysWith: { first, _ in first })
  }
}
