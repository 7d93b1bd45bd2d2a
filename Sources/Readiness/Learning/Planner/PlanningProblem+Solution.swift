extension PlanningProblem {
  /// The plans: best for a single learner; for several within the limits that they share as near to the best as
  /// `PlanningResult.relativeGap` proves. Of plans that close the same, the cheaper, then the shorter, then the first by
  /// the activities' codes. The same problem has the same plans at any time.
  public func solved() -> PlanningResult {
    var group = GroupPlanning(self)
    let (selection, bound) = group.selected()
    var account = PlanAccount(group.index, group.limits, selection)
    let drafts = learners.indices.map { account.extended(learners[$0], selection.chosen($0)) }
    let plans = zip(learners, drafts).map { LearnerPlan($0, $1, account) }
    let kept = zip(learners, plans).reduce(0) { $0 + $1.0.closedByUnderWay }
    let closed = plans.reduce(0) { $0 + $1.closed }
    let seats = plans.flatMap(\.activities).filter { !$0.isKept }.map { ($0.activity.code, 1) }
    return PlanningResult(
      plans: plans, closed: closed, upperBound: max(closed, kept + bound), cost: plans.reduce(0) { $0 + $1.cost },
      seatsUsed: Dictionary(seats, uniquingKeysWith: +))
  }
}

extension Learner {
  /// What the activities under way close by themselves.
  fileprivate var closedByUnderWay: Double {
    let levels = levelsAfterUnderWay
    return gaps.reduce(0) { $0 + $1.value(of: levels[$1.domain] ?? $1.level) }
  }
}

/// What somebody does in order, with what is then left of their hours.
struct PlanDraft {
  /// Positions in the catalogue, of what is new.
  var steps: [Int]
  /// Settled before, and the steps.
  var done: Set<Int>
  var levels: [QuotientDomain: QuotientLevel]
  /// In hundredths.
  var hoursLeft: Int
}

/// What is left of what all share, while plans are put down.
struct PlanAccount {
  let index: CatalogueIndex
  /// Nil: any sum.
  private(set) var money: Int?
  /// By position in the catalogue; of others there are enough.
  private(set) var seats: [Int: Int]

  init(_ index: CatalogueIndex, _ limits: SharedLimits, _ selection: PathSelection) {
    self.index = index
    money = limits.money.map { selection.left[$0] }
    seats = limits.seats.mapValues { selection.left[$0] }
  }

  /// The plan that was selected for a learner, and whatever more of use still fits: paths are looked for at prices, and
  /// one that few prices favour may have been passed over.
  mutating func extended(_ learner: Learner, _ option: PathOption) -> PlanDraft {
    let levels = learner.levelsAfterUnderWay
    let profile = LearnerProfile(learner, levels: levels, in: index)
    var draft = PlanDraft(steps: [], done: Set(profile.settled), levels: levels, hoursLeft: profile.hours)
    for step in option.steps { draft.take(step, index) }
    while let course = addition(to: draft, for: learner) {
      for step in course {
        draft.take(step, index)
        money = money.map { $0 - index.activities[step].cost }
        seats[step] = seats[step].map { $0 - 1 }
      }
    }
    return draft
  }

  private func addition(to draft: PlanDraft, for learner: Learner) -> [Int]? {
    for gap in learner.gaps {
      let level = draft.levels[gap.domain] ?? gap.level
      let next = leading(on: gap.domain, from: level, after: draft).first { lead in
        lead.lacks(draft, self).isEmpty && gap.value(of: lead.to) > gap.value(of: level)
      }
      if let next { return next.course }
    }
    return nil
  }

  /// The activities that lift a domain from a level that was reached, by code.
  func leading(on domain: QuotientDomain, from level: QuotientLevel, after draft: PlanDraft) -> [Lead] {
    index.activities.indices.compactMap { position in
      let lift = index.activities[position].lifts.first {
        $0.domain == domain && $0.from <= level && level < $0.to
      }
      guard let lift, !draft.done.contains(position) else { return nil }
      return Lead(to: lift.to, course: index.course(to: position, done: draft.done))
    }
  }

  /// An activity that leads on, with what comes before it.
  struct Lead {
    let to: QuotientLevel
    /// Positions in the catalogue, in order, the activity itself last.
    let course: [Int]

    var target: Int { course[course.count - 1] }

    func hours(_ index: CatalogueIndex) -> Int { course.reduce(0) { $0 + index.hours[$1] } }

    func cost(_ index: CatalogueIndex) -> Int { course.reduce(0) { $0 + index.activities[$1].cost } }

    /// What there is too little of to do it.
    func lacks(_ draft: PlanDraft, _ account: PlanAccount) -> [OpenGap.Cause] {
      let full = course.filter { account.seats[$0] == 0 }
      let isTooDear = account.money.map { cost(account.index) > $0 } ?? false
      return [
        full.contains(target) ? .seats : nil, full.contains { $0 != target } ? .prerequisite : nil,
        hours(account.index) > draft.hoursLeft ? .hours : nil, isTooDear ? .money : nil,
      ].compactMap { $0 }
    }
  }
}

extension PlanDraft {
  fileprivate mutating func take(_ step: Int, _ index: CatalogueIndex) {
    steps.append(step)
    done.insert(step)
    hoursLeft -= index.hours[step]
    _ = index.activities[step].lift(&levels)
  }
}
