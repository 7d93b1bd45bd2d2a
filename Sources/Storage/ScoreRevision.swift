import Postgres
import Readiness

extension Session {
  /// Scores a scored attempt anew, by its answers and ratings and by the parameters of the instrument's newest version. The
  /// new score is of the day of the test, counts from today on and no longer than the one before; on days before today that
  /// one counts.
  ///
  /// - Throws: `not-scored` when there is no score to put another in the place of.
  func rescore(attempt id: AttemptID) throws -> ScoreReport {
    let stored = try attempt(id, locked: true)
    let code = try published(form: stored.form).stored.instrument.code
    var rule = RescoreRule(try instrument(code: code).instrument)
    guard stored.status == .scored, let counting = try countingAttempts(instrument: code, only: id).first,
      let report = try rule.report(of: counting, in: self)
    else { throw Refusal.notScored }
    try replace([counting.scored(anew: report, on: today)])
    return report
  }

  /// Sets an attempt aside: from today on its scores count nowhere.
  ///
  /// - Throws: `not-scored` when it is in progress, expired or voided already.
  func void(_ id: AttemptID) throws {
    let stored = try attempt(id, locked: true)
    guard stored.status.canBecome(.voided), stored.status != .inProgress else { throw Refusal.notScored }
    try tx.run(
      "UPDATE attempt SET status = 'voided' WHERE organisation_id = \(actor.organisation) AND id = \(id)")
    try withdrawScores(of: [id])
    try renewCompetencies(of: [stored.person])
  }

  /// Puts new scores in the place of those that count, from today on.
  func replace(_ attempts: [ScoredAttempt]) throws {
    guard !attempts.isEmpty else { return }
    try withdrawScores(of: attempts.map(\.attempt))
    try insert(attempts)
  }

  private func withdrawScores(of attempts: [AttemptID]) throws {
    try tx.run(
      """
      UPDATE score SET withdrawn_on = greatest(scored_on, \(today))
      WHERE organisation_id = \(actor.organisation) AND attempt_id = ANY (\(attempts)) AND withdrawn_on IS NULL
      """)
  }
}
