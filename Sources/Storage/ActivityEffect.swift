import Postgres
import Readiness

extension Session {
  /// How the scores of those who completed an activity changed: of each, the last before they began it and the first after
  /// they had completed it. Nobody was held back for comparison: the change has other causes, too.
  func measuredEffects(of stored: StoredActivity) throws -> [MeasuredEffect] {
    let changes = try tx.all(
      """
      WITH done AS (
        SELECT DISTINCT ON (person_id) person_id, coalesce(started_on, ended_on) AS began, ended_on FROM plan_item
        WHERE organisation_id = \(actor.organisation) AND activity_id = \(stored.id) AND status = 'done'
        ORDER BY person_id, ended_on)
      SELECT l.domain, count(*) AS people, avg(later.level - earlier.level)::float8 AS level,
        avg(later.theta - earlier.theta) AS theta
      FROM activity_lift l CROSS JOIN done d
      CROSS JOIN LATERAL (\(fragment: score(since: "s.assessed_on <= d.began", order: "DESC"))) earlier
      CROSS JOIN LATERAL (\(fragment: score(since: "s.assessed_on > d.ended_on", order: "ASC"))) later
      WHERE l.organisation_id = \(actor.organisation) AND l.activity_id = \(stored.id)
      GROUP BY l.domain
      """
    ) { row in
      MeasuredEffect(
        domain: try row.decode("domain"), people: try row.decode("people", as: Int.self),
        levels: try row.decode("level"), theta: try row.decode("theta"))
    }
    return stored.activity.lifts.map { lift in
      changes.first { $0.domain == lift.domain } ?? MeasuredEffect(domain: lift.domain, people: 0, levels: 0, theta: 0)
    }
  }

  private func score(since condition: SQL, order: SQL) -> SQL {
    """
    SELECT s.level, s.theta FROM score s
    JOIN attempt t ON t.organisation_id = s.organisation_id AND t.id = s.attempt_id
    JOIN form f ON f.organisation_id = t.organisation_id AND f.id = t.form_id
    JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id AND i.scale = 'apply'
    WHERE s.organisation_id = l.organisation_id AND s.domain = l.domain AND s.person_id = d.person_id
      AND s.withdrawn_on IS NULL AND \(fragment: condition)
    ORDER BY s.assessed_on \(fragment: order), s.attempt_id LIMIT 1
    """
  }
}
