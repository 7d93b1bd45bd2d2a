import FoundationEssentials
import Postgres
public import Readiness

extension FileAppeal: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try grounds.requireText("grounds", limit: Self.longestGrounds)
    let stored = try session.attempt(attempt, locked: true)
    guard stored.status == .scored, let scoredOn = try session.scoredOn(attempt) else { throw Refusal.notScored }
    let last = Self.lastDay(ofScoreOn: scoredOn)
    guard session.today <= last else { throw Refusal.appealTooLate(last) }
    let appeal: AppealID = session.newID()
    let inserted = try session.tx.run(
      """
      INSERT INTO appeal (organisation_id, id, attempt_id, person_id, grounds, filed_at)
      VALUES (\(session.actor.organisation), \(appeal), \(attempt), \(stored.person), \(grounds), \(session.now))
      ON CONFLICT (organisation_id, attempt_id) WHERE outcome IS NULL DO NOTHING
      """)
    guard inserted == 1 else { throw Refusal.appealOpen }
    return Result(appeal: appeal)
  }
}

extension DecideAppeal: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try reason.requireText("reason", limit: Self.longestReason)
    let stored = try session.openAppeal(appeal)
    guard stored.person != session.actor.person else { throw Refusal.ownAppeal }
    guard try !session.hasRated(stored.attempt) else { throw Refusal.ownRating }
    try session.tx.run(
      """
      UPDATE appeal SET outcome = \(outcome), reason = \(reason), decided_at = \(session.now),
        decided_by = \(session.actor.account)
      WHERE organisation_id = \(session.actor.organisation) AND id = \(appeal)
      """)
    switch outcome {
    case .dismissed, .extraAttempt: return Result(status: try session.attempt(stored.attempt).status, score: nil)
    case .void:
      try session.void(stored.attempt)
      return Result(status: .voided, score: nil)
    case .rescore: return Result(status: .scored, score: try session.rescore(attempt: stored.attempt))
    }
  }
}

extension SQL {
  /// That attempt `a` was appealed against and its taker need not wait for the next.
  static let retakeIsWaived: SQL = """
    EXISTS (SELECT FROM appeal w WHERE w.organisation_id = a.organisation_id AND w.attempt_id = a.id
      AND w.outcome = 'extra-attempt')
    """
}

extension Refusal {
  static let notScored = Refusal.conflict(
    "not-scored", field: "attempt", en: "This attempt has no score in force.", zh: "该次测评没有生效的成绩。")
  fileprivate static let appealOpen = Refusal.conflict(
    "appeal-open", field: "attempt", en: "There is an open appeal of this attempt already. Wait for its decision.",
    zh: "该次测评已有待处理的申诉。请等待处理结果。")
  fileprivate static let alreadyDecided = Refusal.conflict(
    "already-decided", field: "appeal", en: "This appeal is decided. A new one may be filed within its time.",
    zh: "该申诉已处理。可在期限内提出新的申诉。")
  fileprivate static let ownAppeal = Refusal.forbidden(
    en: "This appeal is your own; somebody else decides it.", zh: "这是您本人的申诉，须由他人处理。")
  fileprivate static let ownRating = Refusal.forbidden(
    en: "You rated this attempt; somebody who did not decides the appeal.", zh: "您曾为该次测评评分，须由未参与评分的人处理申诉。")

  fileprivate static func appealTooLate(_ last: Day) -> Refusal {
    .conflict(
      "appeal-too-late", field: "attempt", en: "This score could be appealed against until \(last).",
      zh: "该成绩的申诉期已于 \(last) 截止。")
  }
}

extension Session {
  /// The day from which the score of an attempt counts that is in force; nil: none is.
  fileprivate func scoredOn(_ attempt: AttemptID) throws -> Day? {
    try tx.first(
      """
      SELECT scored_on FROM score
      WHERE organisation_id = \(actor.organisation) AND attempt_id = \(attempt) AND domain = 'overall'
        AND withdrawn_on IS NULL
      """
    ) { try $0.decode("scored_on", as: Day.self) }
  }

  /// An appeal that waits for its decision, and that nobody else can decide before this transaction ends.
  fileprivate func openAppeal(_ id: AppealID) throws -> (attempt: AttemptID, person: PersonID) {
    let appeal = try tx.first(
      """
      SELECT attempt_id, person_id, outcome IS NULL AS open FROM appeal
      WHERE organisation_id = \(actor.organisation) AND id = \(id) FOR UPDATE
      """
    ) { row in
      (
        attempt: try row.decode("attempt_id", as: AttemptID.self),
        person: try row.decode("person_id", as: PersonID.self),
        isOpen: try row.decode("open", as: Bool.self)
      )
    }
    guard let appeal else {
      throw Refusal.notFound(LocalizedText(en: "appeal", zh: "申诉"), id.description, field: "appeal")
    }
    guard appeal.isOpen else { throw Refusal.alreadyDecided }
    return (appeal.attempt, appeal.person)
  }

  /// Whether the caller rated an answer of the attempt.
  fileprivate func hasRated(_ attempt: AttemptID) throws -> Bool {
    try tx.one(
      """
      SELECT EXISTS (SELECT FROM response_rating WHERE organisation_id = \(actor.organisation)
        AND attempt_id = \(attempt) AND rater_id = \(actor.account)) AS rated
      """
    ) { try $0.decode("rated", as: Bool.self) }
  }
}

/// Appeals: the caller's own, or, for those who decide, everyone's; open ones first.
public struct ListAppeals: StoredQuery {
  public static let name = QueryName.listAppeals
  public static let isAudited = true

  public init() {}

  public struct Entry: Codable, Sendable {
    public var appeal: AppealID
    public var attempt: AttemptID
    /// The instrument's code.
    public var instrument: String
    /// External id.
    public var person: String
    public var name: String
    public var grounds: String
    public var filedOn: Day
    /// Nil: open.
    public var outcome: AppealOutcome?
    public var reason: String?
    public var decidedOn: Day?
    /// E-mail address; for those who decide. Nil: open, or decided by the operator on the server's host.
    public var decidedBy: String?
  }

  public func read(in session: Session) throws -> [Entry] {
    try session.tx.all(
      """
      SELECT p.id, p.attempt_id, n.code AS instrument, q.external_id, q.name, p.grounds, p.filed_at, p.outcome, p.reason,
        p.decided_at, CASE WHEN \(session.reach == .organisation) THEN c.email END AS decided_by
      FROM appeal p
      JOIN person q ON q.organisation_id = p.organisation_id AND q.id = p.person_id
      JOIN attempt a ON a.organisation_id = p.organisation_id AND a.id = p.attempt_id
      JOIN form f ON f.organisation_id = a.organisation_id AND f.id = a.form_id
      JOIN instrument n ON n.organisation_id = f.organisation_id AND n.id = f.instrument_id
      LEFT JOIN account c ON c.organisation_id = p.organisation_id AND c.id = p.decided_by
      WHERE p.organisation_id = \(session.actor.organisation)
      ORDER BY p.outcome IS NOT NULL, p.filed_at, p.id
      """
    ) { row in
      Entry(
        appeal: try row.decode("id"), attempt: try row.decode("attempt_id"), instrument: try row.decode("instrument"),
        person: try row.decode("external_id"), name: try row.decode("name"), grounds: try row.decode("grounds"),
        filedOn: Day(try row.decode("filed_at", as: Date.self)), outcome: try row.decode("outcome"),
        reason: try row.decode("reason"), decidedOn: try row.decode("decided_at", as: Date?.self).map(Day.init),
        decidedBy: try row.decode("decided_by"))
    }
  }
}
