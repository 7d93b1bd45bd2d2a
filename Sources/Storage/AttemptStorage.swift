public import FoundationEssentials
import Postgres
public import Readiness

extension StartAttempt: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let person = try session.ownPerson()
    try session.awaitTurn(of: person)
    let invitation = try campaign.map { try session.invitation(to: $0, of: person) }
    let code = try instrumentCode(invitation)
    if let open = try session.openAttempt(of: person, instrument: code) {
      return try session.takeUp(open, in: invitation)
    }
    let terms = try session.attemptTerms(of: person, instrument: code, form: form, invitation: invitation)
    try session.requireRetakeAllowed(of: person, terms.instrument)
    let id: AttemptID = session.newID()
    try session.tx.run(
      """
      INSERT INTO attempt (organisation_id, id, person_id, form_id, campaign_id, status, started_at, deadline)
      VALUES (\(session.actor.organisation), \(id), \(person), \(terms.form), \(terms.campaign), 'in_progress',
        \(session.now), \(terms.deadline))
      """)
    let progress = try session.askNext(in: id, of: person, session.published(form: terms.form))
    return Result(attempt: id, resumed: false, deadline: terms.deadline, progress: progress)
  }

  private func instrumentCode(_ invitation: StoredInvitation?) throws(Refusal) -> String {
    guard let code = instrument ?? invitation?.campaign.instrument else {
      throw .invalid(
        "instrument-required", field: "instrument", en: "Name the instrument, or a campaign that you are invited to.",
        zh: "请指明测评工具，或您受邀参加的测评活动。")
    }
    if let invitation, invitation.campaign.instrument != code {
      throw .invalid(
        "other-instrument", field: "instrument",
        en: "The campaign is of the instrument “\(invitation.campaign.instrument)”. Leave the instrument out.",
        zh: "该活动使用的测评工具是“\(invitation.campaign.instrument)”。请省略测评工具。")
    }
    return code
  }
}

extension RecordResponse: AppliedCommand {
  public func apply(in session: Session) throws -> AttemptProgress {
    let stored = try session.attempt(attempt)
    guard stored.status == .inProgress else { throw Refusal.attemptFinished }
    try stored.requireTime(at: session.now)
    let form = try session.published(form: stored.form)
    guard let asked = form.item(item), let itemID = form.stored.items[item] else {
      throw Refusal.notFound(LocalizedText(en: "item", zh: "题目"), item, field: "item")
    }
    try session.requireAsked(item, in: attempt, form)
    let response = ItemResponse(item: item, answer: answer, confidence: confidence, milliseconds: milliseconds)
    do {
      _ = try response.parsed(for: asked.presented)
    } catch {
      throw Refusal(.invalid, error.code, field: "answer", error.message)
    }
    let inserted = try session.tx.run(
      """
      INSERT INTO response (organisation_id, attempt_id, item_id, person_id, answer, confidence, milliseconds,
        answered_at)
      VALUES (\(session.actor.organisation), \(attempt), \(itemID), \(stored.person), \(answer),
        \(confidence.map(Float.init)), \(milliseconds), \(session.now))
      ON CONFLICT DO NOTHING
      """)
    if inserted == 0 { throw Refusal.alreadyAnswered(item) }
    return try session.askNext(in: attempt, of: stored.person, form)
  }
}

extension FinishAttempt: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let stored = try session.attempt(attempt)
    guard stored.status == .inProgress else { throw Refusal.attemptFinished }
    if stored.isOver(at: session.now) { return try session.settle(attempt, stored) }
    let progress = try session.progress(of: attempt, in: session.published(form: stored.form))
    if progress.isAdaptive, progress.next != nil { throw Refusal.unfinished }
    return try session.finish(attempt, stored, endedAt: session.now)
  }
}

extension Refusal {
  fileprivate static let unfinished = Refusal.conflict(
    "attempt-unfinished", field: "attempt",
    en: "This test measures as it asks, and is not done. Answer the item it asks; you can stop and go on later.",
    zh: "自适应测评尚未完成。请回答当前题目；可以中断，稍后继续。")
  static let attemptFinished = Refusal.conflict(
    "attempt-finished", field: "attempt",
    en: "This attempt is finished: it is scored, or waits for its raters. Start another when you may.",
    zh: "该次测评已结束：成绩已生效，或正在等待评分。可在允许重测时重新开始。")
}

extension StoredAttempt {
  /// Whether its time has passed.
  func isOver(at now: Date) -> Bool { deadline.map { now > $0 } ?? false }

  /// - Throws: `time-over` once its time has passed.
  fileprivate func requireTime(at now: Date) throws(Refusal) {
    guard isOver(at: now) else { return }
    throw .conflict(
      "time-over", field: "attempt",
      en: "The time of this test is over. Finish it: what was answered in time counts.",
      zh: "本次测评的时间已到。请结束测评：时间内的作答有效。")
  }
}

/// An attempt as it is stored.
struct StoredAttempt {
  let person: PersonID
  let form: UUID
  let campaign: CampaignID?
  let status: AttemptStatus
  let startedAt: Date
  /// Nil while it is in progress.
  let finishedAt: Date?
  /// Nil: as long as one likes.
  let deadline: Date?
}

