import FoundationEssentials
import Postgres
public import Readiness
import Wire

extension RunCalibration: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let stored = try session.instrument(code: instrument)
    guard stored.instrument.scale != .selfReport else { throw Refusal.notMeasured }
    let limit = iterationLimit ?? 500
    guard (1...10_000).contains(limit) else { throw Refusal.iterationLimitOutOfRange }
    let data = try session.calibrationData(of: stored.instrument)
    guard data.people >= RunCalibration.leastPeople else { throw Refusal.tooFewToCalibrate(data.people) }
    let report = try InstrumentCalibration(stored.instrument, data, iterationLimit: limit).report()
    return Result(
      run: try session.insert(report, of: stored), version: report.version, people: report.people,
      calibrated: report.items.count(where: \.isUsable), items: report.items.count,
      converged: report.convergence.stop == .converged)
  }
}

extension PublishCalibration: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let run = try session.openCalibration(run)
    guard run.ranBy != session.actor.account else { throw Refusal.fourEyes }
    let present = try session.instrument(code: run.report.instrument).instrument
    var next = try present.recalibrated(by: run.report, self)
    if next.adaptive != nil { next.exposure = try AdaptiveBank(next).calibratedExposure() }
    try session.publish(next)
    try session.decide(run.id, as: "published", decision: CalibrationDecision(promoted: promote, retired: retire))
    return Result(
      instrument: next.code, version: next.version, calibrated: run.report.items.count(where: \.isUsable))
  }
}

extension RejectCalibration: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    let run = try session.openCalibration(run)
    guard reason.contains(where: { !$0.isWhitespace }) else { throw Refusal.rejectionReasonMissing }
    try session.decide(run.id, as: "rejected", decision: CalibrationDecision(reason: reason))
    return Done()
  }
}

/// Why a calibration was rejected, or what it was published with.
public struct CalibrationDecision: Codable, Sendable, Equatable {
  public var reason: String?
  public var promoted: [PublishCalibration.ItemDecision]?
  public var retired: [PublishCalibration.ItemDecision]?
}

extension AdaptiveBank {
  /// By 2,000 simulated people, in 20 rounds.
  fileprivate func calibratedExposure() throws -> [String: Double] {
    try calibratedExposure(people: 2_000, rounds: 20, seed: 1)
  }
}

/// A draft, with what it found.
private struct OpenCalibration {
  let id: CalibrationRunID
  let ranBy: AccountID?
  let report: CalibrationReport
}

extension Session {
  fileprivate func insert(_ report: CalibrationReport, of stored: StoredInstrument) throws -> CalibrationRunID {
    let id: CalibrationRunID = newID()
    try tx.run(
      """
      INSERT INTO calibration_run (organisation_id, id, instrument_id, model, status, ran_at, ran_by, content)
      VALUES (\(actor.organisation), \(id), \(stored.id), 'graded', 'draft', \(now), \(actor.account),
        \(JSONB(try JSONEncoder.wire.text(report))))
      """)
    return id
  }

  /// - Throws: `not-found`, `calibration-decided`.
  fileprivate func openCalibration(_ id: CalibrationRunID) throws -> OpenCalibration {
    let run = try tx.first(
      """
      SELECT status, ran_by, content::text AS content FROM calibration_run
      WHERE organisation_id = \(actor.organisation) AND id = \(id) FOR UPDATE
      """
    ) { row in
      (
        status: try row.decode("status", as: String.self),
        open: OpenCalibration(
          id: id, ranBy: try row.decode("ran_by"), report: try row.json("content", as: CalibrationReport.self))
      )
    }
    guard let run else { throw Refusal.noCalibration(id) }
    guard run.status == "draft" else { throw Refusal.calibrationDecided }
    return run.open
  }

  fileprivate func decide(_ id: CalibrationRunID, as status: String, decision: CalibrationDecision) throws {
    try tx.run(
      """
      UPDATE calibration_run SET status = \(status), decided_at = \(now), decided_by = \(actor.account),
        decision = \(JSONB(try JSONEncoder.wire.text(decision)))
      WHERE organisation_id = \(actor.organisation) AND id = \(id)
      """)
  }
}

extension Refusal {
  static func noCalibration(_ id: CalibrationRunID) -> Refusal {
    .notFound(LocalizedText(en: "calibration", zh: "校准"), id.description, field: "run")
  }

  fileprivate static func tooFewToCalibrate(_ people: Int) -> Refusal {
    .conflict(
      "too-few-to-calibrate", field: "instrument",
      en:
        "A calibration needs the finished attempts of \(RunCalibration.leastPeople) people or more; there are \(people). "
        + "Assess more people first.",
      zh: "校准至少需要 \(RunCalibration.leastPeople) 人完成测评，目前有 \(people) 人。请先测评更多人员。")
  }

  fileprivate static let iterationLimitOutOfRange = Refusal.invalid(
    "invalid", field: "iterationLimit", en: "Give an iteration limit from 1 to 10,000.", zh: "迭代上限须在 1 到 10,000 之间。")

  fileprivate static let fourEyes = Refusal.conflict(
    "four-eyes", field: "run",
    en: "You ran this calibration, so that another account must publish it. You may reject it.",
    zh: "该校准由您运行，须由另一账户发布。您可以拒绝它。")

  fileprivate static let calibrationDecided = Refusal.conflict(
    "calibration-decided", field: "run", en: "This calibration is published or rejected already. Run another.",
    zh: "该校准已发布或已拒绝。请重新运行校准。")

  fileprivate static let rejectionReasonMissing = Refusal.invalid(
    "reason-missing", field: "reason", en: "Say why the calibration is rejected.", zh: "请说明拒绝该校准的理由。")
}
