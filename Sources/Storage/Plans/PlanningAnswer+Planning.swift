import Readiness

extension Planning {
  /// - Parameters:
  ///   - drafts: in the order of the result's plans.
  ///   - seats: what was left before.
  func answer(
    _ result: PlanningResult, drafts: [NewPlan], seats: [String: Int], explain: Bool,
    unplanned: [(PersonNeeds, UnplannedReason)]
  ) -> PlanningAnswer {
    PlanningAnswer(
      run: run, plans: drafts.count { !$0.items.isEmpty }, closedValue: result.closed, upperBound: result.upperBound,
      cost: result.cost, hours: result.plans.reduce(0) { $0 + $1.hours },
      seats: seats.sorted { $0.key < $1.key }.compactMap { code, free in
        result.seatsUsed[code].map { PlanningAnswer.SeatsUsed(activity: code, used: $0, free: free) }
      },
      people: zip(drafts, result.plans).prefix(PlanningAnswer.limit).map {
        PlanningAnswer.PlannedPerson($0, $1, explain: explain)
      },
      unplanned: Self.groups(of: unplanned))
  }

  private static func groups(of people: [(PersonNeeds, UnplannedReason)]) -> [PlanningAnswer.Unplanned] {
    UnplannedReason.allCases.compactMap { reason in
      let people = people.filter { $0.1 == reason }.map(\.0.person)
      guard !people.isEmpty else { return nil }
      return PlanningAnswer.Unplanned(
        reason: reason, count: people.count, people: Array(people.prefix(PlanningAnswer.limit)))
    }
  }
}

extension PlanningAnswer {
  fileprivate static let limit = 500
}

extension PlanningAnswer.PlannedPerson {
  fileprivate init(_ plan: NewPlan, _ result: LearnerPlan, explain: Bool) {
    let choices = plan.items.map { item in
      PlanningAnswer.Choice(
        activity: item.activity.activity.code, name: item.activity.activity.name, startsOn: item.startsOn,
        dueOn: item.dueOn, hours: item.activity.activity.hours, cost: item.activity.activity.cost,
        reason: item.reason)
    }
    let open = result.openGaps.map { open in
      PlanningAnswer.OpenGap(
        domain: open.gap.domain, reached: open.reached, required: open.gap.required, reason: open.reason)
    }
    self.init(
      person: plan.person.person, name: plan.person.name, plan: plan.items.isEmpty ? nil : plan.id,
      items: plan.items.count, hours: result.hours, cost: result.cost, closedValue: result.closed,
      openGaps: open.count, endsOn: plan.items.map(\.dueOn).max(),
      explanation: explain ? PlanningAnswer.Explanation(choices: choices, open: open) : nil)
  }
}
