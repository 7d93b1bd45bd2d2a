import Readiness

/// How gaps and plans are counted.
extension GapsText {
  static let methodLead = LocalizedText(
    en: "All of it is as the records say for the report's day; the same records and day give the same numbers.",
    zh: "全部内容均以报告日期当日的记录为准；相同的记录与日期得出相同的数字。")

  static let notes = [requirements, gaps, meetings, planned, left]
  static let personNotes = [requirements, probabilities, states]

  private static let requirements = MethodText.Note(
    title: LocalizedText(en: "Required and measured", zh: "要求与测得"),
    paragraphs: [
      LocalizedText(
        en:
          "Required is the level that the role asks for in the domain, or, where it names none, overall. Measured is the "
          + "latest score that is valid on the day; in a domain not assessed by itself, the overall one. People without a "
          + "valid score, or whose role requires nothing, have no gap that could be told.",
        zh: "要求等级为岗位在该领域规定的等级，未单独规定时取总体要求。测得等级取当日有效的最近一次得分；该领域未单独测评时取总体得分。"
          + "没有有效得分或岗位没有要求的人员，不计算差距。")
    ])

  private static let gaps = MethodText.Note(
    title: LocalizedText(en: "Gap", zh: "差距"),
    paragraphs: [
      LocalizedText(
        en: "How many levels a person is expected to lack: of each level from L1 up to the one required counts the "
          + "probability that it is not truly met. Someone at L1 for sure, of whom L3 is required, has a gap of 2.0; where "
          + "it is even odds that they are at L3 already, the gap is 1.0. The figure of a group is the mean over its people.",
        zh: "预期欠缺的级数：从 L1 到要求等级，每一级按“未真正达到”的概率计入。确定处于 L1 而要求为 L3 者，差距为 2.0；"
          + "若有一半可能已达 L3，则差距为 1.0。群体差距为其人员的平均值。")
    ])

  private static let meetings = MethodText.Note(
    title: LocalizedText(en: "Meet the requirement", zh: "达到要求"),
    paragraphs: [
      LocalizedText(
        en: "The mean probability, over the people measured, of truly being at the level required or above it.",
        zh: "已测评人员真正达到或超过要求等级的概率的平均值。")
    ])

  private static let planned = MethodText.Note(
    title: LocalizedText(en: "Plans, items, hours and cost", zh: "计划、计划项、学时与费用"),
    paragraphs: [
      LocalizedText(
        en:
          "Of each person counts one plan: the active one, else the one being made, else the last completed. Withdrawn "
          + "plans and dropped items do not count. An item is overdue when its due day lies before the report's day and it "
          + "is not done. Hours and cost are those planned for all items.",
        zh: "每人计一份计划：进行中的优先，其次为制定中的，再次为最近完成的。已撤回的计划与已取消的计划项不计。截止日早于报告日期且未完成的"
          + "计划项为逾期。学时与费用为全部计划项的计划值。")
    ])

  private static let left = MethodText.Note(
    title: LocalizedText(en: "What stays open", zh: "遗留的差距"),
    paragraphs: [
      LocalizedText(
        en:
          "As it was when each plan was made: a gap is closed when the plan leads to the level required. Reasons shared "
          + "by fewer than five people are left out.",
        zh: "以各计划制定时为准：计划可使人员达到要求等级即为弥补。少于 5 人的原因不予列出。")
    ])

  private static let probabilities = MethodText.Note(
    title: LocalizedText(en: "Truly met", zh: "真正达到的概率"),
    paragraphs: [
      LocalizedText(
        en:
          "The probability, by the score and its standard error, of truly being at the level required or above it. It is "
          + "told to the person, not to managers.",
        zh: "根据得分及其标准误，真正达到或超过要求等级的概率。仅告知本人，不告知主管。")
    ])

  private static let states = MethodText.Note(
    title: LocalizedText(en: "States of items", zh: "计划项状态"),
    paragraphs: [
      LocalizedText(
        en:
          "An item is under way from its first evidence on, done when it is complete or was credited, and overdue when "
          + "its due day lies before the report's day and it is not done.",
        zh: "自首次提交证据起为进行中；完成或获得认定后为已完成；截止日早于报告日期且未完成者为已逾期。")
    ])
}
