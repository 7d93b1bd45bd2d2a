import FoundationEssentials
import Postgres
public import Readiness

extension RescoreAttempts: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let newest = try session.instrument(code: instrument).instrument
    guard newest.scale != .selfReport else { throw Refusal.notMeasured }
    let attempts = try session.countingAttempts(instrument: instrument)
    var rule = RescoreRule(newest)
    var changes: [(quotient: Double, level: Int)] = []
    var changed: [ScoredAttempt] = []
    for attempt in attempts {
      guard let report = try rule.report(of: attempt, in: session) else { continue }
      let new = attempt.scored(anew: report, on: session.today)
      if attempt.isChanged(by: new) { changed.append(new) }
      let old = attempt.scores["overall"]
      changes.append(
        (
          quotient: new.report.overall.aiq - (old?.quotient ?? 0),
          level: new.report.overall.level.rawValue - (old?.level.rawValue ?? 0)
        ))
    }
    try session.replace(changed)
    return Result(
      version: newest.version, attempts: changes.count, changed: changed.count, change: ScoreChange(changes))
  }
}

/// An attempt whose score counts today.
struct CountingAttempt {
  let id: AttemptID
  let person: PersonID
  let form: UUID
  /// The items of an adaptive test that were answered; nil: the form's.
  let asked: [UUID]?
  let assessedOn: Day
  let validUntil: Day
  let revision: Int
  /// By domain.
  var scores: [String: StoredScore] = [:]
  var responses: [ItemResponse] = []
  /// By item code, what raters agreed on.
  var ratings: [String: Int] = [:]

  struct StoredScore {
    let theta: Double
    let standardError: Double
    let quotient: Double
    let level: QuotientLevel
    let isProvisional: Bool
  }

  func scored(anew report: ScoreReport, on day: Day) -> ScoredAttempt {
    ScoredAttempt(attempt: id, person: person, report: report, scoredOn: day, revision: revision + 1)
  }

  func isChanged(by new: ScoredAttempt) -> Bool {
    guard new.scores.count == scores.count else { return true }
    return new.scores.contains { domain, score in
      guard let old = scores[domain] else { return true }
      return [old.theta - score.theta, old.standardError - score.standardError, old.quotient - score.aiq]
        .contains { $0.magnitude > 1e-9 } || old.level != score.level || old.isProvisional != new.report.provisional
    }
  }
}

/// Scores attempts at any version by the parameters of the newest.
///
/// What counted when it was taken counts, unless it has been retired since. A beta item that was promoted later does not:
/// the person was not told that it would.
struct RescoreRule {
  private let newest: Instrument
  private let live: [String: Item]
  private var forms: [UUID: (stored: StoredInstrument, rule: InstrumentScorer?)] = [:]

