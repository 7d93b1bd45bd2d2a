import FoundationEssentials
import Postgres
public import Readiness

extension AddEvidence: AppliedCommand {
  public func apply(in session: Session) throws -> EvidenceResult {
    guard hours > 0, hours <= Self.longestDay else {
      throw Refusal.invalid(
        "invalid-hours", field: "hours", en: "The hours must be above 0 and at most 24. Log each day by itself.",
        zh: "学时须大于 0 且不超过 24。请按天分别记录。")
    }
    return try session.record(
      NewEvidence(
        id: id, item: item, action: .log, hours: hours, text: text ?? "", link: link ?? "",
        doneOn: doneOn ?? session.today))
  }
}

extension CompletePlanItem: AppliedCommand {
  public func apply(in session: Session) throws -> EvidenceResult {
    try session.record(
      NewEvidence(
        id: id, item: item, action: .complete, text: text ?? "", link: link ?? "",
        doneOn: doneOn ?? session.today))
  }
}

extension OverridePlanItem: AppliedCommand {
  public func apply(in session: Session) throws -> EvidenceResult {
    try reason.requireText("reason", limit: Session.longestComment)
    return try session.record(
      NewEvidence(
        id: id, item: item, action: .override, verdict: verdict, text: reason,
        doneOn: doneOn ?? session.today))
  }
}

/// Evidence that is to be recorded.
struct NewEvidence {
  /// As the client names it, so that what is sent again is known; nil: nobody has a name for it yet.
  var id: EvidenceID?
  var item: PlanItemID
  var action: EvidenceAction
  var hours: Double?
  var verdict: PlanItemVerdict?
  var text: String
  var link = ""
  var doneOn: Day

  /// - Throws: `too-long`, `invalid-link`.
  fileprivate func check() throws {
    try text.requireLength("text", limit: Session.longestComment)
    try link.requireLink("link")
  }

  fileprivate var isEmpty: Bool { link.isEmpty && !text.contains { !$0.isWhitespace } }
}

/// An item with its plan, which nobody else changes before the transaction ends.
private struct StoredItem {
  let plan: StoredPlan
  let status: PlanItemStatus
  let startedOn: Day?
  /// What its activity asks for.
  let evidence: EvidenceKind
}

extension Session {
  /// Records evidence, and what follows from it for the item and its plan. Evidence that is there already, by its identity,
  /// is not recorded again.
  fileprivate func record(_ new: NewEvidence) throws -> EvidenceResult {
    try new.check()
    let item = try lockedItem(new.item)
    if try isRecorded(new) { return try result(of: new.item, item.plan) }
    let status = try status(of: item, after: new)
    try insert(new, item)
    try advance(item, to: status, by: new)
    if !status.isOpen { try completeWhereDone([item.plan.id]) }
    return try result(of: new.item, item.plan)
  }

  private func advance(_ item: StoredItem, to status: PlanItemStatus, by new: NewEvidence) throws {
    if status == item.status, status.isOpen, let startedOn = item.startedOn, startedOn <= new.doneOn { return }
    try tx.runAhead(
      """
      UPDATE plan_item SET status = \(status), started_on = least(started_on, \(new.doneOn)),
        ended_on = \(status.isOpen ? nil : new.doneOn)
      WHERE organisation_id = \(actor.organisation) AND id = \(new.item)
      """)
  }

  private func lockedItem(_ id: PlanItemID) throws -> StoredItem {
    let item = try tx.first(
      """
      SELECT \(fragment: StoredPlan.columns), i.status AS item_status, i.started_on, a.evidence
      FROM plan_item i
      JOIN plan p ON p.organisation_id = i.organisation_id AND p.id = i.plan_id
      JOIN activity a ON a.organisation_id = i.organisation_id AND a.id = i.activity_id
      WHERE i.organisation_id = \(actor.organisation) AND i.id = \(id) FOR NO KEY UPDATE OF p, i
      """
    ) { row in
      StoredItem(
        plan: try StoredPlan(row), status: try row.decode("item_status"), startedOn: try row.decode("started_on"),
        evidence: try row.decode("evidence"))
    }
    guard let item else { throw Refusal.notFound(.planItem, id.description, field: "item") }
    return item
  }

