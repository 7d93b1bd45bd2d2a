import Readiness

/// The words of the gap report: headings, labels and captions.
enum GapsText {
  static let title = LocalizedText(en: "Gaps and training", zh: "能力差距与培训")
  static let groupAndBelow = LocalizedText(en: "This group and all below it", zh: "本单位及其全部下级")

  static let measured = LocalizedText(en: "Measured", zh: "已测评")
  static func measuredRemark(of headcount: Int) -> LocalizedText {
    LocalizedText(
      en: "of \(Numeral.integer(headcount)) people have a valid score and a role with a requirement",
      zh: "人持有效得分且岗位有能力要求，共 \(Numeral.integer(headcount)) 人")
  }
  static let widest = LocalizedText(en: "Widest mean gap", zh: "最大平均差距")
  static func widestRemark(_ domain: QuotientDomain) -> LocalizedText {
    LocalizedText(en: "levels, in “\(domain.name.en)”", zh: "级，领域“\(domain.name.zh)”")
  }
  static let noGaps = LocalizedText(en: "too few people are measured", zh: "测评人数不足")
  static let active = LocalizedText(en: "Active plans", zh: "进行中的计划")
  static let activeRemark = LocalizedText(en: "people learn by an approved plan", zh: "人正按已批准的计划学习")
  static let cost = LocalizedText(en: "Cost", zh: "费用")
  static func costRemark(hours: Double?) -> LocalizedText {
    guard let hours else { return LocalizedText(en: "fewer than five people have a plan", zh: "有计划者少于 5 人") }
    return LocalizedText(
      en: "of all plans, in the organisation's currency, and \(Numeral.short(hours)) hours",
      zh: "全部计划的费用（本组织币种），另需 \(Numeral.short(hours)) 学时")
  }

  static let domains = LocalizedText(en: "Six domains", zh: "六个领域")
  static let domainsLead = LocalizedText(
    en:
      "How many of those measured can be expected to truly meet what their role requires, and how many levels a person "
      + "lacks on average.",
    zh: "在已测评人员中，预计真正达到岗位要求者所占比例，以及人均欠缺的级数。")
  static let domainsCaption = LocalizedText(
    en: "Share of people expected to be at the level required, 0% to 100%, and the mean gap in levels.",
    zh: "预计达到要求等级的人员比例（0% 至 100%）与平均差距（级）。")
  static let tooFewMeasured = LocalizedText(
    en: "Fewer than five people have a valid score and a role with a requirement. Assess more people first.",
    zh: "持有效得分且岗位有要求者少于 5 人。请先测评更多人员。")
  static let domain = LocalizedText(en: "Domain", zh: "领域")
  static let meeting = LocalizedText(en: "Meet the requirement", zh: "达到要求")
  static let gap = LocalizedText(en: "Gap", zh: "差距")

  static let units = LocalizedText(en: "Gaps by unit", zh: "各单位的差距")
  static let unitsLead = LocalizedText(
    en: "Each unit's own people: how many levels a person lacks on average in each domain.", zh: "各单位直属人员在各领域人均欠缺的级数。")
  static let roles = LocalizedText(en: "Gaps by role", zh: "各岗位的差距")
  static let rolesLead = LocalizedText(
    en: "The people of each role: how many levels a person lacks on average in each domain.", zh: "各岗位人员在各领域人均欠缺的级数。")
  static let nobody = LocalizedText(en: "There is nobody here yet.", zh: "此处尚无人员。")
  static let people = LocalizedText(en: "People", zh: "人数")
  static func heatCaption(shown: Int, of total: Int) -> LocalizedText {
    let all = LocalizedText(
      en:
        "Mean gap in levels; the darker, the wider. “<5”: withheld, because fewer than five people are measured there, "
        + "or because it would give such a number away.",
      zh: "平均差距（级），颜色越深差距越大。“<5”：该处测评人数少于 5 人，或公布后可据以推算出此类数字，故不予公布。")
    guard shown < total else { return all }
    return LocalizedText(
      en: "\(all.en) The first \(shown) of \(total) rows; the data has all.",
      zh: "\(all.zh)此处为前 \(shown) 行，共 \(total) 行；数据文件包含全部。")
  }

  static let plans = LocalizedText(en: "Plans", zh: "培训计划")
  static let plansLead = LocalizedText(
    en: "How many people have a plan, and how far the active plans are.", zh: "有多少人已有计划，以及进行中的计划进展如何。")
  static let plansCaption = LocalizedText(
    en: "Each person counts once, with the plan that is furthest under way. Items are those of active plans.",
    zh: "每人计一次，取其进展最前的计划。计划项仅含进行中的计划。")
  static let peopleByStage = LocalizedText(en: "People by plan", zh: "按计划状态的人数")
  static let itemsByStage = LocalizedText(en: "Items of active plans", zh: "进行中计划的计划项")

  static let calendar = LocalizedText(en: "Activities on the calendar", zh: "培训活动日历")
  static let calendarLead = LocalizedText(
    en: "Each activity from the first day of whoever begins first to the last day of whoever ends last.",
    zh: "每项活动自最早开始者的首日至最晚结束者的末日。")
  static func calendarCaption(shown: Int, of total: Int, _ gantt: Gantt) -> LocalizedText {
    let days = days(of: gantt)
    guard shown < total else { return days }
    return LocalizedText(
      en: "\(days.en) The first \(shown) of \(total) activities; the data has all.",
      zh: "\(days.zh)此处为前 \(shown) 项活动，共 \(total) 项；数据文件包含全部。")
  }
  /// What the lines of a calendar are.
  static func days(of gantt: Gantt) -> LocalizedText {
    let (first, last) = (gantt.first, gantt.last)
    let all = LocalizedText(
      en: "From \(first) to \(last); thin lines begin months.",
      zh: "\(first.text(in: .zh))至\(last.text(in: .zh))，细线为月初。")
    return gantt.showsToday
      ? LocalizedText(
        en: "\(all.en) The red line is the report's day.", zh: "\(all.zh)红线为报告日期。")
      : all
  }
  static let noPlans = LocalizedText(
    en: "Nobody here has a plan yet. “readiness plan generate” makes them.",
    zh: "此处尚无人有培训计划。可用 “readiness plan generate” 生成。")
  static let fewPlans = LocalizedText(
    en: "Too few people share an activity for it to be shown.", zh: "各项活动的参与人数过少，不予显示。")
  static let activity = LocalizedText(en: "Activity", zh: "活动")
  static let fromTo = LocalizedText(en: "From – to", zh: "起止")
  static let done = LocalizedText(en: "Done", zh: "完成")
  static let hours = LocalizedText(en: "Hours", zh: "学时")

  static let open = LocalizedText(en: "What plans close, and what stays open", zh: "计划弥补的差距与遗留的差距")
  static let openLead = LocalizedText(
    en:
      "People whose plan names a gap in the domain, how many of these gaps the plan closes, and the commonest reasons "
      + "that others stay open.",
    zh: "计划中列明该领域差距的人数、其中计划可弥补的人数，以及其余差距遗留的主要原因。")
  static let withGap = LocalizedText(en: "People with a gap", zh: "有差距人数")
  static let closed = LocalizedText(en: "Closed by plan", zh: "计划可弥补")
  static let reasons = LocalizedText(en: "Why others stay open", zh: "其余遗留原因")
  static func reason(_ reason: GapReport.OpenGap.Reason) -> LocalizedText {
    LocalizedText(
      en: "\(reason.text.en) (\(reason.people) people)", zh: "\(reason.text.zh)（\(reason.people) 人）")
  }
}
