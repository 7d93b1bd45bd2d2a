public import FoundationEssentials
import Postgres
public import Readiness

extension StartAttempt: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let person = try session.ownPerson()
    let stored = try session.instrument(code: instrument)
    if let open = try session.openAttempt(of: person, instrument: instrument) {
      return Result(attempt: open, resumed: true)
    }
    try session.requireRetakeAllowed(of: person, stored.instrument)
    let id: AttemptID = session.newID()
    try session.tx.run(
      """
      INSERT INTO attempt (organisation_id, id, person_id, form_id, status, started_at)
      VALUES (\(session.actor.organisation), \(id), \(person), \(try stored.form(nil).id), 'in_progress', \(session.now))
      """)
    return Result(attempt: id, resumed: false)
  }
}

extension RecordResponse: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    let stored = try session.attempt(attempt)
    guard stored.status == .inProgress else { throw Refusal.attemptFinished }
    let instrument = try session.instrument(form: stored.form)
    try stored.requireTime(of: instrument.instrument, at: session.now)
    let response = ItemResponse(item: item, answer: answer, confidence: confidence, milliseconds: milliseconds)
    let delivered = try stored.delivered(of: instrument)
    guard let presented = delivered.first(where: { $0.code == item })?.presented, let itemID = instrument.items[item]
    else { throw Refusal.notFound(LocalizedText(en: "item", zh: "题目"), item, field: "item") }
    do {
      _ = try response.parsed(for: presented)
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
    if inserted == 0 {
      throw Refusal.conflict(
        "already-answered", field: "item",
        en: "Item \(item) is answered already, and answers are final. Go on to the next.",
        zh: "题目 \(item) 已作答，答案不可更改。请继续下一题。")
    }
    return Done()
  }
}

extension FinishAttempt: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let stored = try session.attempt(attempt)
    guard stored.status == .inProgress else { throw Refusal.attemptFinished }
    return try session.finish(attempt, stored, endedAt: session.now)
  }
}

extension Refusal {
  static let attemptFinished = Refusal.conflict(
    "attempt-finished", field: "attempt",
    en: "This attempt is finished: it is scored, or waits for its raters. Start another when you may.",
    zh: "该次测评已结束：成绩已生效，或正在等待评分。可在允许重测时重新开始。")
}

extension StoredAttempt {
  /// - Throws: `time-over` once the instrument's time has passed since the start.
  fileprivate func requireTime(of instrument: Instrument, at now: Date) throws(Refusal) {
    guard let minutes = instrument.timeLimitMinutes, now > startedAt.addingTimeInterval(Double(minutes) * 60) else {
      return
    }
    throw .conflict(
      "time-over", field: "attempt",
      en: "The \(minutes) minutes of this test are over. Finish it: what was answered in time counts.",
      zh: "本次测评的 \(minutes) 分钟已到。请结束测评：时间内的作答有效。")
  }
}

/// An attempt as it is stored.
struct StoredAttempt {
  let person: PersonID
  let form: UUID
  let status: AttemptStatus
  let startedAt: Date
  /// Nil while it is in progress.
  let finishedAt: Date?

  /// What was put before the person, in order.
  func delivered(of instrument: StoredInstrument) throws -> [Item] {
    instrument.instrument.delivered(in: try instrument.form(id: form))
  }
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
      SELECT a.finished_at FROM attempt a
      JOIN form f ON f.organisation_id = a.organisation_id AND f.id = a.form_id
      JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
      WHERE a.organisation_id = \(actor.organisation) AND a.person_id = \(person) AND i.code = \(instrument.code)
        AND a.status IN ('submitted', 'scored')
      ORDER BY a.finished_at DESC LIMIT 1
      """
    ) { try $0.decode("finished_at", as: Date.self) }
    guard let last else { return }
    let retake = instrument.retake(after: Day(last))
    if today < retake {
      throw Refusal.conflict(
        "retake-too-early", field: "instrument",
        en: "You finished this test on \(Day(last)); it may be taken again from \(retake).",
        zh: "您已于 \(Day(last)) 完成该测评，\(retake) 起可再次参加。")
    }
  }

  /// An attempt within the caller's reach.
  ///
  /// - Parameter locked: whether nobody else may change it until this transaction ends.
  func attempt(_ id: AttemptID, locked: Bool = false) throws -> StoredAttempt {
    let lock: SQL = locked ? "FOR UPDATE" : ""
    let attempt = try tx.first(
      """
      SELECT person_id, form_id, status, started_at, finished_at FROM attempt
      WHERE organisation_id = \(actor.organisation) AND id = \(id) \(fragment: lock)
      """
    ) { row in
      StoredAttempt(
        person: try row.decode("person_id"), form: try row.decode("form_id"), status: try row.decode("status"),
        startedAt: try row.decode("started_at"), finishedAt: try row.decode("finished_at"))
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
    public var instrument: PresentedInstrument
    /// Codes of the items that are answered.
    public var answered: [String]
  }

  public func read(in session: Session) throws -> Answer {
    let stored = try session.attempt(attempt)
    let instrument = try session.instrument(form: stored.form)
    return Answer(
      attempt: attempt, status: stored.status, startedAt: stored.startedAt,
      instrument: instrument.instrument.presented(in: try instrument.form(id: stored.form)),
      answered: try session.responses(of: attempt).map(\.item))
  }
}
