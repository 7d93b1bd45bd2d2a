import FoundationEssentials
import Postgres
public import Readiness
import Wire

extension ApproveBoundaries: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try session.lockBoundaries()
    let cases = try session.openCases(role: role, tasks: tasks)
    let (_, rules) = try session.ruleSet()
    var result = Result()
    var decided: [DecidedVersion] = []
    var pending: [DecidedVersion] = []
    for evaluation in try session.evaluate(cases, by: rules) {
      let task = evaluation.boundary.task
      do {
        guard let open = evaluation.boundary.open else { continue }
        let version = try session.decide(evaluation, open, by: rules, as: self)
        if version.isPending { pending.append(version) } else { decided.append(version) }
        if version.isPending { result.pending.append(task) } else { result.approved.append(task) }
      } catch let refusal as Refusal where skippingRefused {
        result.refused.append(Refused(task: task, refusal: refusal))
      }
    }
    try session.keepPending(pending)
    try session.putInForce(decided)
    return result
  }
}

extension SignBoundaries: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try check()
    let cases = try session.openCases(role: role, tasks: tasks)
    guard !cases.isEmpty else {
      throw Refusal.conflict(
        "nothing-proposed", field: "role",
        en: "Role \(role) has no open proposal to sign. Propose its boundaries first.",
        zh: "岗位 \(role) 没有待签署的建议。请先生成边界建议。")
    }
    try session.sign(cases.compactMap { $0.open?.version }.map { ($0, kind, note) })
    return Result(signed: cases.map(\.task))
  }
}

/// What was decided of an open proposal, with what its approval rests on.
struct DecidedVersion {
  let version: BoundaryVersionID
  let boundary: BoundaryID
  let level: HumanAgencyLevel
  let oversight: Oversight
  /// What the decision rests on, which may be more than the proposal did: employees were asked since.
  let facts: BoundaryFacts
  let effective: Day
  let review: Day
  let note: String
  /// Who decided the same before, of a decision that relaxes.
  let firstApprover: AccountID?
  /// True while a second approver is missing.
  let isPending: Bool
  /// The rules tightened it, and nobody decided.
  var isByRules = false
}

extension DecidedVersion {
  fileprivate var signOff: SignOffKind {
    isByRules ? .tightening : firstApprover == nil ? .approval : .secondApproval
  }
}

extension Session {
  /// The role's cases with an open proposal.
  ///
  /// - Throws: when one of the tasks asked for has none.
  fileprivate func openCases(role code: String, tasks: [String]?) throws -> [BoundaryCase] {
    let role = try role(code: code)
    let open = try boundaryCases(.role(role.id, tasks: tasks)).filter { $0.open != nil }
    try requireTasks(tasks, among: open.map(\.task), role: code)
    return open
  }

  /// - Throws: a `Refusal` when the rules stand against it, or the facts have changed since it was proposed.
  func decide(
    _ evaluation: BoundaryEvaluation, _ open: BoundaryCase.Open, by rules: BoundaryRuleSet,
    as command: ApproveBoundaries
  ) throws -> DecidedVersion {
    let (boundary, facts, proposal) = (evaluation.boundary, evaluation.facts, evaluation.proposal)
    guard let id = boundary.boundary, proposal.level == open.level else { throw Refusal.stale(boundary.task) }
    let level = command.level ?? open.pending?.level ?? proposal.level
    let oversight = command.oversight ?? proposal.oversight(at: level)
    let first = open.pending.flatMap { $0.level == level ? $0.by : nil }
    let decision = BoundaryDecision(
      level: level, oversight: oversight, approver: approver, secondApprover: first.map { .init($0.uuid) },
      accountable: facts.hasAccountableHuman ? boundary.people.accountable : nil,
      overseer: facts.hasOverseer ? boundary.people.overseer : nil,
      overseerIsQualified: facts.hasQualifiedOverseer, consulted: facts.consulted, signOffs: open.signOffs)
    var isPending = false
    do {
      try decision.check(proposal: proposal, current: boundary.inForce?.level)
    } catch .secondApproverRequired where actor.account != nil {
      isPending = true
    } catch {
      throw Refusal(error, task: boundary.task)
    }
    let effective = command.effective ?? today
    let review = BoundaryReview(effective: effective, months: rules.reviewMonths(at: level, facts: facts))
    return DecidedVersion(
      version: open.version, boundary: id, level: level, oversight: oversight, facts: facts, effective: effective,
      review: review.due, note: command.note ?? "", firstApprover: first, isPending: isPending)
  }

  private var approver: PersonID { PersonID(actor.account?.uuid ?? actor.organisation.uuid) }

