import Readiness

/// The words of one person's page, and of calendars.
extension GapsText {
  static let personTitle = LocalizedText(en: "My gaps and my plan", zh: "个人能力差距与培训计划")
  static let organisation = LocalizedText(en: "Organisation", zh: "组织")
  static let personID = LocalizedText(en: "Person", zh: "人员编号")

  static let levels = LocalizedText(en: "Levels by domain", zh: "各领域等级")
  static let levelsLead = LocalizedText(
    en: "What was measured, what the role requires, and where the plan leads.", zh: "测得等级、岗位要求以及计划可达到的等级。")
  static let levelsCaption = LocalizedText(
    en:
      "From L0 at the left to L4 at the right. The dot is the level measured, the upright line the level required, the "
      + "ring the level that the plan leads to; what is missing is filled.",
    zh: "自左至右为 L0 至 L4。实心点为测得等级，竖线为要求等级，圆环为计划可达等级；欠缺部分以色块填充。")
  static let notMeasured = LocalizedText(
    en: "No score is valid on this day, so that gaps are not known. Take the assessment first.",
    zh: "当日没有有效得分，无法得知差距。请先参加测评。")
  static let nothingRequired = LocalizedText(
    en: "The role requires nothing on this day, or there is no role.", zh: "当日该岗位没有能力要求，或尚无岗位。")
  static let levelScale = LocalizedText(en: "L0 to L4", zh: "L0 至 L4")
  static let measuredLevel = LocalizedText(en: "Measured", zh: "测得")
  static let requiredLevel = LocalizedText(en: "Required", zh: "要求")
  static let plannedLevel = LocalizedText(en: "By plan", zh: "计划后")
  static let probability = LocalizedText(en: "Truly met", zh: "真正达到的概率")
  static let stayOpen = LocalizedText(en: "What the plan leaves open, and why:", zh: "计划遗留的差距及原因：")

  static let plan = LocalizedText(en: "The plan", zh: "培训计划")
  static func planLead(_ plan: PersonGapReport.Plan) -> LocalizedText {
    let (hours, weekly) = (
      Numeral.short(plan.items.reduce(0) { $0 + $1.hours }), Numeral.short(plan.weeklyHours, places: 2)
    )
    return LocalizedText(
      en:
        "From \(plan.startsOn) to \(plan.dueOn), \(plan.stage.name.en): \(plan.items.count) items of \(hours) hours, at "
        + "\(weekly) hours a week.",
      zh: "\(plan.startsOn.text(in: .zh))至\(plan.dueOn.text(in: .zh))，\(plan.stage.name.zh)：共 \(plan.items.count) 项、"
        + "\(hours) 学时，每周 \(weekly) 学时。")
  }
  static let noPlan = LocalizedText(en: "There is no plan yet.", zh: "尚无培训计划。")
  static let emptyPlan = LocalizedText(en: "The plan has no items.", zh: "该计划没有计划项。")
  static let items = LocalizedText(en: "Items", zh: "计划项")
  static let starts = LocalizedText(en: "From", zh: "开始")
  static let dueOn = LocalizedText(en: "Due", zh: "截止")
  static let stage = LocalizedText(en: "State", zh: "状态")
  static let why = LocalizedText(en: "Why it was chosen", zh: "选择理由")

  static func span(_ start: Day, _ end: Day) -> LocalizedText {
    LocalizedText(en: "\(start) – \(end)", zh: "\(start.text(in: .zh))—\(end.text(in: .zh))")
  }

  static func calendar(from first: Day, to last: Day) -> LocalizedText {
    CommonText.item(LocalizedText(en: "calendar", zh: "日历"), value: span(first, last))
  }

  /// “Nov”, or “11月”.
  static func month(_ day: Day) -> LocalizedText {
    let month = day.components.month
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return LocalizedText(en: names[month - 1], zh: "\(month)月")
  }
}
