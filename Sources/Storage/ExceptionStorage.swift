import FoundationEssentials
import Postgres
public import Readiness

extension RequestException: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try check(on: session.today)
    let role = try session.role(code: role)
    let cases = try session.boundaryCases(.role(role.id, tasks: [task]))
    try requireTasks([task], among: cases.map(\.task), role: self.role)
    guard let boundary = cases.first, let id = boundary.boundary, let inForce = boundary.inForce else {
      throw Refusal.conflict(
        "nothing-in-force", field: "task",
        en: "Task \(task) has no boundary in force to depart from. Propose and approve one first.",
        zh: "任务 \(task) 没有现行边界，无从例外。请先提出并批准边界。")
    }
    guard inForce.level != level else {
      throw Refusal.invalid(
        "exception-changes-nothing", field: "level", en: "\(level) is what was decided. Ask for another level.",
        zh: "\(level) 就是已决定的级别。请选择其他级别。")
    }
    try session.requireAboveFloor(level, boundary)
    let exception: BoundaryExceptionID = session.newID()
    try session.tx.run(
      """
      INSERT INTO boundary_exception (organisation_id, id, boundary_id, level, reason, valid_from, valid_to,
        requested_by, requested_at)
      VALUES (\(session.actor.organisation), \(exception), \(id), \(level), \(reason), \(from ?? session.today),
        \(until.adding(days: 1)), \(session.actor.account), \(session.now))
      """)
    return Result(exception: exception)
  }
}

extension GrantException: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    try session.lockBoundaries()
    let stored = try session.openException(exception, field: "exception")
    guard !stored.isGranted else {
      throw Refusal.conflict(
        "exception-granted", field: "exception", en: "This exception is given already.", zh: "该例外已获批准。")
    }
    guard stored.requestedBy != session.actor.account else {
      throw Refusal.conflict(
        "four-eyes", field: "exception", en: "You asked for this exception. Another account has to give it.",
        zh: "该例外由您本人申请，须由另一账户批准。")
    }
    if let boundary = try session.boundaryCases(.boundaries([stored.boundary])).first {
      try session.requireAboveFloor(stored.level, boundary)
    }
    try session.tx.run(
      """
      UPDATE boundary_exception SET approved_by = \(session.actor.account), approved_at = \(session.now)
      WHERE organisation_id = \(session.actor.organisation) AND id = \(exception)
      """)
    return Done()
  }
}

extension RevokeException: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    try check()
    _ = try session.openException(exception, field: "exception")
    try session.tx.run(
      """
      UPDATE boundary_exception SET revoked_by = \(session.actor.account), revoked_at = \(session.now),
        revocation_reason = \(reason)
      WHERE organisation_id = \(session.actor.organisation) AND id = \(exception)
      """)
    return Done()
  }
}

private struct StoredException {
  let boundary: BoundaryID
  let level: HumanAgencyLevel
  let requestedBy: AccountID?
  let isGranted: Bool
}

extension Session {
  /// An exception that has neither ended nor been taken back, locked for this transaction.
  fileprivate func openException(_ id: BoundaryExceptionID, field: String) throws -> StoredException {
    let found = try tx.first(
      """
      SELECT boundary_id, level, requested_by, approved_at IS NOT NULL AS granted,
        revoked_at IS NULL AND valid_to > \(today) AS open
      FROM boundary_exception WHERE organisation_id = \(actor.organisation) AND id = \(id) FOR UPDATE
      """
    ) { row in
      (
        exception: StoredException(
          boundary: try row.decode("boundary_id"), level: try row.decode("level"),
          requestedBy: try row.decode("requested_by"), isGranted: try row.decode("granted")),
        isOpen: try row.decode("open", as: Bool.self)
      )
    }
    guard let found else {
      throw Refusal.notFound(LocalizedText(en: "exception", zh: "例外"), id.description, field: field)
    }
    guard found.isOpen else {
      throw Refusal.conflict(
        "exception-over", field: field, en: "This exception has ended or was taken back. Ask for a new one.",
        zh: "该例外已到期或已撤销。请重新申请。")
    }
    return found.exception
  }

  /// - Throws: when the rules, on present facts, set a floor above `level` or forbid any decision.
  fileprivate func requireAboveFloor(_ level: HumanAgencyLevel, _ boundary: BoundaryCase) throws {
    let (_, rules) = try ruleSet()
    guard let proposal = try evaluate([boundary], by: rules).first?.proposal else { return }
    if let floor = proposal.floor, level < floor {
      throw Refusal(BoundaryError.belowFloor(decided: level, floor: floor), task: boundary.task)
    }
    if let block = proposal.firings.first(where: { $0.effect == .block }) {
      throw Refusal(BoundaryError.blocked(rule: block.rule, reason: block.reason), task: boundary.task)
    }
  }
}

extension SQL {
  /// The exception that holds on a day for the boundary `b`; the most human, where there are several.
  static func exception(on day: Day) -> SQL {
    """
    SELECT x.level, x.valid_to, x.reason FROM boundary_exception x
    WHERE x.organisation_id = b.organisation_id AND x.boundary_id = b.id AND x.valid_from <= \(day)
      AND x.valid_to > \(day) AND (x.approved_at AT TIME ZONE 'UTC')::date <= \(day)
      AND (x.revoked_at IS NULL OR (x.revoked_at AT TIME ZONE 'UTC')::date > \(day))
    ORDER BY x.level DESC, x.valid_to DESC LIMIT 1
    """
  }
}
