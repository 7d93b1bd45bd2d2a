import FoundationEssentials
import Postgres
import Readiness

/// An attempt and its score report.
struct ScoredAttempt {
  let attempt: AttemptID
  let person: PersonID
  let report: ScoreReport
  /// The day from which the score counts.
  let scoredOn: Day
  /// From 1; the next each time the attempt is scored anew.
  var revision = 1

  /// Overall first, then the domains.
  var scores: [(domain: String, score: QuotientScore)] {
    [("overall", report.overall)] + report.domains.map { ($0.domain.rawValue, $0.score) }
  }
}

extension SQL {
  /// That score `s` counts on a day.
  static func scoreCounts(on day: Day) -> SQL {
    """
    s.scored_on <= \(day) AND s.valid_until >= \(day) AND (s.withdrawn_on IS NULL OR s.withdrawn_on > \(day))
    """
  }
}

extension Session {
  /// Stores the scores of attempts, and what they say of the people's competencies from their day on.
  func insert(_ attempts: [ScoredAttempt]) throws {
    let rows = attempts.flatMap { attempt in attempt.scores.map { (attempt, $0.domain, $0.score) } }
    let ids: [ScoreID] = rows.map { _ in newID() }
    try tx.run(
      """
      INSERT INTO score (organisation_id, id, attempt_id, person_id, domain, theta, standard_error, quotient,
        quotient_standard_error, level, probabilities, answered, brier, provisional, assessed_on, scored_on, valid_until,
        revision, flags)
      SELECT \(actor.organisation), id, attempt, person, domain, theta, error, quotient, quotient_error, level,
        ARRAY[p0, p1, p2, p3, p4], answered, brier, provisional, assessed_on, scored_on, valid_until, revision,
        string_to_array(flags, ' ')
      FROM unnest(\(ids), \(rows.map(\.0.attempt)), \(rows.map(\.0.person)), \(rows.map(\.1)),
        \(rows.map(\.2.theta)), \(rows.map(\.2.standardError)), \(rows.map(\.2.aiq)),
        \(rows.map(\.2.aiqStandardError)), \(rows.map(\.2.level)), \(rows.map { $0.2.levelProbabilities[0] }),
        \(rows.map { $0.2.levelProbabilities[1] }), \(rows.map { $0.2.levelProbabilities[2] }),
        \(rows.map { $0.2.levelProbabilities[3] }), \(rows.map { $0.2.levelProbabilities[4] }),
        \(rows.map { Int16($0.2.answered) }), \(rows.map { $0.1 == "overall" ? $0.0.report.brierScore : nil }),
        \(rows.map(\.0.report.provisional)), \(rows.map(\.0.report.assessedOn)), \(rows.map(\.0.scoredOn)),
        \(rows.map(\.0.report.validUntil)), \(rows.map { Int16($0.0.revision) }),
        \(rows.map { $0.1 == "overall" ? $0.0.report.flags.map(\.rawValue).joined(separator: " ") : "" }))
        AS n (id, attempt, person, domain, theta, error, quotient, quotient_error, level, p0, p1, p2, p3, p4, answered,
              brier, provisional, assessed_on, scored_on, valid_until, revision, flags)
      """)
    try renewCompetencies(of: attempts.map(\.person))
  }

  /// Tells anew, from the scores that count on each day and the plans that were completed since, what each person was known to
  /// be able to do from which day to which.
  func renewCompetencies(of people: [PersonID]) throws {
    factsChanged(people: people)
    try tx.run(
      "DELETE FROM person_competency WHERE organisation_id = \(actor.organisation) AND person_id = ANY (\(people))")
    try tx.run(
      """
      INSERT INTO person_competency
        (organisation_id, person_id, competency_id, valid_from, valid_to, level, probability, score_id, plan_id)
      SELECT \(actor.organisation), person_id, competency_id, day, until, level, probability, score_id, plan_id
      FROM (
        SELECT t.*, lead(day) OVER (PARTITION BY person_id, competency_id ORDER BY day) AS until
        FROM (\(fragment: turns(of: people))) t WHERE source IS DISTINCT FROM previous) u
      WHERE source IS NOT NULL
      """)
  }

  /// The days on which a score of someone's began or ceased to count or a plan of theirs was completed, by competency, each
  /// with what counts then and what did before it, if anything.
  private func turns(of people: [PersonID]) -> SQL {
    """
    SELECT d.person_id, c.id AS competency_id, d.day, x.plan_id, coalesce(x.level, n.level) AS level,
      CASE WHEN x.plan_id IS NULL THEN n.score_id END AS score_id, coalesce(x.probability, n.probability) AS probability,
      coalesce(x.plan_id, n.score_id) AS source,
      lag(coalesce(x.plan_id, n.score_id)) OVER (PARTITION BY d.person_id, d.domain ORDER BY d.day) AS previous
    FROM (
      SELECT s.person_id, s.domain, v.day
      FROM score s CROSS JOIN LATERAL (VALUES (s.scored_on), (s.withdrawn_on)) AS v (day)
      WHERE s.organisation_id = \(actor.organisation) AND s.person_id = ANY (\(people)) AND v.day IS NOT NULL
      UNION
      SELECT o.person_id, o.domain, o.completed_on FROM (\(fragment: lifted(of: people))) o) d
    JOIN competency c ON c.organisation_id = \(actor.organisation) AND c.code = d.domain
    LEFT JOIN LATERAL (
      SELECT s.id AS score_id, s.level, s.probabilities[s.level + 1] AS probability, s.assessed_on FROM score s
      WHERE s.organisation_id = \(actor.organisation) AND s.person_id = d.person_id AND s.domain = d.domain
        AND s.scored_on <= d.day AND (s.withdrawn_on IS NULL OR s.withdrawn_on > d.day)
      ORDER BY s.assessed_on DESC, s.attempt_id DESC LIMIT 1) n ON true
    LEFT JOIN LATERAL (
      SELECT o.plan_id, o.level, o.probability FROM (\(fragment: lifted(of: people))) o
      WHERE o.person_id = d.person_id AND o.domain = d.domain AND o.completed_on <= d.day
        AND (n.score_id IS NULL OR o.completed_on > n.assessed_on AND o.level > n.level)
      ORDER BY o.completed_on DESC, o.plan_id DESC LIMIT 1) x ON true
    """
  }

  /// What is to be expected of people since they completed a plan, in each domain that it lifted. A score of the same day or a
  /// later one tells better.
  private func lifted(of people: [PersonID]) -> SQL {
    """
    SELECT p.person_id, p.id AS plan_id, p.completed_on, a->>'domain' AS domain, l.level,
      (a->'after'->'probabilities'->>l.level)::real AS probability
    FROM plan p CROSS JOIN jsonb_array_elements(p.measured->'domains') a
    CROSS JOIN LATERAL (SELECT right(a->'after'->>'level', 1)::integer AS level) l
    WHERE p.organisation_id = \(actor.organisation) AND p.person_id = ANY (\(people)) AND p.status = 'complete'
      AND a->'after'->>'level' > a->'before'->>'level'
    """
  }
}
