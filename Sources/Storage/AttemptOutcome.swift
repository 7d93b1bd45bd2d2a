import FoundationEssentials
import Postgres
import Readiness

/// What came of an attempt that has ended.
struct AttemptOutcome {
  let attempt: AttemptID
  let person: PersonID
  let result: FinishAttempt.Result
}

/// Decides what comes of attempts at one form of an instrument.
struct OutcomeRule {
  private let instrument: Instrument
  private let delivered: [Item]
  /// Nil for a self-report, which is not scored.
  private let scorer: InstrumentScorer?

  /// - Parameter delivered: what was put before the person.
  init(_ instrument: Instrument, delivered: [Item]) throws {
    self.instrument = instrument
    self.delivered = delivered
    scorer = instrument.scale == .selfReport ? nil : try InstrumentScorer(instrument, delivered: delivered)
  }

  /// A score, or a self-report; while answers in words wait for their raters, neither.
  ///
  /// - Parameters:
  ///   - ratings: by item code, the scores that raters agreed on.
  ///   - day: of the test.
  /// - Throws: `nothing-answered` for a self-report of nothing.
  func result(
    of responses: [ItemResponse], ratings: [String: Int] = [:], on day: Day
  ) throws -> FinishAttempt.Result {
    guard let scorer else {
      let report = try instrument.selfReport(of: responses, delivered: delivered, on: day)
      guard let report else { throw Refusal.nothingAnswered }
      return .init(status: .scored, score: nil, selfReport: report, waiting: [])
    }
    let answered = Set(responses.map(\.item))
    let waiting = delivered.filter { item in
      item.kind.marking == .rubric && answered.contains(item.code) && ratings[item.code] == nil
    }
    let report = try scorer.report(of: responses, ratings: ratings, assessedOn: day)
    return waiting.isEmpty
      ? .init(status: .scored, score: report, selfReport: nil, waiting: [])
      : .init(status: .submitted, score: nil, selfReport: nil, waiting: waiting.map(\.code))
  }
}

extension Refusal {
  fileprivate static let nothingAnswered = Refusal.conflict(
    "nothing-answered", field: "attempt",
    en: "Nothing is answered, so there is nothing to report. Answer, then finish.",
    zh: "尚未作答，没有可报告的内容。请先作答再结束。")
}

extension Session {
  /// Stores what came of attempts, on a day: their scores and self-reports, and which answers wait for raters.
  ///
  /// - Parameter items: ids by code.
  func insert(_ outcomes: [AttemptOutcome], items: [String: UUID], on day: Day) throws {
    try insert(
      outcomes.compactMap { outcome in
        outcome.result.score.map {
          ScoredAttempt(attempt: outcome.attempt, person: outcome.person, report: $0, scoredOn: day)
        }
      })
    try insertSelfReports(outcomes)
    try insertWaiting(outcomes, items: items)
  }

  private func insertWaiting(_ outcomes: [AttemptOutcome], items: [String: UUID]) throws {
    let rows = outcomes.flatMap { outcome in outcome.result.waiting.map { (outcome, items[$0]) } }
    guard !rows.isEmpty else { return }
    try tx.run(
      """
      INSERT INTO rubric_score (organisation_id, attempt_id, item_id, person_id)
      SELECT \(actor.organisation), attempt, item, person
      FROM unnest(\(rows.map(\.0.attempt)), \(rows.map(\.1)), \(rows.map(\.0.person))) AS n (attempt, item, person)
      """)
  }

  private func insertSelfReports(_ outcomes: [AttemptOutcome]) throws {
    let rows = outcomes.flatMap { outcome in
      (outcome.result.selfReport?.parts ?? []).map { (outcome: outcome, domain: $0.domain, part: $0.part) }
    }
    guard !rows.isEmpty else { return }
    let flags = rows.map { $0.outcome.result.selfReport?.flags.map(\.rawValue).joined(separator: " ") ?? "" }
    try tx.run(
      """
      INSERT INTO self_report (organisation_id, attempt_id, person_id, domain, value, answered, flags, reported_on)
      SELECT \(actor.organisation), attempt, person, domain, value, answered, string_to_array(flags, ' '), reported_on
      FROM unnest(\(rows.map(\.outcome.attempt)), \(rows.map(\.outcome.person)), \(rows.map(\.domain)),
        \(rows.map(\.part.value)), \(rows.map { Int16($0.part.answered) }), \(flags),
        \(rows.map { $0.outcome.result.selfReport?.reportedOn }))
        AS n (attempt, person, domain, value, answered, flags, reported_on)
      """)
  }
}

extension SelfReport {
  /// Overall first, then the domains.
  fileprivate var parts: [(domain: String, part: Part)] {
    [("overall", overall)] + domains.map { ($0.domain.rawValue, $0.part) }
  }
}
