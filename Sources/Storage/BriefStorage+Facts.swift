import Postgres
import Readiness

extension Session {
  /// The people of a group on a day: person, unit and role.
  func members(of group: BriefGroup, asOf day: Day) -> SQL {
    """
    SELECT person_id, unit_id, role_id FROM employment
    WHERE organisation_id = \(actor.organisation) AND valid_from <= \(day) AND (valid_to IS NULL OR valid_to > \(day))
      AND (\(group.unit)::uuid IS NULL OR unit_id IN (SELECT unit_subtree(\(group.unit), \(day))))
    """
  }

  /// Each person's latest overall score that is valid on a day.
  private func validScores(asOf day: Day) -> SQL {
    """
    SELECT DISTINCT ON (s.person_id) s.person_id, s.quotient, s.quotient_standard_error, s.level, s.probabilities,
      s.provisional
    FROM score s
    WHERE s.organisation_id = \(actor.organisation) AND s.domain = 'overall' AND \(fragment: .scoreCounts(on: day))
    ORDER BY s.person_id, s.assessed_on DESC, s.attempt_id DESC
    """
  }

  /// Each person's plan items whose due date has passed on a day, and those of them that were done by it. They are of plans
  /// agreed upon by then and not withdrawn; what was dropped before it was due is none of them.
  private func planItems(asOf day: Day) -> SQL {
    """
    SELECT i.person_id, count(*) AS due,
      count(*) FILTER (WHERE i.status IN ('done', 'credited') AND i.ended_on <= i.due_on) AS on_time
    FROM plan_item i JOIN plan n ON n.organisation_id = i.organisation_id AND n.id = i.plan_id
    WHERE i.organisation_id = \(actor.organisation) AND i.due_on < \(day) AND i.due_on >= n.activated_on
      AND n.activated_on <= \(day) AND (n.withdrawn_on IS NULL OR n.withdrawn_on > \(day))
      AND NOT (i.status = 'dropped' AND i.ended_on <= i.due_on)
    GROUP BY i.person_id
    """
  }

  func indexFacts(of group: BriefGroup, asOf day: Day) throws -> IndexFacts {
    let (headcount, workforce) = try workforce(of: group, asOf: day)
    return IndexFacts(
      headcount: headcount, boundaries: try boundaries(of: group, asOf: day), workforce: workforce)
  }

  /// Sums are exact decimals: sums of binary fractions would depend on the order in which rows are met.
  private func workforce(of group: BriefGroup, asOf day: Day) throws -> (Int, IndexFacts.Workforce) {
    try tx.one(
      """
      SELECT count(*) AS headcount, count(q.level) AS required,
        count(s.person_id) FILTER (WHERE q.level IS NOT NULL) AS required_assessed,
        coalesce(sum(p.meets), 0)::float8 AS meeting,
        coalesce(sum(p.meets * (1 - p.meets)), 0)::float8 AS meeting_variance,
        count(s.person_id) AS assessed, count(*) FILTER (WHERE s.provisional) AS provisional,
        coalesce(sum(s.quotient::numeric), 0)::float8 AS scores,
        coalesce(sum((s.quotient_standard_error ^ 2)::numeric), 0)::float8 AS squared_errors,
        coalesce(sum(i.due), 0)::bigint AS items_due, coalesce(sum(i.on_time), 0)::bigint AS items_on_time
      FROM (\(fragment: members(of: group, asOf: day))) m
      LEFT JOIN (\(fragment: validScores(asOf: day))) s ON s.person_id = m.person_id
      LEFT JOIN (
        SELECT q.role_id, q.level FROM role_requirement q
        JOIN competency c ON c.organisation_id = q.organisation_id AND c.id = q.competency_id AND c.code = 'overall'
        WHERE q.organisation_id = \(actor.organisation) AND q.valid_from <= \(day)
          AND (q.valid_to IS NULL OR q.valid_to > \(day))) q ON q.role_id = m.role_id
      LEFT JOIN (\(fragment: planItems(asOf: day))) i ON i.person_id = m.person_id
      CROSS JOIN LATERAL (SELECT s.probabilities[q.level + 1]::numeric AS meets) p
      """
    ) { row in
      (
        try row.decode("headcount"),
        IndexFacts.Workforce(
          required: try row.decode("required"), requiredAssessed: try row.decode("required_assessed"),
          meeting: try row.decode("meeting"), meetingVariance: try row.decode("meeting_variance"),
          assessed: try row.decode("assessed"), provisional: try row.decode("provisional"),
          scores: try row.decode("scores"), squaredErrors: try row.decode("squared_errors"),
          planItemsDue: try row.decode("items_due"), planItemsOnTime: try row.decode("items_on_time"))
      )
    }
  }

  /// Tasks of roles on a day, each with its boundary in force, if there is one, and whether its overseer is qualified.
  private func decidedTasks(asOf day: Day) -> SQL {
    """
    SELECT rt.role_id, v.id AS version_id, v.decided_level, least(v.review_on, q.due) AS review_on, v.consulted,
      v.accountable_id IS NOT NULL AND v.overseer_id IS NOT NULL AND EXISTS (
        SELECT FROM score s WHERE s.organisation_id = v.organisation_id AND s.domain = 'overall'
          AND s.person_id = v.overseer_id AND \(fragment: .scoreCounts(on: day))
          AND s.level >= coalesce(v.overseer_required_level, 0)) AS overseen
    FROM role_task rt
    LEFT JOIN boundary b ON b.organisation_id = rt.organisation_id AND b.role_id = rt.role_id AND b.task_id = rt.task_id
    LEFT JOIN boundary_version v ON v.organisation_id = b.organisation_id AND v.boundary_id = b.id
      AND v.effective_from <= \(day) AND (v.effective_to IS NULL OR v.effective_to > \(day))
      AND v.status IN ('approved', 'superseded')
    LEFT JOIN (\(fragment: .urgentReviews(on: day))) q
      ON q.organisation_id = v.organisation_id AND q.boundary_id = v.boundary_id
    WHERE rt.organisation_id = \(actor.organisation) AND rt.valid_from <= \(day)
      AND (rt.valid_to IS NULL OR rt.valid_to > \(day))
    """
  }

