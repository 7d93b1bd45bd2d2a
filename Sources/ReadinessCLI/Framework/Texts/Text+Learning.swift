import Readiness
import Storage

/// What is told of learning activities, templates, holidays and prior learning.
extension Text {
  static let activities = LocalizedText(en: "Activities", zh: "活动")
  static let activity = LocalizedText(en: "Activity", zh: "活动")
  static let anyRole = LocalizedText(en: "any", zh: "不限")
  static let day = LocalizedText(en: "Day", zh: "日期")
  static let learntOn = LocalizedText(en: "Learnt on", zh: "学习日期")
  static let link = LocalizedText(en: "Link", zh: "链接")
  static let calendarLanguage = LocalizedText(en: "Language", zh: "语言")
  static let calendarReach = LocalizedText(en: "Reach", zh: "范围")
  static let calendarRevoked = LocalizedText(
    en: "Revoked: the address shows nothing any more.", zh: "已吊销：该地址不再显示任何内容。")
  static let openClaim = LocalizedText(en: "open", zh: "待审核")
  static let activityKind = LocalizedText(en: "Kind", zh: "类型")
  static let cost = LocalizedText(en: "Cost", zh: "费用")
  static let hours = LocalizedText(en: "Hours", zh: "学时")
  static let lifts = LocalizedText(en: "Lifts", zh: "提升")
  static let measuredLevels = LocalizedText(en: "Levels", zh: "等级变化")
  static let measuredPeople = LocalizedText(en: "Measured", zh: "前后均测人数")
  static let measuredTheta = LocalizedText(en: "Ability θ", zh: "能力值 θ 变化")
  static let prerequisites = LocalizedText(en: "Prerequisites", zh: "先修活动")
  static let retiredOn = LocalizedText(en: "Retired", zh: "停用日")
  static let whatIsDue = LocalizedText(en: "What is due", zh: "事项")
  static let seats = LocalizedText(en: "Seats", zh: "名额")
  static let fewerThanFive = LocalizedText(en: "fewer than 5", zh: "不足 5 人")

  static func calendarMade(_ id: CalendarFeedID) -> LocalizedText {
    LocalizedText(
      en: "The address is shown this once. Revoke it when it is no longer used: readiness calendar revoke \(id)",
      zh: "地址仅显示这一次。不再使用时请吊销：readiness calendar revoke \(id)")
  }

  static func removed(_ code: String) -> LocalizedText {
    LocalizedText(en: "Removed \(code).", zh: "已删除 \(code)。")
  }

  static func extent(of found: FindPlanTemplate.Answer) -> LocalizedText {
    LocalizedText(
      en: "\(found.activities.count) activities, \(number(found.hours)) h, cost \(found.cost) a person; "
        + "role: \(found.template.role ?? anyRole.en)",
      zh: "\(found.activities.count) 项活动，\(number(found.hours)) 学时，每人费用 \(found.cost)；"
        + "岗位：\(found.template.role ?? anyRole.zh)")
  }

  static func filedLearning(_ claim: PriorLearningID) -> LocalizedText {
    LocalizedText(
      en: "Filed: \(claim). See what becomes of it: readiness learning list --filter all",
      zh: "已提交申报：\(claim)。查看审核结果：readiness learning list --filter all")
  }

  static func outcome(_ outcome: PriorLearningOutcome?) -> LocalizedText { outcome?.name ?? openClaim }

  static func reviewed(_ outcome: PriorLearningOutcome, _ result: ReviewPriorLearning.Result) -> LocalizedText {
    guard outcome == .accepted else { return LocalizedText(en: "Rejected.", zh: "不予认可。") }
    let until = result.expiresOn.map { $0.adding(days: -1) }
    return LocalizedText(
      en: "Accepted\(until.map { ", counts until \($0)" } ?? ""); \(result.credited) plan items credited.",
      zh: "已认可\(until.map { "，有效至 \($0)" } ?? "")；\(result.credited) 个计划项目记为已认可。")
  }

  static func retired(_ code: String) -> LocalizedText {
    LocalizedText(en: "Retired \(code).", zh: "已停用 \(code)。")
  }

  static func listOrTableNameExpected(_ file: String) -> LocalizedText {
    LocalizedText(
      en: "“\(file)” ends in none of .yaml, .csv and .xlsx. Name the file so.", zh: "“\(file)”应以 .yaml、.csv 或 .xlsx 结尾。"
    )
  }

  /// Without a fraction where there is none.
  static func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }

  static func signed(_ value: Double) -> String { value > 0 ? "+\(value)" : "\(value)" }

  /// What an activity is and asks for, a line each.
  static func lines(of found: FindActivity.Answer) -> [LocalizedText] {
    let activity = found.activity
    var lines = [
      LocalizedText(
        en: "\(activity.kind.name.en), \(number(activity.hours)) h, cost \(activity.cost) a person, "
          + (activity.seats.map { "\($0) seats" } ?? "any number of seats"),
        zh: "\(activity.kind.name.zh)，\(number(activity.hours)) 学时，每人费用 \(activity.cost)，"
          + (activity.seats.map { "名额 \($0)" } ?? "名额不限")),
      LocalizedText(en: "Evidence: \(activity.evidence.name.en)", zh: "完成凭证：\(activity.evidence.name.zh)"),
    ]
    if !activity.description.en.isEmpty { lines.insert(activity.description, at: 0) }
    lines += validity(of: activity) + relations(of: found)
    let source = activity.effect.source.isEmpty ? "" : " (\(activity.effect.source))"
    lines.append(
      LocalizedText(
        en: "Effect, by \(activity.effect.basis.name.en): \(activity.effect.text.en)\(source)",
        zh: "效果（\(activity.effect.basis.name.zh)）：\(activity.effect.text.zh)\(source)"))
    return lines
  }

  private static func validity(of activity: Activity) -> [LocalizedText] {
    activity.validityMonths.map { months in
      [LocalizedText(en: "Counts for \(months) months.", zh: "有效期 \(months) 个月。")]
    } ?? []
  }

  private static func relations(of found: FindActivity.Answer) -> [LocalizedText] {
    var lines: [LocalizedText] = []
    if !found.activity.prerequisites.isEmpty {
      let codes = found.activity.prerequisites.joined(separator: ", ")
      lines.append(LocalizedText(en: "Comes after: \(codes)", zh: "先修：\(codes)"))
    }
    if !found.requiredBy.isEmpty {
      let codes = found.requiredBy.joined(separator: ", ")
      lines.append(LocalizedText(en: "Comes before: \(codes)", zh: "后续：\(codes)"))
    }
    if let day = found.retiredOn { lines.append(LocalizedText(en: "Retired on \(day).", zh: "已于 \(day) 停用。")) }
    return lines
  }
}
