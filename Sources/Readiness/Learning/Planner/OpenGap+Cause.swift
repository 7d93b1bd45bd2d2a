extension OpenGap {
  /// - Parameter account: after all plans were put down.
  init(_ gap: LearningGap, reached: QuotientLevel, _ draft: PlanDraft, _ account: PlanAccount) {
    self.gap = gap
    self.reached = reached
    let leads = account.leading(on: gap.domain, from: reached, after: draft)
    // Told of the one that lacks the fewest things, then takes the fewest hours.
    let nearest = leads.map { (lead: $0, lacks: $0.lacks(draft, account)) }.min { one, other in
      (one.lacks.count, one.lead.hours(account.index)) < (other.lacks.count, other.lead.hours(account.index))
    }
    cause = nearest.map { $0.lacks.first ?? .noGain } ?? .noActivity
    reason = OpenGap.sentence(cause, gap, reached, nearest?.lead, draft, account)
  }

  private static func sentence(
    _ cause: Cause, _ gap: LearningGap, _ reached: QuotientLevel, _ lead: PlanAccount.Lead?, _ draft: PlanDraft,
    _ account: PlanAccount
  ) -> LocalizedText {
    let domain = gap.domain.name
    guard let lead, cause != .noActivity else {
      return LocalizedText(
        en: "No activity of the catalogue leads on from \(reached) in “\(domain.en)”.",
        zh: "目录中没有其他活动能在“\(domain.zh)”领域从 \(reached) 继续提升。")
    }
    let name = account.index.activities[lead.target].name
    let whole =
      lead.course.count == 1
      ? LocalizedText(en: "“\(name.en)”", zh: "“\(name.zh)”")
      : LocalizedText(en: "“\(name.en)” with what comes before it", zh: "“\(name.zh)”及其先修活动")
    switch cause {
    case .hours:
      return hours(whole, lead.hours(account.index), left: draft.hoursLeft)
    case .money:
      return money(whole, lead.cost(account.index), left: account.money ?? 0)
    case .seats:
      return LocalizedText(
        en: "“\(name.en)” would lead on from \(reached), but has no seat left.",
        zh: "“\(name.zh)”可从 \(reached) 继续提升，但已无剩余名额。")
    case .prerequisite:
      let full = lead.course.first { account.seats[$0] == 0 } ?? lead.target
      let before = account.index.activities[full].name
      return LocalizedText(
        en: "“\(name.en)” would lead on from \(reached), but “\(before.en)”, which comes before it, has no seat left.",
        zh: "“\(name.zh)”可从 \(reached) 继续提升，但其先修活动“\(before.zh)”已无剩余名额。")
    case .noActivity, .noGain:
      return LocalizedText(
        en: "Nothing is planned in “\(domain.en)”, where the person is almost certainly above \(reached) already.",
        zh: "该人员在“\(domain.zh)”领域几乎可以确定已高于 \(reached)，因此未安排活动。")
    }
  }

  private static func hours(_ what: LocalizedText, _ needed: Int, left: Int) -> LocalizedText {
    LocalizedText(
      en:
        "\(what.en) would take \(Hundredths.text(needed)) h; beside what closes more, \(Hundredths.text(left)) h are left.",
      zh: "\(what.zh)需 \(Hundredths.text(needed)) 小时；安排收益更高的活动后，仅剩 \(Hundredths.text(left)) 小时。")
  }

  private static func money(_ what: LocalizedText, _ needed: Int, left: Int) -> LocalizedText {
    LocalizedText(
      en: "\(what.en) would cost \(needed); beside what closes more, \(left) of the budget is left.",
      zh: "\(what.zh)需费用 \(needed)；安排收益更高的活动后，预算仅剩 \(left)。")
  }
}