  init(_ newest: Instrument) {
    self.newest = newest
    live = Dictionary(newest.scoredItems.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Nil where none of its items counts any more.
  mutating func report(of attempt: CountingAttempt, in session: Session) throws -> ScoreReport? {
    guard let scorer = try scorer(of: attempt, in: session) else { return nil }
    do {
      var report = try scorer.report(
        of: attempt.responses, ratings: attempt.ratings, assessedOn: attempt.assessedOn)
      report?.validUntil = attempt.validUntil
      return report
    } catch let error as AnswerError {
      throw Refusal(.conflict, error.code, field: "instrument", error.message)
    }
  }

  private mutating func scorer(of attempt: CountingAttempt, in session: Session) throws -> InstrumentScorer? {
    if forms[attempt.form] == nil {
      let stored = try session.instrument(form: attempt.form)
      let isAdaptive = try stored.form(id: attempt.form).code == InstrumentForm.adaptive
      let delivered = stored.instrument.delivered(in: try stored.form(id: attempt.form))
      forms[attempt.form] = (stored, isAdaptive ? nil : try scorer(of: delivered))
    }
    guard let form = forms[attempt.form] else { return nil }
    guard let asked = attempt.asked else { return form.rule }
    let codes = Dictionary(uniqueKeysWithValues: form.stored.items.map { ($0.value, $0.key) })
    let items = Dictionary(
      form.stored.instrument.items.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    return try scorer(of: asked.compactMap { codes[$0].flatMap { items[$0] } })
  }

  private func scorer(of delivered: [Item]) throws -> InstrumentScorer? {
    let items = delivered.map { item in
      if item.status.isScored, let present = live[item.code] { return present }
      var unscored = item
      unscored.status = .beta
      return unscored
    }
    return items.contains(where: \.status.isScored) ? try InstrumentScorer(newest, delivered: items) : nil
  }
}

extension Session {
  /// Each person's latest attempt whose score counts today, with all that it is scored by, in the order of the people.
  ///
  /// - Parameter only: nil: everyone's; else that attempt, where its score counts.
  func countingAttempts(instrument: String, only: AttemptID? = nil) throws -> [CountingAttempt] {
    var attempts: [AttemptID: CountingAttempt] = [:]
    for attempt in try self.attempts(counting: instrument, only: only) { attempts[attempt.id] = attempt }
    let ids = Array(attempts.keys)
    try addScores(to: &attempts, ids)
    try addResponses(to: &attempts, ids)
    return attempts.values.sorted { $0.person < $1.person }
  }

  private func attempts(counting instrument: String, only: AttemptID?) throws -> [CountingAttempt] {
    try tx.all(
      """
      SELECT DISTINCT ON (s.person_id) s.attempt_id, s.person_id, a.form_id, s.assessed_on, s.valid_until, s.revision,
        (SELECT array_agg(k.item_id ORDER BY k.ordinal) FROM attempt_item k
         JOIN response q ON q.organisation_id = k.organisation_id AND q.attempt_id = k.attempt_id
           AND q.item_id = k.item_id
         WHERE k.organisation_id = s.organisation_id AND k.attempt_id = s.attempt_id) AS asked
      FROM score s
      JOIN attempt a ON a.organisation_id = s.organisation_id AND a.id = s.attempt_id
      JOIN form f ON f.organisation_id = a.organisation_id AND f.id = a.form_id
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      WHERE s.organisation_id = \(actor.organisation) AND s.domain = 'overall' AND i.code = \(instrument)
        AND a.status = 'scored' AND \(fragment: .scoreCounts(on: today))
        AND (\(only)::uuid IS NULL OR a.id = \(only))
      ORDER BY s.person_id, s.assessed_on DESC, s.attempt_id DESC
      """
    ) { row in
      CountingAttempt(
        id: try row.decode("attempt_id"), person: try row.decode("person_id"), form: try row.decode("form_id"),
        asked: try row.decode("asked"), assessedOn: try row.decode("assessed_on"),
        validUntil: try row.decode("valid_until"), revision: try row.decode("revision"))
    }
  }

  private func addScores(to attempts: inout [AttemptID: CountingAttempt], _ ids: [AttemptID]) throws {
    try tx.stream(
      """
      SELECT s.attempt_id, s.domain, s.theta, s.standard_error, s.quotient, s.level, s.provisional FROM score s
      WHERE s.organisation_id = \(actor.organisation) AND s.attempt_id = ANY (\(ids))
        AND \(fragment: .scoreCounts(on: today))
      """
    ) { row in
      attempts[try row.decode("attempt_id")]?.scores[try row.decode("domain")] = .init(
        theta: try row.decode("theta"), standardError: try row.decode("standard_error"),
        quotient: try row.decode("quotient"), level: try row.decode("level"),
        isProvisional: try row.decode("provisional"))
    }
  }

  private func addResponses(to attempts: inout [AttemptID: CountingAttempt], _ ids: [AttemptID]) throws {
    try tx.stream(
      """
      SELECT r.attempt_id, t.code, r.answer, r.confidence, r.milliseconds, w.score
      FROM response r
      JOIN item t ON t.organisation_id = r.organisation_id AND t.id = r.item_id
      LEFT JOIN rubric_score w
        ON w.organisation_id = r.organisation_id AND w.attempt_id = r.attempt_id AND w.item_id = r.item_id
      WHERE r.organisation_id = \(actor.organisation) AND r.attempt_id = ANY (\(ids))
      ORDER BY r.attempt_id, r.answered_at, t.ordinal
      """
    ) { row in
      let id = try row.decode("attempt_id", as: AttemptID.self)
      let code = try row.decode("code", as: String.self)
      attempts[id]?.responses.append(
        ItemResponse(
          item: code, answer: try row.decode("answer"),
          confidence: try row.decode("confidence", as: Float?.self).map(Double.init),
          milliseconds: try row.decode("milliseconds")))
      if let score = try row.decode("score", as: Int?.self) { attempts[id]?.ratings[code] = score }
    }
  }
}
