import Postgres
public import Readiness

extension ReplanPlans: AppliedCommand {
  public func apply(in session: Session) throws -> PlanningAnswer {
    try (comment ?? "").requireLength("comment", limit: Session.longestComment)
    let planning = try Planning(terms, in: session)
    let reasons = planning.people.map { planning.reasonAgainstReplanning($0) }
    let active = zip(planning.people, reasons).compactMap { person, reason in
      reason == nil ? planning.plans[person.id]?.active.map { (id: $0, person: person) } : nil
    }
    let progress = try session.progress(of: active.map(\.id), planning)
    try session.dropOpenItems(of: active.map(\.id), statuses: [.planned])
    let seats = try session.seatsLeft(of: planning.offered, from: planning.startsOn, through: terms.dueOn)
    let done = try session.doneActivities(of: active.map(\.person.id))
    let people = active.map { $0.person.lifted(by: progress[$0.id]?.achievements ?? []) }
    let learners = zip(active, people).map { plan, person in
      Learner(
        key: person.person, gaps: person.needs.compactMap(LearningGap.init), hours: planning.hours,
        done: done[person.id, default: []], underWay: progress[plan.id]?.underWay ?? [])
    }
    let result = try planning.solve(learners, seats: seats)
    try planning.insertRun(result)
    let plans = try zip(zip(active, people), result.plans).map { try planning.plan($0.0.id, of: $0.1, $1) }
    try session.renew(plans, after: progress.mapValues(\.lastOrdinal))
    try session.note(.replan, on: plans.map { ($0.id, $0.person.id) }, comment)
    try session.completeWhereDone(
      plans.filter { $0.items.isEmpty && progress[$0.id]?.underWay.isEmpty != false }.map(\.id))
    return planning.answer(
      result, drafts: plans, seats: seats, explain: explain == true,
      unplanned: zip(planning.people, reasons).compactMap { person, reason in reason.map { (person, $0) } })
  }
}

/// How far an active plan has come.
private struct PlanProgress {
  /// With the hours that are left of each.
  var underWay: [Activity] = []
  var achievements: [PlanOutcome.Achievement] = []
  var lastOrdinal = 0
}

extension Planning {
  /// Why a person's plan stays as it is; nil: it is planned anew.
  fileprivate func reasonAgainstReplanning(_ person: PersonNeeds) -> UnplannedReason? {
    guard plans[person.id]?.active != nil else { return .notActive }
    if session.isCaller(person.id) { return .own }
    let reason = person.withoutGaps
    return reason == .noGap ? nil : reason
  }
}

extension PersonNeeds {
  /// As they are to be expected after what was done.
  fileprivate func lifted(by achievements: [PlanOutcome.Achievement]) -> PersonNeeds {
    var lifted = self
    for index in needs.indices {
      guard let standing = needs[index].standing else { continue }
      lifted.needs[index].standing = standing.lifted(by: achievements, in: needs[index].domain)
    }
    return lifted
  }
}

extension Session {
  fileprivate func progress(of plans: [PlanID], _ planning: Planning) throws -> [PlanID: PlanProgress] {
    var progress = try achievements(of: plans).mapValues { PlanProgress(achievements: $0) }
    try tx.stream(
      """
      SELECT i.plan_id, i.ordinal, i.status, a.code, greatest(0, i.hours - coalesce((
        SELECT sum(hours) FROM evidence e
        WHERE e.organisation_id = i.organisation_id AND e.plan_item_id = i.id), 0))::float8 AS hours_left
      FROM plan_item i JOIN activity a ON a.organisation_id = i.organisation_id AND a.id = i.activity_id
      WHERE i.organisation_id = \(actor.organisation) AND i.plan_id = ANY (\(plans)) ORDER BY i.plan_id, i.ordinal
      """
    ) { row in
      let plan = try row.decode("plan_id", as: PlanID.self)
      progress[plan, default: PlanProgress()].lastOrdinal = try row.decode("ordinal")
      let isUnderWay = try row.decode("status", as: PlanItemStatus.self) == .underWay
      guard isUnderWay, var activity = planning.byCode[try row.decode("code")]?.activity else { return }
      activity.hours = try row.decode("hours_left")
      progress[plan, default: PlanProgress()].underWay.append(activity)
    }
    return progress
  }

  /// Gives active plans their new items and gaps.
  fileprivate func renew(_ plans: [NewPlan], after: [PlanID: Int]) throws {
    try tx.run(
      """
      UPDATE plan p SET plan_run_id = n.run, starts_on = least(p.starts_on, n.starts_on), due_on = n.due_on,
        weekly_hours = n.hours
      FROM unnest(\(plans.map(\.id)), \(plans.map(\.run)), \(plans.map(\.startsOn)), \(plans.map(\.dueOn)),
        \(plans.map(\.weeklyHours))) AS n (id, run, starts_on, due_on, hours)
      WHERE p.organisation_id = \(actor.organisation) AND p.id = n.id
      """)
    try insertItems(of: plans, after: after)
    try tx.run(
      "DELETE FROM plan_gap WHERE organisation_id = \(actor.organisation) AND plan_id = ANY (\(plans.map(\.id)))")
    try insertGaps(of: plans)
  }
}
