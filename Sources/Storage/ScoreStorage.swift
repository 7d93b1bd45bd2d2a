import FoundationEssentials
import Postgres
public import Readiness

/// A finished attempt and its score report.
struct ScoredAttempt {
  let attempt: AttemptID
  let person: PersonID
  let report: ScoreReport

  /// Overall first, then the domains.
  var scores: [(domain: String, score: QuotientScore)] {
    [("overall", report.overall)] + report.domains.map { ($0.domain.rawValue, $0.score) }
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
        quotient_standard_error, level, probabilities, answered, brier, provisional, scored_on, valid_until, flags)
      SELECT \(actor.organisation), id, attempt, person, domain, theta, error, quotient, quotient_error, level,
        ARRAY[p0, p1, p2, p3, p4], answered, brier, provisional, scored_on, valid_until, string_to_array(flags, ' ')
      FROM unnest(\(ids), \(rows.map(\.0.attempt)), \(rows.map(\.0.person)), \(rows.map(\.1)),
        \(rows.map(\.2.theta)), \(rows.map(\.2.standardError)), \(rows.map(\.2.aiq)),
        \(rows.map(\.2.aiqStandardError)), \(rows.map(\.2.level)), \(rows.map { $0.2.levelProbabilities[0] }),
        \(rows.map { $0.2.levelProbabilities[1] }), \(rows.map { $0.2.levelProbabilities[2] }),
        \(rows.map { $0.2.levelProbabilities[3] }), \(rows.map { $0.2.levelProbabilities[4] }),
        \(rows.map { Int16($0.2.answered) }), \(rows.map { $0.1 == "overall" ? $0.0.report.brierScore : nil }),
        \(rows.map(\.0.report.provisional)), \(rows.map(\.0.report.assessedOn)), \(rows.map(\.0.report.validUntil)),
        \(rows.map { $0.1 == "overall" ? $0.0.report.flags.map(\.rawValue).joined(separator: " ") : "" }))
        AS n (id, attempt, person, domain, theta, error, quotient, quotient_error, level, p0, p1, p2, p3, p4, answered,
              brier, provisional, scored_on, valid_until, flags)
      """)
    try recordCompetencies(of: ids)
  }

  /// Ends what was known of each competency on the day it was measured anew; what was measured on that same day, or
  /// after it, gives way to, or stands before, the new score by its date.
  private func recordCompetencies(of scores: [ScoreID]) throws {
    let source: SQL = """
      SELECT s.id, s.person_id, c.id AS competency_id, s.level, s.probabilities[s.level + 1] AS probability, s.scored_on
      FROM score s JOIN competency c ON c.organisation_id = s.organisation_id AND c.code = s.domain
      WHERE s.organisation_id = \(actor.organisation) AND s.id = ANY (\(scores))
      """
    try tx.run(
      """
      DELETE FROM person_competency k USING (\(fragment: source)) n
      WHERE k.organisation_id = \(actor.organisation) AND k.person_id = n.person_id
        AND k.competency_id = n.competency_id AND k.valid_from = n.scored_on
      """)
    try tx.run(
      """
      UPDATE person_competency k SET valid_to = n.scored_on FROM (\(fragment: source)) n
      WHERE k.organisation_id = \(actor.organisation) AND k.person_id = n.person_id
        AND k.competency_id = n.competency_id AND k.valid_from < n.scored_on
        AND (k.valid_to IS NULL OR k.valid_to > n.scored_on)
      """)
    try tx.run(
      """
      INSERT INTO person_competency
        (organisation_id, person_id, competency_id, valid_from, valid_to, level, probability, score_id)
      SELECT \(actor.organisation), n.person_id, n.competency_id, n.scored_on,
        (SELECT min(k.valid_from) FROM person_competency k WHERE k.organisation_id = \(actor.organisation)
           AND k.person_id = n.person_id AND k.competency_id = n.competency_id AND k.valid_from > n.scored_on),
        n.level, n.probability, n.id
      FROM (\(fragment: source)) n
      """)
  }
}

extension ImportResponses: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let rows = try sheet.read(
      required: ImportResponses.columns, optional: ImportResponses.optionalColumns, ResponseRecord.init(from:))
    let stored = try session.instrument(code: instrument)
    let people = try session.people(externalIDs: Set(rows.map(\.record.person)))
    let form = try stored.form(form)
    try check(rows, against: stored.instrument.presented(in: form.form), people: people)
    let scorer = try InstrumentScorer(stored.instrument, delivered: stored.instrument.delivered(in: form.form))
    let day = takenOn ?? session.today
    let byPerson = Dictionary(grouping: rows, by: \.record.person).sorted { $0.key < $1.key }
    let attempts = try byPerson.compactMap { external, rows -> ScoredAttempt? in
      guard let person = people[external] else { return nil }
      guard let report = try scorer.report(of: rows.map(\.record.response), assessedOn: day) else { return nil }
      return ScoredAttempt(attempt: session.newID(), person: person, report: report)
    }
    try session.insertFinished(attempts, form: form.id, on: day)
    try session.insert(
      zip(attempts, byPerson).flatMap { attempt, person in person.value.map { (attempt, $0.record) } },
      items: stored.items, on: day)
    try session.insert(attempts)
    return Result(attempts: attempts.count, responses: rows.count)
  }

  private func check(
    _ rows: [(row: Int, record: ResponseRecord)], against form: PresentedInstrument, people: [String: PersonID]
  ) throws(Refusal) {
    let items = Dictionary(uniqueKeysWithValues: form.items.map { ($0.code, $0) })
    var faults: [Refusal.Fault] = []
    var seen: [String: Int] = [:]
    for (row, record) in rows {
      if people[record.person] == nil {
        faults.append(
          .init(
            row: row, field: "person", code: "unknown-person",
            message: LocalizedText(
              en: "There is no person “\(record.person)”. Import the people first.",
              zh: "没有编号为“\(record.person)”的人员。请先导入人员。")))
      }
      if let first = seen.updateValue(row, forKey: "\(record.person)\u{0}\(record.item)") {
        faults.append(.duplicate("\(record.person) \(record.item)", row: row, field: "item", first: first))
      }
      guard let item = items[record.item] else {
        faults.append(
          .init(
            row: row, field: "item", code: "unknown-item",
            message: LocalizedText(
              en: "Instrument \(instrument) has no item “\(record.item)”.",
              zh: "测评工具 \(instrument) 没有题目“\(record.item)”。")))
        continue
      }
      do {
        _ = try record.response.parsed(for: item)
      } catch {
        faults.append(.init(row: row, field: "answer", code: error.code, message: error.message))
      }
    }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
  }
}

extension ResponseRecord {
  fileprivate var response: ItemResponse {
    ItemResponse(item: item, answer: answer, confidence: confidence, milliseconds: milliseconds)
  }
}

extension Session {
  /// Of the external ids given, those that belong to somebody.
  func people(externalIDs: Set<String>) throws -> [String: PersonID] {
    let pairs = try tx.all(
      """
      SELECT external_id, id FROM person
      WHERE organisation_id = \(actor.organisation) AND external_id = ANY (\(externalIDs.sorted()))
      """
    ) { (try $0.decode("external_id", as: String.self), try $0.decode("id", as: PersonID.self)) }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  fileprivate func insertFinished(_ attempts: [ScoredAttempt], form: UUID, on day: Day) throws {
    try tx.run(
      """
      INSERT INTO attempt (organisation_id, id, person_id, form_id, status, started_at, finished_at)
      SELECT \(actor.organisation), id, person, \(form), 'scored', \(day.instant), \(day.instant)
      FROM unnest(\(attempts.map(\.attempt)), \(attempts.map(\.person))) AS n (id, person)
      """)
  }

  fileprivate func insert(
    _ responses: [(attempt: ScoredAttempt, record: ResponseRecord)], items: [String: UUID], on day: Day
  ) throws {
    try tx.run(
      """
      INSERT INTO response (organisation_id, attempt_id, item_id, person_id, answer, confidence, milliseconds,
        answered_at)
      SELECT \(actor.organisation), attempt, item, person, string_to_array(answer, ' '), confidence, milliseconds,
        \(day.instant)
      FROM unnest(\(responses.map(\.attempt.attempt)), \(responses.map { items[$0.record.item] }),
        \(responses.map(\.attempt.person)), \(responses.map { $0.record.answer.joined(separator: " ") }),
        \(responses.map { $0.record.confidence.map(Float.init) }),
        \(responses.map { $0.record.milliseconds.map(Int32.init) }))
        AS n (attempt, item, person, answer, confidence, milliseconds)
      """)
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
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    let person = try person.map { try session.person(externalID: $0) }
    return try session.tx.all(
      """
      SELECT DISTINCT ON (p.external_id, s.domain) p.external_id, p.name, s.domain, s.level, s.provisional,
        s.scored_on, s.valid_until,
        CASE WHEN \(session.reach == .team) AND p.id IS DISTINCT FROM \(session.actor.person) THEN NULL
          ELSE s.quotient END AS quotient,
        CASE WHEN \(session.reach == .team) AND p.id IS DISTINCT FROM \(session.actor.person) THEN NULL
          ELSE s.quotient_standard_error END AS error
      FROM score s JOIN person p ON p.organisation_id = s.organisation_id AND p.id = s.person_id
      WHERE s.organisation_id = \(session.actor.organisation) AND s.scored_on <= \(day) AND s.valid_until >= \(day)
        AND (\(person)::uuid IS NULL AND s.domain = 'overall' OR s.person_id = \(person))
        AND (s.domain = 'overall' OR NOT \(session.reach == .team) OR p.id = \(session.actor.person))
      ORDER BY p.external_id, s.domain, s.scored_on DESC
      """
    ) { row in
      Entry(
        person: try row.decode("external_id"), name: try row.decode("name"), domain: try row.decode("domain"),
        level: try row.decode("level"), quotient: try row.decode("quotient"),
        standardError: try row.decode("error"), provisional: try row.decode("provisional"),
        scoredOn: try row.decode("scored_on"), validUntil: try row.decode("valid_until"))
    }
  }
}
