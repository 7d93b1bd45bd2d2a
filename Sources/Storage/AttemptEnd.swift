import FoundationEssentials
import Postgres
import Readiness

extension Session {
  /// Goes on with an attempt in progress; settles one whose time is over.
  ///
  /// - Parameter invitation: to the campaign that was asked for; nil: none was.
  /// - Throws: `attempt-in-progress` when it is not of that campaign.
  func takeUp(_ id: AttemptID, in invitation: StoredInvitation?) throws -> StartAttempt.Result {
    let stored = try attempt(id)
    if stored.isOver(at: now) {
      return StartAttempt.Result(
        attempt: id, resumed: false, deadline: stored.deadline, settled: try settle(id, stored).status)
    }
    if let invitation, invitation.campaign.id != stored.campaign {
      throw Refusal.conflict(
        "attempt-in-progress", field: "campaign",
        en: "You have an attempt of this test in progress that is not of the campaign. Finish it first.",
        zh: "您有一次该测评正在进行，且不属于此活动。请先完成。")
    }
    let progress = try progress(of: id, in: published(form: stored.form))
    return StartAttempt.Result(attempt: id, resumed: true, deadline: stored.deadline, progress: progress)
  }

  /// Ends an attempt that nobody will finish. With an answer it is scored, as of the last one; with none it expires: that
  /// nothing was answered says nothing about the person; nor do fewer answers than an adaptive test asks at least. With
  /// answers in words it waits for its raters.
  func settle(_ id: AttemptID, _ stored: StoredAttempt) throws -> FinishAttempt.Result {
    guard let end = try lastAnswer(in: id), try hasEnoughAnswers(id, stored) else {
      try close(id, as: .expired, at: min(now, stored.deadline ?? now))
      return FinishAttempt.Result(status: .expired, score: nil, selfReport: nil, waiting: [])
    }
    return try finish(id, stored, endedAt: end)
  }

  /// Whether an adaptive attempt has the answers that it is scored by; one of a form always does.
  private func hasEnoughAnswers(_ id: AttemptID, _ stored: StoredAttempt) throws -> Bool {
    let form = try published(form: stored.form)
    return try form.bank.map { try scored(in: id, form).count { $0.status.isScored } >= $0.minimumLength } ?? true
  }

  /// Ends an attempt in progress: it is scored, or waits for its raters.
  ///
  /// - Parameter end: when the person handed it in, or gave the last answer.
  /// - Throws: `attempt-finished` when another transaction was first.
  func finish(_ id: AttemptID, _ stored: StoredAttempt, endedAt end: Date) throws -> FinishAttempt.Result {
    let form = try published(form: stored.form)
    let result = try result(of: id, stored, form, on: Day(end))
    try close(id, as: result.status, at: end)
    try insert(
      [AttemptOutcome(attempt: id, person: stored.person, result: result)], items: form.stored.items, on: today)
    return result
  }

  /// What the answers of an attempt come to, by their ratings so far and the rules of its campaign.
  ///
  /// - Parameter day: of the test.
  func result(
    of id: AttemptID, _ stored: StoredAttempt, _ form: PublishedForm, on day: Day
  ) throws -> FinishAttempt.Result {
    let instrument = form.stored.instrument.under(try rules(of: stored.campaign))
    let rule = try OutcomeRule(instrument, delivered: try scored(in: id, form))
    return try rule.result(of: try responses(of: id), ratings: try rubricScores(of: id), on: day)
  }

  /// - Throws: `attempt-finished` when another transaction was first.
  func close(_ id: AttemptID, as status: AttemptStatus, at end: Date) throws {
    let closed = try tx.run(
      """
      UPDATE attempt SET status = \(status), finished_at = \(end)
      WHERE organisation_id = \(actor.organisation) AND id = \(id) AND status = 'in_progress'
      """)
    if closed == 0 { throw Refusal.attemptFinished }
  }

  /// Nil: nothing is answered.
  private func lastAnswer(in attempt: AttemptID) throws -> Date? {
    try tx.one(
      """
      SELECT max(answered_at) AS last FROM response
      WHERE organisation_id = \(actor.organisation) AND attempt_id = \(attempt)
      """
    ) { try $0.decode("last", as: Date?.self) }
  }
}
