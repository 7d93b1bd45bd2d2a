import Postgres
public import Readiness

extension ReevaluateBoundaries: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    session.everyFactChanged()
    let settled = try session.settle()
    return Result(evaluated: settled.evaluated, tightened: settled.tightened, queued: settled.queued)
  }
}

extension ConfirmBoundaries: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try check()
    try session.lockBoundaries()
    let role = try session.role(code: role)
    let cases = try session.boundaryCases(.role(role.id, tasks: tasks)).filter { boundary in
      tasks != nil || boundary.inForce.map { $0.isInReview || $0.review < session.today } ?? false
    }.compactMap(\.standing)
    try requireTasks(tasks, among: cases.map(\.task), role: self.role)
    let ruleSet = try session.ruleSet()
    let evaluations = try session.evaluate(cases, by: ruleSet.rules)
    let versions = try session.insertVersions(evaluations, as: .withdrawn, ruleSet: ruleSet.id)
    let signed = try session.copySignOffs(from: cases.compactMap(\.inForce?.version), to: versions)
    let decided = try zip(evaluations, versions).map { evaluation, version in
      try session.confirm(evaluation, as: version, signOffs: signed[version] ?? [], by: ruleSet.rules, note: note)
    }
    try session.putInForce(decided)
    return Result(confirmed: cases.map(\.task))
  }
}

extension Session {
  /// - Throws: a `Refusal` when the rules stand against the level in force, or it takes a second approver.
  fileprivate func confirm(
    _ evaluation: BoundaryEvaluation, as version: BoundaryVersionID, signOffs: Set<SignOffKind>,
    by rules: BoundaryRuleSet, note: String
  ) throws -> DecidedVersion {
    let (boundary, proposal) = (evaluation.boundary, evaluation.proposal)
    let open = BoundaryCase.Open(
      version: version, level: proposal.level, pending: nil, signOffs: signOffs, facts: evaluation.facts,
      people: boundary.people, terms: boundary.terms)
    let approval = ApproveBoundaries(
      role: boundary.roleCode, level: boundary.inForce?.level, oversight: boundary.inForce?.oversight, note: note)
    let decided = try decide(evaluation, open, by: rules, as: approval)
    guard !decided.isPending else { throw Refusal.takesTwo(boundary.task, proposed: proposal.level) }
    return decided
  }

  /// What was signed for the decisions in force holds for their confirmations, too.
  fileprivate func copySignOffs(
    from old: [BoundaryVersionID], to new: [BoundaryVersionID]
  ) throws -> [BoundaryVersionID: Set<SignOffKind>] {
    let copied = try tx.all(
      """
      INSERT INTO boundary_sign_off (organisation_id, id, boundary_version_id, kind, account_id, note, signed_at)
      SELECT s.organisation_id, gen_random_uuid(), n.new, s.kind, s.account_id, s.note, s.signed_at
      FROM unnest(\(old), \(new)) AS n (old, new)
      JOIN boundary_sign_off s ON s.organisation_id = \(actor.organisation) AND s.boundary_version_id = n.old
      WHERE s.kind = ANY (\(SignOffKind.allCases.filter(\.isGivenBeforehand)))
      RETURNING boundary_version_id, kind
      """
    ) {
      (try $0.decode("boundary_version_id", as: BoundaryVersionID.self), try $0.decode("kind", as: SignOffKind.self))
    }
    return Dictionary(grouping: copied, by: \.0).mapValues { Set($0.map(\.1)) }
  }
}

extension Refusal {
  fileprivate static func takesTwo(_ task: String, proposed: HumanAgencyLevel) -> Refusal {
    .conflict(
      "boundary-second-approver-required", field: "tasks",
      en:
        "Task \(task): the rules now propose \(proposed), so that keeping it takes two accounts. Propose it, then approve.",
      zh: "任务 \(task)：规则现建议 \(proposed)，维持原级别需要两个账户。请重新生成建议后再批准。")
  }
}