extension Session {
  /// The person the caller is.
  func ownPerson() throws(Refusal) -> PersonID {
    guard let person = actor.person else {
      throw .forbidden(
        en: "This is done by a person for themselves, and your account belongs to none. Ask an owner to link it.",
        zh: "此操作须由本人完成，而您的账户未关联任何人员。请联系所有者进行关联。")
    }
    return person
  }

  fileprivate func openAttempt(of person: PersonID, instrument: String) throws -> AttemptID? {
    try tx.first(
      """
      SELECT a.id FROM attempt a
      JOIN form f ON f.organisation_id = a.organisation_id AND f.id = a.form_id
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      WHERE a.organisation_id = \(actor.organisation) AND a.person_id = \(person) AND i.code = \(instrument)
        AND a.status = 'in_progress'
      """
    ) { try $0.decode("id", as: AttemptID.self) }
  }

  fileprivate func requireRetakeAllowed(of person: PersonID, _ instrument: Instrument) throws {
    let last = try tx.first(
      """
      SELECT a.finished_at, \(fragment: .retakeIsWaived) AS waived FROM attempt a
      JOIN form f ON f.organisation_id = a.organisation_id AND f.id = a.form_id
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      WHERE a.organisation_id = \(actor.organisation) AND a.person_id = \(person) AND i.code = \(instrument.code)
        AND a.status IN ('submitted', 'scored')
      ORDER BY a.finished_at DESC LIMIT 1
      """
    ) { (finishedAt: try $0.decode("finished_at", as: Date.self), isWaived: try $0.decode("waived", as: Bool.self)) }
    guard let last, !last.isWaived else { return }
    let retake = instrument.retake(after: Day(last.finishedAt))
    if today < retake {
      throw Refusal.conflict(
        "retake-too-early", field: "instrument",
        en: "You finished this test on \(Day(last.finishedAt)); it may be taken again from \(retake).",
        zh: "您已于 \(Day(last.finishedAt)) 完成该测评，\(retake) 起可再次参加。")
    }
  }

  /// An attempt within the caller's reach.
  ///
  /// - Parameter locked: whether nobody else may change it until this transaction ends.
  func attempt(_ id: AttemptID, locked: Bool = false) throws -> StoredAttempt {
    let lock: SQL = locked ? "FOR UPDATE" : ""
    let attempt = try tx.first(
      """
      SELECT person_id, form_id, campaign_id, status, started_at, finished_at, deadline FROM attempt
      WHERE organisation_id = \(actor.organisation) AND id = \(id) \(fragment: lock)
      """
    ) { row in
      StoredAttempt(
        person: try row.decode("person_id"), form: try row.decode("form_id"),
        campaign: try row.decode("campaign_id"), status: try row.decode("status"),
        startedAt: try row.decode("started_at"), finishedAt: try row.decode("finished_at"),
        deadline: try row.decode("deadline"))
    }
    guard let attempt else {
      throw Refusal.notFound(LocalizedText(en: "attempt", zh: "测评记录"), id.description, field: "attempt")
    }
    return attempt
  }

  func responses(of attempt: AttemptID) throws -> [ItemResponse] {
    try tx.all(
      """
      SELECT i.code, r.answer, r.confidence, r.milliseconds
      FROM response r JOIN item i ON i.organisation_id = r.organisation_id AND i.id = r.item_id
      WHERE r.organisation_id = \(actor.organisation) AND r.attempt_id = \(attempt) ORDER BY i.ordinal
      """
    ) { row in
      ItemResponse(
        item: try row.decode("code"), answer: try row.decode("answer"),
        confidence: try row.decode("confidence", as: Float?.self).map(Double.init),
        milliseconds: try row.decode("milliseconds"))
    }
  }
}

/// An attempt of the caller's: what is asked, what is answered, and what came of it.
public struct FindAttempt: StoredQuery {
  public static let name = QueryName.findAttempt
  public var attempt: AttemptID

  public init(attempt: AttemptID) { self.attempt = attempt }

  public struct Answer: Codable, Sendable {
    public var attempt: AttemptID
    public var status: AttemptStatus
    public var startedAt: Date
    /// Answers are taken until then; nil: for as long as one likes.
    public var deadline: Date?
    /// With all items of a form; with none of an adaptive test, which tells each when it is asked.
    public var instrument: PresentedInstrument
    /// Codes of the items that are answered.
    public var answered: [String]
    public var progress: AttemptProgress
  }

  public func read(in session: Session) throws -> Answer {
    let stored = try session.attempt(attempt)
    let form = try session.published(form: stored.form)
    var instrument = form.stored.instrument.presented(in: form.form)
    if form.bank != nil { instrument.items = [] }
    return Answer(
      attempt: attempt, status: stored.status, startedAt: stored.startedAt, deadline: stored.deadline,
      instrument: instrument, answered: try session.responses(of: attempt).map(\.item),
      progress: try session.progress(of: attempt, in: form))
  }
}
