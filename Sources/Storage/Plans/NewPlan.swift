import FoundationEssentials
import Postgres
import Readiness
import Wire

/// A plan that is to be stored, or is planned anew.
struct NewPlan {
  let id: PlanID
  let person: PersonNeeds
  /// Nil: made from a template.
  let run: PlanRunID?
  let startsOn: Day
  let dueOn: Day
  let weeklyHours: Double
  /// In the order of being planned.
  let items: [NewPlanItem]
  /// The level that it reaches, by domain; of others, what was measured.
  let reached: [QuotientDomain: QuotientLevel]
  /// Why the rest of a gap stays open.
  let openReasons: [QuotientDomain: LocalizedText]
}

struct NewPlanItem {
  let activity: StoredActivity
  let startsOn: Day
  let dueOn: Day
  let reason: LocalizedText
}

extension Planning {
  /// A learner's plan on the calendar.
  func plan(_ id: PlanID, of person: PersonNeeds, _ plan: LearnerPlan) throws -> NewPlan {
    NewPlan(
      id: id, person: person, run: run, startsOn: startsOn, dueOn: terms.dueOn, weeklyHours: terms.weeklyHours,
      items: try items(of: plan), reached: plan.levels,
      openReasons: Dictionary(
        plan.openGaps.map { ($0.gap.domain, $0.reason) }, uniquingKeysWith: { first, _ in first }))
  }

  /// What is new in a plan, laid on the calendar after what is under way.
  private func items(of plan: LearnerPlan) throws -> [NewPlanItem] {
    let spans = calendar.spans(of: plan.activities.map(\.activity.hours), from: startsOn, through: terms.dueOn)
    guard let spans else { throw Refusal.planTooLong(plan.key) }
    return zip(plan.activities, spans).compactMap { planned, span in
      guard !planned.isKept, let stored = byCode[planned.activity.code] else { return nil }
      return NewPlanItem(activity: stored, startsOn: span.starts, dueOn: span.due, reason: planned.reason)
    }
  }
}

extension Session {
  /// Stores plans as drafts, in three statements however many they are.
  func insert(_ plans: [NewPlan]) throws {
    try tx.run(
      """
      INSERT INTO plan (organisation_id, id, person_id, plan_run_id, status, starts_on, due_on, weekly_hours, created_on,
        created_by)
      SELECT \(actor.organisation), n.id, n.person, n.run, 'draft', n.starts_on, n.due_on, n.hours, \(today),
        \(actor.account)
      FROM unnest(\(plans.map(\.id)), \(plans.map(\.person.id)), \(plans.map(\.run)), \(plans.map(\.startsOn)),
        \(plans.map(\.dueOn)), \(plans.map(\.weeklyHours))) AS n (id, person, run, starts_on, due_on, hours)
      """)
    try insertItems(of: plans, after: nil)
    try insertGaps(of: plans)
  }

  /// - Parameter after: the last ordinal that a plan has already, of plans made anew; nil: they are new.
  func insertItems(of plans: [NewPlan], after: [PlanID: Int]?) throws {
    let items = plans.flatMap { plan in
      plan.items.enumerated().map {
        (plan: plan, ordinal: (after?[plan.id] ?? 0) + $0.offset + 1, item: $0.element)
      }
    }
    let lifts = try items.map { JSONB(try JSONEncoder.wire.text($0.item.activity.activity.lifts)) }
    try tx.run(
      """
      INSERT INTO plan_item (organisation_id, id, plan_id, person_id, activity_id, ordinal, status, starts_on, due_on, hours,
        cost, lifts, reason_en, reason_zh, replanned_on)
      SELECT \(actor.organisation), n.id, n.plan, n.person, n.activity, n.ordinal, 'planned', n.starts_on, n.due_on,
        n.hours, n.cost, n.lifts, n.reason_en, n.reason_zh, \(after.map { _ in today })
      FROM unnest(\(items.map { _ in UUID(version7: now) }), \(items.map(\.plan.id)), \(items.map(\.plan.person.id)),
        \(items.map(\.item.activity.id)), \(items.map { Int16($0.ordinal) }), \(items.map(\.item.startsOn)),
        \(items.map(\.item.dueOn)), \(items.map(\.item.activity.activity.hours)),
        \(items.map(\.item.activity.activity.cost)), \(lifts), \(items.map(\.item.reason.en)),
        \(items.map(\.item.reason.zh)))
        AS n (id, plan, person, activity, ordinal, starts_on, due_on, hours, cost, lifts, reason_en, reason_zh)
      """)
  }

  func insertGaps(of plans: [NewPlan]) throws {
    let gaps = plans.flatMap { plan in plan.gaps.map { (plan: plan, gap: $0) } }
    try tx.run(
      """
      INSERT INTO plan_gap (organisation_id, plan_id, person_id, domain, measured_level, required_level, planned_level,
        probability, weight, reason_en, reason_zh)
      SELECT \(actor.organisation), * FROM unnest(\(gaps.map(\.plan.id)), \(gaps.map(\.plan.person.id)),
        \(gaps.map(\.gap.need.domain)), \(gaps.map(\.gap.need.level)), \(gaps.map(\.gap.need.required)),
        \(gaps.map(\.gap.planned)), \(gaps.map { Float($0.gap.need.probabilities[$0.gap.need.required.rawValue]) }),
        \(gaps.map { Float($0.gap.need.weight) }), \(gaps.map(\.gap.reason.en)), \(gaps.map(\.gap.reason.zh)))
      """)
  }
}

extension NewPlan {
  /// Each gap, what the plan is to reach, and why the rest stays open, if anything does.
  fileprivate var gaps: [(need: LearningGap, planned: QuotientLevel, reason: LocalizedText)] {
    person.needs.compactMap(LearningGap.init).map { gap in
      (gap, reached[gap.domain] ?? gap.level, openReasons[gap.domain] ?? LocalizedText(en: "", zh: ""))
    }
  }
}

extension Refusal {
  /// The planner's own fault: it keeps to the hours that the calendar has.
  fileprivate static func planTooLong(_ person: String) -> Refusal {
    Refusal(
      .internalError, "plan-too-long", field: "dueOn",
      LocalizedText(
        en: "The plan of “\(person)” takes longer than there is time. Nothing was changed; choose a later due date.",
        zh: "“\(person)”的计划超出可用时间，未做任何更改。请选择更晚的截止日期。"))
  }
}