  fileprivate func keepPending(_ versions: [DecidedVersion]) throws {
    try tx.run(
      """
      UPDATE boundary_version v SET decided_level = n.level, approved_by = \(actor.account)
      FROM unnest(\(versions.map(\.version)), \(versions.map(\.level))) AS n (id, level)
      WHERE v.organisation_id = \(actor.organisation) AND v.id = n.id
      """)
    try sign(versions.map { ($0.version, .approval, $0.note) })
  }

  /// Puts decided versions in force from their days on: what was in force before ends, and so do its exceptions.
  func putInForce(_ versions: [DecidedVersion]) throws {
    let (boundaries, days) = (versions.map(\.boundary), versions.map(\.effective))
    try tx.run(
      """
      UPDATE boundary_version v SET status = 'superseded', effective_to = greatest(v.effective_from, n.day)
      FROM unnest(\(boundaries), \(days)) AS n (boundary, day)
      WHERE v.organisation_id = \(actor.organisation) AND v.boundary_id = n.boundary
        AND v.status IN ('approved', 'superseded') AND (v.effective_to IS NULL OR v.effective_to > n.day)
      """)
    try tx.run(
      """
      UPDATE boundary_version v SET status = 'approved', decided_level = n.level, oversight = n.oversight,
        effective_from = n.effective, review_on = n.review, note = n.note, facts = n.facts::jsonb,
        desired_level = n.desired, consulted = n.consulted, overseer_qualified = n.qualified,
        approved_by = CASE WHEN NOT n.rules THEN coalesce(n.first, \(actor.account)) END,
        second_approver = CASE WHEN n.first IS NOT NULL THEN \(actor.account) END
      FROM unnest(\(versions.map(\.version)), \(versions.map(\.level)), \(versions.map(\.oversight)), \(days),
        \(versions.map(\.review)), \(versions.map(\.note)), \(try versions.map { try JSONEncoder.wire.text($0.facts) }),
        \(versions.map(\.facts.toldDesiredLevel)), \(versions.map(\.facts.consulted)),
        \(versions.map(\.facts.hasQualifiedOverseer)), \(versions.map(\.firstApprover)),
        \(versions.map(\.isByRules)))
        AS n (id, level, oversight, effective, review, note, facts, desired, consulted, qualified, first, rules)
      WHERE v.organisation_id = \(actor.organisation) AND v.id = n.id
      """)
    try endExceptions(of: versions)
    try closeReviews(of: versions.filter { !$0.isByRules })
    try sign(versions.map { ($0.version, $0.signOff, $0.note) })
  }

  /// An exception departs from one decision: the next one ends it. The rules end those alone that are below their level.
  private func endExceptions(of versions: [DecidedVersion]) throws {
    try tx.run(
      """
      UPDATE boundary_exception x SET revoked_at = \(now), revoked_by = \(actor.account)
      FROM unnest(\(versions.map(\.boundary)), \(versions.map { $0.isByRules ? $0.level : nil })) AS n (boundary, floor)
      WHERE x.organisation_id = \(actor.organisation) AND x.boundary_id = n.boundary
        AND x.revoked_at IS NULL AND x.valid_to > \(today) AND (n.floor IS NULL OR x.level < n.floor)
      """)
  }

  /// What was to be looked at has been, by whoever decided.
  private func closeReviews(of versions: [DecidedVersion]) throws {
    try tx.run(
      """
      UPDATE boundary_review r SET closed_on = \(today), closed_by_version = n.version
      FROM unnest(\(versions.map(\.boundary)), \(versions.map(\.version))) AS n (boundary, version)
      WHERE r.organisation_id = \(actor.organisation) AND r.boundary_id = n.boundary AND r.closed_on IS NULL
      """)
  }

  /// Adds who stands behind versions: the caller, or the rules.
  func sign(_ versions: [(version: BoundaryVersionID, kind: SignOffKind, note: String)]) throws {
    let ids: [BoundarySignOffID] = versions.map { _ in newID() }
    try tx.run(
      """
      INSERT INTO boundary_sign_off (organisation_id, id, boundary_version_id, kind, account_id, note, signed_at)
      SELECT \(actor.organisation), n.id, n.version, n.kind,
        CASE WHEN n.kind <> 'tightening' THEN \(actor.account) END, n.note, \(now)
      FROM unnest(\(ids), \(versions.map(\.version)), \(versions.map(\.kind)), \(versions.map(\.note)))
        AS n (id, version, kind, note)
      """)
  }
}

extension Refusal {
  init(_ error: BoundaryError, task: String) {
    self.init(
      .conflict, error.code, field: "tasks",
      LocalizedText(en: "Task \(task): \(error.message.en)", zh: "任务 \(task)：\(error.message.zh)"))
  }

  fileprivate static func stale(_ task: String) -> Refusal {
    .conflict(
      "proposal-stale", field: "tasks",
      en: "Task \(task): what the proposal rests on has changed since. Propose again, then decide.",
      zh: "任务 \(task)：建议所依据的事实已发生变化。请重新生成建议后再决定。")
  }
}
