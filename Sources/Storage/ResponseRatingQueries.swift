import FoundationEssentials
import Postgres
import Psychometrics
public import Readiness

/// Answers in words that the caller may rate, those that wait longest first: not their own, and none that they have rated.
///
/// Raters are blind: neither whose an answer is nor how, or whether, others rated it is told. Each read is audited.
public struct ListUnratedResponses: StoredQuery {
  public static let name = QueryName.listUnratedResponses
  public static let isAudited = true
  public var limit: Int

  public init(limit: Int = 100) { self.limit = limit }

  public struct Entry: Codable, Sendable {
    /// Stands for whoever answered.
    public var attempt: AttemptID
    /// The instrument's code.
    public var instrument: String
    /// The item's code.
    public var item: String
    public var domain: QuotientDomain
    public var kind: ItemKind
    public var stem: LocalizedText
    /// As it was written.
    public var answer: String
    public var rubric: [RubricCriterion]
    /// What a full answer holds.
    public var rationale: LocalizedText
    public var handedInOn: Day
  }

  public func read(in session: Session) throws -> [Entry] {
    try session.tx.all(
      """
      SELECT a.id, n.code AS instrument, i.code, i.domain, i.kind, i.presented::text AS presented, r.answer,
        k.rubric::text AS rubric, k.rationale_en, k.rationale_zh, a.finished_at
      FROM rubric_score w
      JOIN attempt a ON a.organisation_id = w.organisation_id AND a.id = w.attempt_id
        AND a.status IN ('submitted', 'scored')
      JOIN response r ON r.organisation_id = w.organisation_id AND r.attempt_id = w.attempt_id AND r.item_id = w.item_id
      JOIN item i ON i.organisation_id = w.organisation_id AND i.id = w.item_id
      JOIN item_key k ON k.organisation_id = i.organisation_id AND k.item_id = i.id
      JOIN instrument n ON n.organisation_id = i.organisation_id AND n.id = i.instrument_id
      WHERE w.organisation_id = \(session.actor.organisation) AND w.score IS NULL
        AND w.person_id IS DISTINCT FROM \(session.actor.person)
        AND NOT EXISTS (
          SELECT FROM response_rating g WHERE g.organisation_id = w.organisation_id AND g.attempt_id = w.attempt_id
            AND g.item_id = w.item_id AND g.rater_id = \(session.actor.account))
      ORDER BY a.finished_at, a.id, i.ordinal LIMIT \(limit)
      """
    ) { row in
      Entry(
        attempt: try row.decode("id"), instrument: try row.decode("instrument"), item: try row.decode("code"),
        domain: try row.decode("domain"), kind: try row.decode("kind"),
        stem: try row.json("presented", as: PresentedItem.self).stem,
        answer: try row.decode("answer", as: [String].self).joined(separator: "\n"),
        rubric: try row.json("rubric"), rationale: try row.localized("rationale"),
        handedInOn: Day(try row.decode("finished_at", as: Date.self)))
    }
  }
}

/// How far the first two raters of an instrument's answers in words agree, by item and criterion, over all its versions.
public struct ListRaterAgreement: StoredQuery {
  public static let name = QueryName.listRaterAgreement
  /// The instrument's code.
  public var instrument: String

  public init(instrument: String) { self.instrument = instrument }

  public struct Entry: Codable, Sendable {
    /// The item's code.
    public var item: String
    /// The criterion's code; nil: the total.
    public var criterion: String?
    /// The criterion's.
    public var name: LocalizedText?
    /// How many answers two raters scored.
    public var pairs: Int
    /// Share of answers with equal scores, 0 to 1.
    public var exact: Double
    /// Share of answers with scores at most 1 apart, 0 to 1.
    public var adjacent: Double
    /// Cohen's κ; nil where both raters gave one and the same score throughout.
    public var kappa: Double?
    /// κ with disagreements weighted by their square; nil as `kappa` is.
    public var quadraticKappa: Double?
  }

  public func read(in session: Session) throws -> [Entry] {
    let items = try session.instrument(code: instrument).instrument.items.filter { $0.kind.marking == .rubric }
    let pairs = try session.ratingPairs(of: instrument)
    return try items.flatMap { item in
      try entries(of: item, pairs[item.code, default: []].filter { $0.first.count == item.rubric.count })
    }
  }

  /// One a criterion, then the total; none where nothing was rated twice.
  private func entries(of item: Item, _ pairs: [RatingPair]) throws -> [Entry] {
    guard !pairs.isEmpty else { return [] }
    func entry(_ criterion: RubricCriterion?, _ score: ([Int]) -> Int) throws -> Entry {
      let agreement = try RaterAgreement(first: pairs.map { score($0.first) }, second: pairs.map { score($0.second) })
      return Entry(
        item: item.code, criterion: criterion?.code, name: criterion?.name, pairs: agreement.workCount,
        exact: agreement.exact, adjacent: agreement.adjacent, kappa: agreement.kappa,
        quadraticKappa: agreement.quadraticKappa)
    }
    return try item.rubric.indices.map { index in try entry(item.rubric[index]) { $0[index] } }
      + [try entry(nil) { $0.reduce(0, +) }]
  }
}

/// The first two ratings of one answer.
private struct RatingPair {
  let first: [Int]
  let second: [Int]
}

extension Session {
  /// By item code.
  fileprivate func ratingPairs(of instrument: String) throws -> [String: [RatingPair]] {
    let pairs = try tx.all(
      """
      SELECT i.code, one.scores AS first, two.scores AS second
      FROM response_rating one
      JOIN response_rating two ON two.organisation_id = one.organisation_id AND two.attempt_id = one.attempt_id
        AND two.item_id = one.item_id AND two.ordinal = 2
      JOIN item i ON i.organisation_id = one.organisation_id AND i.id = one.item_id
      JOIN instrument n ON n.organisation_id = i.organisation_id AND n.id = i.instrument_id
      WHERE one.organisation_id = \(actor.organisation) AND one.ordinal = 1 AND n.code = \(instrument)
      """
    ) { row in
      (
        item: try row.decode("code", as: String.self),
        pair: RatingPair(first: try row.decode("first"), second: try row.decode("second"))
      )
    }
    return Dictionary(grouping: pairs, by: \.item).mapValues { $0.map(\.pair) }
  }
}
