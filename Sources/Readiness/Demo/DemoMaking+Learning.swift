extension DemoMaking {
  /// How plans are made, agreed upon and done, and what was learnt before.
  var learning: [DemoStep] {
    seeds.learning.plannings.flatMap { plans(of: $0) + reviews(of: $0) } + progress
      + seeds.learning.priorLearning.flatMap(priorLearning)
  }

  /// How many plans are reviewed, and how many items come along, in one step: more than a company of some hundreds has. In a
  /// large one the others' plans stay drafts.
  private static let most = 1_000

  private func plans(of planning: DemoLearning.Planning) -> [DemoStep] {
    let starts = day(of: planning.month).adding(days: 26)
    return planning.units.map { unit in
      let people = headcount(of: unit, month: planning.month)
      let terms = PlanningTerms(
        unit: unit, budget: planning.budgetPerHead * people, weeklyHours: planning.weeklyHours, startsOn: starts,
        dueOn: starts.adding(months: planning.months))
      return DemoStep(day(of: planning.month).adding(days: 19), by: actor(.hrAdmin), work: max(1, people)) {
        GeneratePlans(terms: terms)
      }
    }
  }

  /// People in a unit and all below it.
  private func headcount(of unit: String, month: Int) -> Int {
    let inside = staff.units.indices.filter { index in
      sequence(first: index) { self.staff.units[$0].parent }.contains { staff.units[$0].code == unit }
    }
    return staff.members.indices.count { index in
      staff.post(of: index, month: month).map { inside.contains($0.unit) } ?? false
    }
  }

  /// Most drafts are handed in, most of those taken up, most of those agreed to.
  private func reviews(of planning: DemoLearning.Planning) -> [DemoStep] {
    [
      review(.draft, on: 21, of: planning) { plan, fate in fate < 2 ? nil : SubmitPlan(plan: plan) },
      review(.waitingForReview, on: 23, of: planning) { plan, fate in fate == 2 ? nil : TakeUpPlan(plan: plan) },
      review(.inReview, on: 24, of: planning) { [seeds] plan, fate in
        switch fate {
        case 3: nil
        case 4, 5: ReturnPlan(plan: plan, comment: seeds.learning.returned)
        default: ApprovePlan(plan: plan, comment: seeds.learning.approved)
        }
      },
    ]
  }

  /// - Parameter act: what is done with a plan, by a number of its person from 0 to 39.
  private func review(
    _ status: PlanStatus, on offset: Int, of planning: DemoLearning.Planning,
    _ act: @escaping @Sendable (PlanID, Int) -> (any Command)?
  ) -> DemoStep {
    let own = accounts.first { $0.value == email(of: .hrAdmin) }.map { staff.members[$0.key].externalID }
    let day = day(of: planning.month).adding(days: offset)
    return DemoStep(day, by: actor(.hrAdmin), asking: .plans(status)) { answer in
      answer.plans.filter { $0.person != own }.prefix(DemoMaking.most).compactMap { plan in
        act(plan.id, DemoLearning.number(of: plan.person) * 7 % 40)
      }
    }
  }

  /// Each month, what was done since.
  private var progress: [DemoStep] {
    let first = seeds.learning.plannings.map(\.month).min() ?? DemoStaff.months
    let days = (first + 1..<DemoStaff.months).map { day(of: $0).adding(days: 25) } + [asOf]
    return days.map { day in
      DemoStep(day, by: actor(.hrAdmin), asking: .items) { [seeds, seed] answer in
        answer.items.prefix(DemoMaking.most).flatMap { seeds.learning.progress(of: $0, by: day, seed: seed) }
      }
    }
  }

  private func priorLearning(_ part: DemoLearning.PriorLearning) -> [DemoStep] {
    guard let member = respondents(of: part.role).dropFirst(part.place).first else { return [] }
    let filed = day(of: part.month).adding(days: 13)
    let person = staff.members[member].externalID
    let filing = DemoStep(filed, by: account(of: member)) {
      FilePriorLearning(
        activity: part.activity, learntOn: filed.adding(days: -120), text: part.text, link: part.link)
    }
    guard let outcome = part.outcome else { return [filing] }
    let review = DemoStep(filed.adding(days: 6), by: actor(.hrAdmin), asking: .claims) { answer in
      answer.claims.filter { $0.person == person && $0.activity == part.activity }.map {
        ReviewPriorLearning(claim: $0.id, outcome: outcome, reason: part.reason)
      }
    }
    return [filing, review]
  }
}
