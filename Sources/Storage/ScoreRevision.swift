import Postgres
import Readiness

extension Session {
  /// Scores a scored attempt anew, by its answers, ratings and parameters as they are now. The new score is of the day of
  /// the test, counts from today on and no longer than the one before; on days before today that one counts.
  ///
  /// - Throws: `not-scored` when there is no score to put another in the place of.
  func rescore(attempt id: AttemptID) throws -> ScoreReport {
    let stored = try attempt(id, locked: true)
    guard stored.status == .scored, let end = stored.finishedAt else { throw Refusal.notScored }
    let form = try published(form: stored.form)
    guard let report = try result(of: id, stored, form, on: Day(end)).score else { throw Refusal.notScored }
    let revision = try tx.one(
      """
      SELECT coalesce(max(revision), 0) AS last FROM score
      WHERE organisation_id = \(actor.organisation) AND attempt_id = \(id)
      """
    ) { try $0.decode("last", as: Int.self) }
    try withdrawScores(of: id)
    try insert([
      ScoredAttempt(attempt: id, person: stored.person, report: report, scoredOn: today, revision: revision + 1)
    ])
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
    try withdrawScores(of: id)
    try renewCompetencies(of: [stored.person])
  }

  private func withdrawScores(of attempt: AttemptID) throws {
    try tx.run(
      """
      UPDATE score SET withdrawn_on = greatest(scored_on, \(today))
      WHERE organisation_id = \(actor.organisation) AND attempt_id = \(attempt) AND withdrawn_on IS NULL
      """)
  }
}