  /// - Throws: `evidence-reused` when other evidence has the identity.
  private func isRecorded(_ new: NewEvidence) throws -> Bool {
    guard let id = new.id else { return false }
    let isSame = try tx.first(
      """
      SELECT (plan_item_id, kind, hours, verdict, text, link)
        IS NOT DISTINCT FROM (\(new.item), \(new.action), \(new.hours)::numeric(6, 2), \(new.verdict), \(new.text), \(new.link))
        AS same
      FROM evidence WHERE organisation_id = \(actor.organisation) AND id = \(id)
      """
    ) { try $0.decode("same", as: Bool.self) }
    if isSame == false { throw Refusal.evidenceReused }
    return isSame == true
  }

  private func status(of item: StoredItem, after new: NewEvidence) throws -> PlanItemStatus {
    guard item.plan.status == .active, let activatedOn = item.plan.activatedOn else {
      throw Refusal.planNotActive(item.plan.status)
    }
    if new.action == .override, isCaller(item.plan.person) { throw Refusal.ownItem }
    guard new.doneOn <= today else { throw Refusal.doneLater(today) }
    guard new.doneOn >= activatedOn else { throw Refusal.doneBefore(activatedOn) }
    guard let status = item.status.after(new.action, verdict: new.verdict) else {
      throw Refusal.itemOver(item.status)
    }
    if new.action == .complete, item.evidence.isHandedIn, new.isEmpty {
      throw Refusal.evidenceRequired(item.evidence)
    }
    return status
  }

  private func insert(_ new: NewEvidence, _ item: StoredItem) throws {
    try tx.runAhead(
      """
      INSERT INTO evidence (organisation_id, id, plan_item_id, person_id, kind, hours, verdict, text, link, done_on,
        recorded_by, recorded_at)
      VALUES (\(actor.organisation), \(new.id ?? newID()), \(new.item), \(item.plan.person), \(new.action), \(new.hours),
        \(new.verdict), \(new.text), \(new.link), \(new.doneOn), \(actor.account), \(now))
      """)
  }

  private func result(of item: PlanItemID, _ plan: StoredPlan) throws -> EvidenceResult {
    try tx.one(
      """
      SELECT i.status, p.status AS plan, (SELECT coalesce(sum(hours), 0)::float8 FROM evidence e
        WHERE e.organisation_id = i.organisation_id AND e.plan_item_id = i.id) AS hours
      FROM plan_item i JOIN plan p ON p.organisation_id = i.organisation_id AND p.id = i.plan_id
      WHERE i.organisation_id = \(actor.organisation) AND i.id = \(item)
      """
    ) { row in
      EvidenceResult(
        item: item, status: try row.decode("status"), hours: try row.decode("hours"), plan: try row.decode("plan"))
    }
  }
}

extension Refusal {
  fileprivate static let evidenceReused = Refusal.conflict(
    "evidence-reused", field: "id", en: "Other evidence has this identity. Make a new one.",
    zh: "该编号已用于其他证据。请使用新的编号。")
  fileprivate static let ownItem = Refusal(
    .forbidden, "own-plan", field: "item",
    LocalizedText(
      en: "This item is of your own plan; your manager or HR decides about it. Complete it with evidence instead.",
      zh: "这是您本人计划的项目，须由上级或人力资源部门认定。您可提交证据完成该项目。"))

  fileprivate static func planNotActive(_ status: PlanStatus) -> Refusal {
    .conflict(
      "plan-not-active", field: "item",
      en: "Its plan is \(status.name.en): evidence is recorded of active plans only.",
      zh: "其计划状态为“\(status.name.zh)”，仅能为执行中的计划记录证据。")
  }

  fileprivate static func itemOver(_ status: PlanItemStatus) -> Refusal {
    .conflict(
      "item-over", field: "item",
      en: "The item is \(status.name.en) already. A reviewer can reopen it (readiness plan override).",
      zh: "该项目状态为“\(status.name.zh)”。如需更改，可由审核人重新开放（readiness plan override）。")
  }

  fileprivate static func doneLater(_ today: Day) -> Refusal {
    .invalid(
      "in-the-future", field: "doneOn", en: "It cannot have been done after today, \(today).",
      zh: "完成日期不能晚于今天（\(today)）。")
  }

  fileprivate static func doneBefore(_ day: Day) -> Refusal {
    .invalid(
      "before-plan", field: "doneOn",
      en: "The plan is active since \(day); what was learnt before is filed as prior learning.",
      zh: "计划自 \(day) 起执行；此前的学习请作为既往学习申报。")
  }

  fileprivate static func evidenceRequired(_ kind: EvidenceKind) -> Refusal {
    .invalid(
      "evidence-required", field: "text",
      en: "This activity is done by \(kind.name.en): give a link to it, or say in a text what it is.",
      zh: "该活动须提供\(kind.name.zh)：请附上链接，或用文字说明。")
  }
}
