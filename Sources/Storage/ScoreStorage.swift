import FoundationEssentials
import Postgres
public import Readiness

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

  /// Tells anew, from the scores that count on each day, what each person was known to be able to do from which day to which.
  func renewCompetencies(of people: [PersonID]) throws {
    try tx.run(
      "DELETE FROM person_competency WHERE organisation_id = \(actor.organisation) AND person_id = ANY (\(people))")
    try tx.run(
      """
      INSERT INTO person_competency
        (organisation_id, person_id, competency_id, valid_from, valid_to, level, probability, score_id)
      SELECT \(actor.organisation), person_id, competency_id, day, until, level, probability, score_id
      FROM (
        SELECT t.*, lead(day) OVER (PARTITION BY person_id, competency_id ORDER BY day) AS until
        FROM (\(fragment: turns(of: people))) t WHERE score_id IS DISTINCT FROM previous) u
      WHERE score_id IS NOT NULL
      """)
  }

  /// The days on which a score of someone's began or ceased to count, by competency, each with the score that counts then
  /// and the one before it, if any.
  private func turns(of people: [PersonID]) -> SQL {
    """
    SELECT d.person_id, c.id AS competency_id, d.day, n.score_id, n.level, n.probability,
      lag(n.score_id) OVER (PARTITION BY d.person_id, d.domain ORDER BY d.day) AS previous
    FROM (
      SELECT DISTINCT s.person_id, s.domain, v.day
      FROM score s CROSS JOIN LATERAL (VALUES (s.scored_on), (s.withdrawn_on)) AS v (day)
      WHERE s.organisation_id = \(actor.organisation) AND s.person_id = ANY (\(people)) AND v.day IS NOT NULL) d
    JOIN competency c ON c.organisation_id = \(actor.organisation) AND c.code = d.domain
    LEFT JOIN LATERAL (
      SELECT s.id AS score_id, s.level, s.probabilities[s.level + 1] AS probability FROM score s
      WHERE s.organisation_id = \(actor.organisation) AND s.person_id = d.person_id AND s.domain = d.domain
        AND s.scored_on <= d.day AND (s.withdrawn_on IS NULL OR s.withdrawn_on > d.day)
      ORDER BY s.assessed_on DESC, s.attempt_id DESC LIMIT 1) n ON true
    """
  }
}

/// Overall and domain scores within the caller's reach. A manager is told levels only, of their team; a person all of
/// their own. Each read of another's is audited.
public struct ListScores: StoredQuery {
  public static let name = QueryName.listScores
  public static let isAudited = true
  /// External id; nil: everyone within reach, overall only.
  public var person: String?
  public var asOf: Day?

  public init(person: String? = nil, asOf: Day? = nil) {
    self.person = person
    self.asOf = asOf
  }

  public var auditDetail: any Encodable & Sendable { ["person": person ?? "*"] }

  public struct Entry: Codable, Sendable {
    public var person: String
    public var name: String
    public var domain: String
    public var level: QuotientLevel
    /// 0 to 100; nil to managers.
    public var quotient: Double?
    public var standardError: Double?
    public var provisional: Bool
    public var scoredOn: Day
    public var validUntil: Day
    /// Where an overall score stands among the organisation's people; nil without a norm on that day, and to managers.
    public var norm: Norm.Standing?
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    let person = try person.map { try session.person(externalID: $0) }
    let norms = try session.norms(asOf: day)
    return try session.tx.all(
      """
      SELECT DISTINCT ON (p.external_id, s.domain) p.external_id, p.name, s.domain, s.level, s.provisional,
        s.scored_on, s.valid_until, s.theta,
        (SELECT i.code FROM attempt a
         JOIN form f ON f.organisation_id = a.organisation_id AND f.id = a.form_id
         JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
         WHERE a.organisation_id = s.organisation_id AND a.id = s.attempt_id) AS instrument,
        CASE WHEN \(session.reach == .team) AND p.id IS DISTINCT FROM \(session.actor.person) THEN NULL
          ELSE s.quotient END AS quotient,
        CASE WHEN \(session.reach == .team) AND p.id IS DISTINCT FROM \(session.actor.person) THEN NULL
          ELSE s.quotient_standard_error END AS error
      FROM score s JOIN person p ON p.organisation_id = s.organisation_id AND p.id = s.person_id
      WHERE s.organisation_id = \(session.actor.organisation) AND \(fragment: .scoreCounts(on: day))
        AND (\(person)::uuid IS NULL AND s.domain = 'overall' OR s.person_id = \(person))
        AND (s.domain = 'overall' OR NOT \(session.reach == .team) OR p.id = \(session.actor.person))
      ORDER BY p.external_id, s.domain, s.assessed_on DESC, s.attempt_id DESC
      """
    ) { row in
      var entry = Entry(
        person: try row.decode("external_id"), name: try row.decode("name"), domain: try row.decode("domain"),
        level: try row.decode("level"), quotient: try row.decode("quotient"),
        standardError: try row.decode("error"), provisional: try row.decode("provisional"),
        scoredOn: try row.decode("scored_on"), validUntil: try row.decode("valid_until"))
      if entry.domain == "overall", entry.quotient != nil, let norm = norms[try row.decode("instrument")] {
        entry.norm = norm.standing(of: try row.decode("theta"))
      }
      return entry
    }
  }
}
