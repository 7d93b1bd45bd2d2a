import FoundationEssentials
import Postgres
public import Readiness

extension ApproveBoundaries: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let role = try session.role(code: role)
    let open = try session.openProposals(role: role.id, tasks: tasks)
    try requireTasks(tasks, among: open.map(\.boundary.task), role: self.role)
    let (_, rules) = try session.ruleSet()
    var result = Result()
    for proposal in open {
      do {
        let isApproved = try session.approve(proposal, by: rules, as: self)
        if isApproved {
          result.approved.append(proposal.boundary.task)
        } else {
          result.pending.append(proposal.boundary.task)
        }
      } catch let refusal as Refusal where skippingRefused {
        result.refused.append(Refused(task: proposal.boundary.task, refusal: refusal))
      }
    }
    return result
  }
}

/// A proposal that waits for a decision, with the facts as they are now.
struct OpenProposal {
  let version: BoundaryVersionID
  let proposedLevel: HumanAgencyLevel
  /// What a first approver decided, where a second is needed.
  let pending: (level: HumanAgencyLevel, by: AccountID)?
  let boundary: BoundaryCase
}

extension Session {
  func openProposals(role: RoleID, tasks: [String]?) throws -> [OpenProposal] {
    let stored = try tx.all(
      """
      SELECT v.boundary_id, v.id, v.proposed_level, v.decided_level, v.approved_by
      FROM boundary_version v JOIN boundary b ON b.organisation_id = v.organisation_id AND b.id = v.boundary_id
      WHERE v.organisation_id = \(actor.organisation) AND b.role_id = \(role) AND v.status = 'proposed'
      """
    ) { row in
      let level = try row.decode("decided_level", as: HumanAgencyLevel?.self)
      let account = try row.decode("approved_by", as: AccountID?.self)
      return (
        try row.decode("boundary_id", as: BoundaryID.self), try row.decode("id", as: BoundaryVersionID.self),
        try row.decode("proposed_level", as: HumanAgencyLevel.self),
        level.flatMap { level in account.map { (level: level, by: $0) } }
      )
    }
    let versions = Dictionary(stored.map { ($0.0, $0) }, uniquingKeysWith: { first, _ in first })
    return try boundaryCases(role: role, tasks: tasks).compactMap { boundary in
      guard let id = boundary.boundary, let version = versions[id] else { return nil }
      return OpenProposal(version: version.1, proposedLevel: version.2, pending: version.3, boundary: boundary)
    }
  }

  /// - Returns: false when the decision waits for a second approver.
  /// - Throws: a `Refusal` when the rules stand against it, or the facts have changed since it was proposed.
  fileprivate func approve(
    _ open: OpenProposal, by rules: BoundaryRuleSet, as command: ApproveBoundaries
  ) throws -> Bool {
    var boundary = open.boundary
    boundary.name(NamedPeople())
    let facts = try facts(of: boundary)
    let proposal = rules.propose(facts)
    guard proposal.level == open.proposedLevel else { throw Refusal.stale(boundary.task) }
    let level = command.level ?? open.pending?.level ?? proposal.level
    let oversight = command.oversight ?? proposal.oversight(at: level)
    let firstApprover = open.pending.flatMap { $0.level == level ? $0.by : nil }
    let decision = BoundaryDecision(
      level: level, oversight: oversight, approver: approver, secondApprover: firstApprover.map { .init($0.uuid) },
      accountable: boundary.people.accountable, overseer: boundary.people.overseer,
      overseerIsQualified: facts.hasQualifiedOverseer, consulted: facts.consulted)
    do {
      try decision.check(proposal: proposal, current: boundary.inForce?.level)
    } catch .secondApproverRequired where actor.account != nil {
      try keepPending(open.version, level: level)
      return false
    } catch {
      throw Refusal(error, task: boundary.task)
    }
    let effective = command.effective ?? today
    let review = BoundaryReview(effective: effective, months: rules.reviewMonths(at: level, facts: facts))
    try putInForce(
      open, facts: facts, level: level, oversight: oversight, second: firstApprover, effective: effective,
      review: review.due, note: command.note ?? "")
    return true
  }

  private var approver: PersonID { PersonID(actor.account?.uuid ?? actor.organisation.uuid) }

  private func keepPending(_ version: BoundaryVersionID, level: HumanAgencyLevel) throws {
    try tx.run(
      """
      UPDATE boundary_version SET decided_level = \(level), approved_by = \(actor.account)
      WHERE organisation_id = \(actor.organisation) AND id = \(version)
      """)
  }

  /// - Parameter facts: what the decision rests on, which may be more than the proposal did: employees were asked since.
  private func putInForce(
    _ open: OpenProposal, facts: BoundaryFacts, level: HumanAgencyLevel, oversight: Oversight, second: AccountID?,
    effective: Day, review: Day, note: String
  ) throws {
    if let inForce = open.boundary.inForce {
      try tx.run(
        """
        UPDATE boundary_version SET status = 'superseded', effective_to = greatest(effective_from, \(effective))
        WHERE organisation_id = \(actor.organisation) AND id = \(inForce.version)
        """)
    }
    try tx.run(
      """
      UPDATE boundary_version SET status = 'approved', decided_level = \(level), oversight = \(oversight),
        effective_from = \(effective), review_on = \(review), note = \(note),
        facts = \(JSONB(try JSONEncoder.wire.text(facts))), desired_level = \(facts.desiredLevel),
        consulted = \(facts.consulted), overseer_qualified = \(facts.hasQualifiedOverseer),
        approved_by = \(second ?? actor.account), second_approver = \(second == nil ? nil : actor.account)
      WHERE organisation_id = \(actor.organisation) AND id = \(open.version)
      """)
  }
}

extension BoundaryProposal {
  /// In the loop where the rules require it or a human does at least half of the work, else on the loop.
  fileprivate func oversight(at level: HumanAgencyLevel) -> Oversight {
    requirements.contains(.inTheLoop) || level >= .h3 ? .inTheLoop : .onTheLoop
  }
}

extension Refusal {
  fileprivate init(_ error: BoundaryError, task: String) {
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
