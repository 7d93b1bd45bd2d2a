import Postgres
public import Readiness

extension SubmitPlan: AppliedCommand {}
extension TakeUpPlan: AppliedCommand {}
extension ReturnPlan: AppliedCommand {}
extension ApprovePlan: AppliedCommand {}
extension WithdrawPlan: AppliedCommand {}
extension CommentOnPlan: AppliedCommand {}

extension AppliedCommand where Self: PlanStep {
  public func apply(in session: Session) throws -> PlanStepResult {
    try (comment ?? "").requireLength("comment", limit: Session.longestComment)
    if needsComment { try (comment ?? "").requireText("comment", limit: Session.longestComment) }
    let stored = try session.lockedPlan(plan)
    let status = try stored.status.applying(Self.action, isOwn: session.isCaller(stored.person))
    try session.move(stored, to: status, by: Self.action)
    try session.note(Self.action, on: [(stored.id, stored.person)], comment)
    // All of it may have been credited meanwhile.
    try session.completeWhereDone([plan])
    return PlanStepResult(plan: plan, status: try session.lockedPlan(plan).status)
  }
}

extension Session {
  /// In characters.
  static let longestComment = 4_000

  fileprivate func move(_ plan: StoredPlan, to status: PlanStatus, by action: PlanAction) throws {
    switch action {
    case .approve:
      try requireNoActivePlan(besides: plan)
      if plan.startsOn < today { try layAnew(plan) }
    case .withdraw where plan.status == .active: try dropOpenItems(of: [plan.id])
    default: break
    }
    try tx.run(
      """
      UPDATE plan SET status = \(status),
        submitted_at = CASE WHEN \(action == .submit) THEN \(now) ELSE submitted_at END,
        reviewed_by = CASE WHEN \(action == .takeUp || action == .approve) THEN \(actor.account) ELSE reviewed_by END,
        activated_on = CASE WHEN \(action == .approve) THEN \(today) ELSE activated_on END,
        withdrawn_on = CASE WHEN \(action == .withdraw) THEN \(today) ELSE withdrawn_on END
      WHERE organisation_id = \(actor.organisation) AND id = \(plan.id)
      """)
  }

  private func requireNoActivePlan(besides plan: StoredPlan) throws {
    let active = try tx.first(
      """
      SELECT id FROM plan
      WHERE organisation_id = \(actor.organisation) AND person_id = \(plan.person) AND status = 'active' LIMIT 1
      """
    ) { try $0.decode("id", as: PlanID.self) }
    guard let active else { return }
    throw Refusal.conflict(
      "already-active", field: "plan",
      en: "The person has an active plan, \(active). Have it completed or withdrawn first, or plan that one anew.",
      zh: "该人员已有执行中的计划 \(active)。请先完成或撤回，或对其重新规划。")
  }

  /// Lays the items of a plan, which was agreed upon later than it was to start, on the days from today on.
  ///
  /// - Throws: `plan-late` when they no longer fit.
  private func layAnew(_ plan: StoredPlan) throws {
    let items = try tx.all(
      """
      SELECT i.id, i.hours::float8 AS hours FROM plan_item i
      WHERE i.organisation_id = \(actor.organisation) AND i.plan_id = \(plan.id) AND i.status = 'planned'
      ORDER BY i.ordinal
      """
    ) { (id: try $0.decode("id", as: PlanItemID.self), hours: try $0.decode("hours", as: Double.self)) }
    let calendar = try studyCalendar(weeklyHours: plan.weeklyHours, from: today, through: plan.dueOn)
    guard let spans = calendar.spans(of: items.map(\.hours), from: today, through: plan.dueOn) else {
      throw Refusal.planLate(plan)
    }
    try tx.run(
      """
      UPDATE plan_item i SET starts_on = n.starts_on, due_on = n.due_on
      FROM unnest(\(items.map(\.id)), \(spans.map(\.starts)), \(spans.map(\.due))) AS n (id, starts_on, due_on)
      WHERE i.organisation_id = \(actor.organisation) AND i.id = n.id
      """)
  }

  /// What has not been done of plans is no longer to be done.
  ///
  /// - Parameter statuses: of the items.
  func dropOpenItems(of plans: [PlanID], statuses: [PlanItemStatus] = [.planned, .underWay]) throws {
    try tx.run(
      """
      UPDATE plan_item SET status = 'dropped', ended_on = \(today)
      WHERE organisation_id = \(actor.organisation) AND plan_id = ANY (\(plans)) AND status = ANY (\(statuses))
      """)
  }
}

extension Refusal {
  fileprivate static func planLate(_ plan: StoredPlan) -> Refusal {
    .conflict(
      "plan-late", field: "plan",
      en:
        "It was to start on \(plan.startsOn), and from today on it no longer fits until \(plan.dueOn). Withdraw it, and "
        + "generate another.",
      zh: "该计划原定 \(plan.startsOn) 开始，从今天起已无法在 \(plan.dueOn) 前完成。请撤回并重新生成。")
  }
}