  private func boundaries(of group: BriefGroup, asOf day: Day) throws -> IndexFacts.Boundaries {
    try tx.one(
      """
      SELECT coalesce(sum(h.people * r.covered), 0)::bigint AS covered, coalesce(sum(h.people * r.tasks), 0)::bigint AS tasks,
        coalesce(sum(r.covered), 0)::bigint AS approved, coalesce(sum(r.in_date), 0)::bigint AS in_date,
        coalesce(sum(r.overseen), 0)::bigint AS overseen, coalesce(sum(r.consulted), 0)::bigint AS consulted
      FROM (SELECT role_id, count(*) AS people FROM (\(fragment: members(of: group, asOf: day))) m
            GROUP BY role_id) h
      JOIN (SELECT role_id, count(*) AS tasks, count(version_id) AS covered,
              count(*) FILTER (WHERE review_on >= \(day)) AS in_date, count(*) FILTER (WHERE overseen) AS overseen,
              count(*) FILTER (WHERE consulted) AS consulted
            FROM (\(fragment: decidedTasks(asOf: day))) d GROUP BY role_id) r ON r.role_id = h.role_id
      """
    ) { row in
      IndexFacts.Boundaries(
        coveredTasks: try row.decode("covered"), tasks: try row.decode("tasks"),
        approved: try row.decode("approved"), inDate: try row.decode("in_date"),
        overseen: try row.decode("overseen"), consulted: try row.decode("consulted"))
    }
  }

  /// Roles that people of the group hold; for the whole organisation also those that only have tasks.
  func roleBoundaries(of group: BriefGroup, asOf day: Day) throws -> [Brief.RoleBoundaries] {
    try tx.all(
      """
      SELECT r.code, r.name_en, r.name_zh, coalesce(h.people, 0) AS people,
        count(*) FILTER (WHERE d.decided_level = 1) AS h1, count(*) FILTER (WHERE d.decided_level = 2) AS h2,
        count(*) FILTER (WHERE d.decided_level = 3) AS h3, count(*) FILTER (WHERE d.decided_level = 4) AS h4,
        count(*) FILTER (WHERE d.decided_level = 5) AS h5,
        count(d.role_id) FILTER (WHERE d.version_id IS NULL) AS undecided,
        count(*) FILTER (WHERE d.review_on < \(day)) AS overdue
      FROM role r
      LEFT JOIN (SELECT role_id, count(*) AS people FROM (\(fragment: members(of: group, asOf: day))) m
                 GROUP BY role_id) h ON h.role_id = r.id
      LEFT JOIN (\(fragment: decidedTasks(asOf: day))) d ON d.role_id = r.id
      WHERE r.organisation_id = \(actor.organisation)
        AND (h.people > 0 OR d.role_id IS NOT NULL AND \(group.unit == nil))
      GROUP BY r.code, r.name_en, r.name_zh, h.people ORDER BY coalesce(h.people, 0) DESC, r.code
      """
    ) { row in
      let people = try row.decode("people", as: Int.self)
      return Brief.RoleBoundaries(
        code: try row.decode("code"), name: try row.localized("name"),
        headcount: Suppression.alone(people),
        levels: try ["h1", "h2", "h3", "h4", "h5"].map { try row.decode($0) },
        undecided: try row.decode("undecided"), overdue: try row.decode("overdue"))
    }
  }

  func unitQuotients(of group: BriefGroup, asOf day: Day) throws -> [Brief.UnitQuotient] {
    let counted = try tx.all(
      """
      SELECT m.unit_id, count(*) FILTER (WHERE s.level = 0) AS l0, count(*) FILTER (WHERE s.level = 1) AS l1,
        count(*) FILTER (WHERE s.level = 2) AS l2, count(*) FILTER (WHERE s.level = 3) AS l3,
        count(*) FILTER (WHERE s.level = 4) AS l4, count(*) FILTER (WHERE s.person_id IS NULL) AS none,
        avg(s.quotient::numeric)::float8 AS mean
      FROM (\(fragment: members(of: group, asOf: day))) m
      LEFT JOIN (\(fragment: validScores(asOf: day))) s ON s.person_id = m.person_id
      GROUP BY m.unit_id
      """
    ) { row in
      (
        unit: try row.decode("unit_id", as: UnitID.self),
        cells: try ["l0", "l1", "l2", "l3", "l4", "none"].map { try row.decode($0, as: Int.self) },
        mean: try row.decode("mean", as: Double?.self)
      )
    }
    let byUnit = Dictionary(counted.map { ($0.unit, $0) }, uniquingKeysWith: { first, _ in first })
    let shown = group.units.filter { byUnit[$0.id] != nil }
    let published = Suppression.suppress(shown.compactMap { byUnit[$0.id]?.cells })
    return zip(shown, published).map { unit, cells in
      let assessed = byUnit[unit.id]?.cells.prefix(5).reduce(0, +) ?? 0
      return Brief.UnitQuotient(
        code: unit.code, name: unit.name, depth: unit.depth, levels: Array(cells.prefix(5)), notAssessed: cells[5],
        mean: assessed >= Suppression.threshold ? byUnit[unit.id]?.mean : nil)
    }
  }
}
