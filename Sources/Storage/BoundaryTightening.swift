import FoundationEssentials
import Postgres
import Readiness

/// A boundary that becomes more human by the rules alone.
struct Tightening {
  let boundary: BoundaryID
  let evaluation: BoundaryEvaluation
  let level: HumanAgencyLevel
  let oversight: Oversight
  let from: BoundaryCase.InForce
  let difference: FactDifference

  /// A decision that is to hold from a later day on may be more human already: then that level holds from today.
  init(
    _ boundary: BoundaryID, _ evaluation: BoundaryEvaluation, to tightened: BoundaryReevaluation.Tightened,
    from inForce: BoundaryCase.InForce, because difference: FactDifference
  ) {
    self.boundary = boundary
    self.evaluation = evaluation
    level = max(tightened.level, inForce.level)
    oversight = tightened.oversight
    from = inForce
    self.difference = difference
  }

  var told: ReevaluateBoundaries.Tightened {
    ReevaluateBoundaries.Tightened(
      role: evaluation.boundary.roleCode, task: evaluation.boundary.task, from: from.level, to: level,
      cause: difference.causes[0], reason: difference.reason)
  }

  /// In both languages, since nobody chose one.
  fileprivate var note: String { "\(difference.reason.en) | \(difference.reason.zh)" }
}

/// A boundary that is to be looked at, and why.
struct QueuedReview {
  let boundary: BoundaryID
  let proposed: HumanAgencyLevel
  let cause: ReviewCause
  private(set) var reason: LocalizedText

  init(_ boundary: BoundaryID, _ proposal: BoundaryProposal, _ cause: ReviewCause, _ reason: LocalizedText) {
    self.boundary = boundary
    proposed = proposal.level
    self.cause = cause
    self.reason = reason
  }

  /// With the reason of another for the same boundary and cause.
  fileprivate func and(_ other: QueuedReview) -> QueuedReview {
    var both = other
    both.reason = LocalizedText(
      en: "\(reason.en); \(other.reason.en)", zh: "\(reason.zh)；\(other.reason.zh)")
    return both
  }
}

extension SQL {
  /// A `boundary_review` named `q` tells of something that happened, not of how facts differ.
  fileprivate static var isOccasion: SQL { "q.cause IN ('incident', 'model', 'policy')" }
}

extension Session {
  /// Puts the tightened levels in force from today on, each as a version that the rules signed; open proposals stay.
  func tighten(_ tightenings: [Tightening], by ruleSet: (id: UUID, rules: BoundaryRuleSet)) throws {
    guard !tightenings.isEmpty else { return }
    let versions = try insertVersions(tightenings.map(\.evaluation), as: .withdrawn, ruleSet: ruleSet.id)
    try putInForce(
      zip(tightenings, versions).map { tightening, version in
        let facts = tightening.evaluation.facts
        let review = BoundaryReview(
          effective: today, months: ruleSet.rules.reviewMonths(at: tightening.level, facts: facts))
        return DecidedVersion(
          version: version, boundary: tightening.boundary, level: tightening.level, oversight: tightening.oversight,
          facts: facts, effective: today, review: min(review.due, tightening.from.review), note: tightening.note,
          firstApprover: nil, isPending: false, isByRules: true)
      })
    try recordTightened(zip(tightenings, versions).map { ($0.boundary, $0.told, $1) })
  }

  /// Why each was tightened: a review that its new version closed.
  private func recordTightened(
    _ tightened: [(boundary: BoundaryID, told: ReevaluateBoundaries.Tightened, version: BoundaryVersionID)]
  ) throws {
    let ids: [BoundaryReviewID] = tightened.map { _ in newID() }
    try tx.run(
      """
      INSERT INTO boundary_review (organisation_id, id, boundary_id, cause, reason_en, reason_zh, proposed_level,
        opened_on, closed_on, closed_by_version)
      SELECT \(actor.organisation), n.id, n.boundary, n.cause, n.en, n.zh, n.level, \(today), \(today), n.version
      FROM unnest(\(ids), \(tightened.map(\.boundary)), \(tightened.map(\.told.cause)),
        \(tightened.map(\.told.reason.en)), \(tightened.map(\.told.reason.zh)), \(tightened.map(\.told.to)),
        \(tightened.map(\.version))) AS n (id, boundary, cause, en, zh, level, version)
      """)
  }

  /// Queues reviews. One that is open for the same cause goes on to tell of each incident, model and policy, and of other
  /// facts how they differ now.
  ///
  /// - Returns: how many are new, or tell something new.
  func queue(_ reviews: [QueuedReview]) throws -> Int {
    guard !reviews.isEmpty else { return 0 }
    let merged = Dictionary(reviews.map { (Pair($0), $0) }, uniquingKeysWith: { $0.and($1) }).values
    let rows = merged.sorted { ($0.boundary, $0.cause.rawValue) < ($1.boundary, $1.cause.rawValue) }
    let ids: [BoundaryReviewID] = rows.map { _ in newID() }
    return try tx.run(
      """
      INSERT INTO boundary_review AS q (organisation_id, id, boundary_id, cause, reason_en, reason_zh, proposed_level,
        opened_on)
      SELECT \(actor.organisation), n.id, n.boundary, n.cause, n.en, n.zh, n.level, \(today)
      FROM unnest(\(ids), \(rows.map(\.boundary)), \(rows.map(\.cause)), \(rows.map(\.reason.en)),
        \(rows.map(\.reason.zh)), \(rows.map(\.proposed))) AS n (id, boundary, cause, en, zh, level)
      ON CONFLICT (organisation_id, boundary_id, cause) WHERE closed_on IS NULL DO UPDATE
        SET proposed_level = excluded.proposed_level,
          reason_en = CASE WHEN \(fragment: .isOccasion) THEN q.reason_en || '; ' ELSE '' END || excluded.reason_en,
          reason_zh = CASE WHEN \(fragment: .isOccasion) THEN q.reason_zh || '；' ELSE '' END || excluded.reason_zh
        WHERE \(fragment: .isOccasion)
          OR (q.reason_en, q.proposed_level) IS DISTINCT FROM (excluded.reason_en, excluded.proposed_level)
      """)
  }

  private struct Pair: Hashable {
    let boundary: BoundaryID
    let cause: ReviewCause

    init(_ review: QueuedReview) {
      boundary = review.boundary
      cause = review.cause
    }
  }
}
