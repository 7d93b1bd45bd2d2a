public import FoundationEssentials
import Postgres
public import Readiness

/// A plan with its items, the gaps it is for, its history and the evidence of it. Each read is audited.
public struct FindPlan: StoredQuery {
  public static let name = QueryName.findPlan
  public static let isAudited = true
  public var plan: PlanID

  public init(plan: PlanID) { self.plan = plan }

  public var auditDetail: any Encodable & Sendable { ["plan": plan.description] }

  public struct Answer: Codable, Sendable {
    public var plan: ListPlans.Entry
    public var weeklyHours: Double
    /// In the order of being planned, dropped ones among them.
    public var items: [PlanItemEntry]
    public var gaps: [Gap]
    /// Oldest first.
    public var history: [Event]
    /// Oldest first.
    public var evidence: [Evidence]
    /// Nil: the plan is not complete, or the caller is not told.
    public var outcome: PlanOutcome?
  }

  public struct Gap: Codable, Sendable {
    public var domain: QuotientDomain
    public var measured: QuotientLevel
    public var required: QuotientLevel
    /// What the plan is to reach.
    public var planned: QuotientLevel
    public var weight: Double
    /// Why the rest stays open; nil: nothing does.
    public var reason: LocalizedText?
  }

  public struct Event: Codable, Sendable {
    public var action: PlanAction
    public var text: String
    /// The account's name; nil: the operator on the server's host.
    public var by: String?
    public var at: Date
  }

  public struct Evidence: Codable, Sendable {
    public var id: EvidenceID
    public var item: PlanItemID
    public var action: EvidenceAction
    public var verdict: PlanItemVerdict?
    public var hours: Double?
    public var text: String
    public var link: String
    public var doneOn: Day
    /// As of `Event`.
    public var by: String?
    public var at: Date
  }

  public func read(in session: Session) throws -> Answer {
    let stored = try session.tx.first(
      """
      SELECT \(fragment: ListPlans.columns(session)), n.person_id, n.weekly_hours::float8 AS weekly_hours,
        n.measured::text AS measured
      FROM plan n \(fragment: ListPlans.joins(session.today))
      WHERE n.organisation_id = \(session.actor.organisation) AND n.id = \(plan)
      """
    ) { row in
      (
        entry: try ListPlans.Entry(row), person: try row.decode("person_id", as: PersonID.self),
        weeklyHours: try row.decode("weekly_hours", as: Double.self),
        outcome: try row.decode("measured", as: String?.self).map { _ in try row.json("measured", as: PlanOutcome.self)
        }
      )
    }
    guard let stored else { throw Refusal.notFound(.plan, plan.description, field: "plan") }
    let isTold = session.reach == .organisation || session.isCaller(stored.person)
    return Answer(
      plan: stored.entry, weeklyHours: stored.weeklyHours, items: try items(session), gaps: try gaps(session),
      history: try history(session), evidence: try evidence(session), outcome: isTold ? stored.outcome : nil)
  }

  private func items(_ session: Session) throws -> [PlanItemEntry] {
    try session.tx.all(
      """
      SELECT \(fragment: PlanItemEntry.columns) FROM plan_item i \(fragment: PlanItemEntry.joins)
      WHERE i.organisation_id = \(session.actor.organisation) AND i.plan_id = \(plan) ORDER BY i.ordinal
      """
    ) { try PlanItemEntry($0) }
  }

  private func gaps(_ session: Session) throws -> [Gap] {
    try session.tx.all(
      """
      SELECT domain, measured_level, required_level, planned_level, weight, reason_en, reason_zh FROM plan_gap
      WHERE organisation_id = \(session.actor.organisation) AND plan_id = \(plan)
      ORDER BY weight DESC, array_position(\(QuotientDomain.allCases.map(\.rawValue)), domain)
      """
    ) { row in
      let reason = try row.localized("reason")
      return Gap(
        domain: try row.decode("domain"), measured: try row.decode("measured_level"),
        required: try row.decode("required_level"), planned: try row.decode("planned_level"),
        weight: Double(try row.decode("weight", as: Float.self)), reason: reason.en.isEmpty ? nil : reason)
    }
  }

  private func history(_ session: Session) throws -> [Event] {
    try session.tx.all(
      """
      SELECT c.action, c.text, a.name, c.written_at FROM plan_comment c
      LEFT JOIN account a ON a.organisation_id = c.organisation_id AND a.id = c.account_id
      WHERE c.organisation_id = \(session.actor.organisation) AND c.plan_id = \(plan) ORDER BY c.written_at, c.ordinal
      """
    ) { row in
      Event(
        action: try row.decode("action"), text: try row.decode("text"), by: try row.decode("name"),
        at: try row.decode("written_at"))
    }
  }

  private func evidence(_ session: Session) throws -> [Evidence] {
    try session.tx.all(
      """
      SELECT e.id, e.plan_item_id, e.kind, e.verdict, e.hours::float8 AS hours, e.text, e.link, e.done_on, a.name,
        e.recorded_at
      FROM evidence e
      JOIN plan_item i ON i.organisation_id = e.organisation_id AND i.id = e.plan_item_id
      LEFT JOIN account a ON a.organisation_id = e.organisation_id AND a.id = e.recorded_by
      WHERE e.organisation_id = \(session.actor.organisation) AND i.plan_id = \(plan)
      ORDER BY e.recorded_at, e.ordinal LIMIT 5000
      """
    ) { row in
      Evidence(
        id: try row.decode("id"), item: try row.decode("plan_item_id"), action: try row.decode("kind"),
        verdict: try row.decode("verdict"), hours: try row.decode("hours"), text: try row.decode("text"),
        link: try row.decode("link"), doneOn: try row.decode("done_on"), by: try row.decode("name"),
        at: try row.decode("recorded_at"))
    }
  }
}
