extension LearnerPlan {
  init(_ learner: Learner, _ draft: PlanDraft, _ account: PlanAccount) {
    let added = draft.steps.map { account.index.activities[$0] }
    let doing = learner.underWay + added
    var levels = Dictionary(learner.gaps.map { ($0.domain, $0.level) }, uniquingKeysWith: max)
    key = learner.key
    activities = doing.indices.map { place in
      let (activity, before) = (doing[place], levels)
      let lifts = activity.lift(&levels)
      let closes = learner.closed(at: levels) - learner.closed(at: before)
      let isKept = place < learner.underWay.count
      let reason = PlanReason(
        activity: activity, isKept: isKept, lifts: lifts, gaps: learner.gaps,
        later: doing[(place + 1)...].filter { $0.prerequisites.contains(activity.code) })
      return PlannedActivity(activity: activity, isKept: isKept, lifts: lifts, closes: closes, reason: reason.sentence)
    }
    self.levels = levels
    closed = learner.closed(at: levels)
    cost = added.reduce(0) { $0 + $1.cost }
    hours = doing.reduce(0) { $0 + $1.hours }
    openGaps = QuotientDomain.allCases.compactMap { domain in
      guard let gap = learner.gaps.first(where: { $0.domain == domain }), let reached = levels[domain],
        reached < gap.required
      else { return nil }
      return OpenGap(gap, reached: reached, draft, account)
    }
  }
}

extension Learner {
  /// The weighted gap that is closed once levels are reached.
  fileprivate func closed(at levels: [QuotientDomain: QuotientLevel]) -> Double {
    gaps.reduce(0) { $0 + $1.value(of: levels[$1.domain] ?? $1.level) }
  }
}

/// Why an activity is in a plan.
struct PlanReason {
  let activity: Activity
  let isKept: Bool
  let lifts: [Activity.Lift]
  let gaps: [LearningGap]
  /// What comes later in the plan and needs it.
  let later: [Activity]

  var sentence: LocalizedText {
    let effect = lifts.isEmpty ? order : lifted
    guard isKept else { return LocalizedText(en: "\(effect.en).", zh: "\(effect.zh)。") }
    return lifts.isEmpty && later.isEmpty
      ? LocalizedText(en: "It is under way and stays.", zh: "已在进行中，予以保留。")
      : LocalizedText(en: "It is under way and stays. \(effect.en).", zh: "已在进行中，予以保留。\(effect.zh)。")
  }

  private var order: LocalizedText {
    LocalizedText(
      en: "Comes before \(PlanReason.list(later.map(\.name)).en), which needs it",
      zh: "是\(PlanReason.list(later.map(\.name)).zh)的先修活动")
  }

  private var lifted: LocalizedText {
    let steps = lifts.map(step)
    let what = LocalizedText(
      en: "Lifts \(steps.map(\.en).joined(separator: ", "))", zh: "\(steps.map(\.zh).joined(separator: "，"))")
    let price = LocalizedText(
      en: "for \(Hundredths.text(activity.hours)) h\(activity.cost > 0 ? " and a cost of \(activity.cost)" : "")",
      zh: "用时 \(Hundredths.text(activity.hours)) 小时\(activity.cost > 0 ? "，费用 \(activity.cost)" : "")")
    guard !later.isEmpty else { return LocalizedText(en: "\(what.en), \(price.en)", zh: "\(what.zh)，\(price.zh)") }
    let names = PlanReason.list(later.map(\.name))
    return LocalizedText(
      en: "\(what.en), \(price.en); \(names.en) needs it", zh: "\(what.zh)，\(price.zh)；也是\(names.zh)的先修活动")
  }

  private func step(_ lift: Activity.Lift) -> LocalizedText {
    let gap = gaps.first { $0.domain == lift.domain }
    let required = gap?.required ?? lift.to
    let isForOversight = gap?.isForOversight ?? false
    let need = LocalizedText(
      en: isForOversight ? "\(required) required of a boundary's overseer" : "\(required) required",
      zh: isForOversight ? "边界监督人须达到 \(required)" : "要求 \(required)")
    return LocalizedText(
      en: "“\(lift.domain.name.en)” from \(lift.from) to \(lift.to) (\(need.en))",
      zh: "将“\(lift.domain.name.zh)”从 \(lift.from) 提升至 \(lift.to)（\(need.zh)）")
  }

  static func list(_ names: [LocalizedText]) -> LocalizedText {
    LocalizedText(
      en: names.map { "“\($0.en)”" }.joined(separator: ", "), zh: names.map { "“\($0.zh)”" }.joined(separator: "、"))
  }
}

extension Hundredths {
  /// Without a fraction where there is none: `6`, `2.5`.
  static func text(_ hours: Double) -> String { text(of(hours)) }

  static func text(_ hundredths: Int) -> String {
    hundredths.isMultiple(of: 100) ? String(hundredths / 100) : String(Double(hundredths) / 100)
  }
}
