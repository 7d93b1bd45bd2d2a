import FoundationEssentials
import Readiness
import Storage

/// What is told of campaigns.
extension Text {
  static let answered = LocalizedText(en: "Answered", zh: "已作答")
  static let begun = LocalizedText(en: "Begun", zh: "开始时间")
  static let campaignTitle = LocalizedText(en: "Campaign", zh: "活动")
  static let closesOn = LocalizedText(en: "Last day", zh: "截止日")
  static let deadline = LocalizedText(en: "Until", zh: "截止时间")
  static let extraTime = LocalizedText(en: "Extra time", zh: "额外时间")
  static let finished = LocalizedText(en: "Finished", zh: "已完成")
  static let inProgress = LocalizedText(en: "In progress", zh: "进行中")
  static let invited = LocalizedText(en: "Invited", zh: "受邀")
  static let opensOn = LocalizedText(en: "First day", zh: "开始日")
  static let reason = LocalizedText(en: "Reason", zh: "原因")
  static let reminded = LocalizedText(en: "Reminded", zh: "提醒日")
  static let retakeFrom = LocalizedText(en: "Again from", zh: "可重测日")
  static let scores = LocalizedText(en: "Scores", zh: "成绩")
  static let timeLeft = LocalizedText(en: "Time left", zh: "剩余时间")
  static let title = LocalizedText(en: "Title", zh: "标题")
  static let toTake = LocalizedText(en: "Campaigns", zh: "测评活动")
  static let yourself = LocalizedText(en: "You", zh: "本人")

  static let dueRemindersExpected = LocalizedText(en: "Say which reminders: --due", zh: "请指明要登记的提醒：--due")
  static let peopleNotTold = LocalizedText(
    en: "Who is invited is told to owners, HR admins and assessors. Leave --people out to see how many.",
    zh: "受邀名单仅对所有者、人力资源管理员和测评师开放。去掉 --people 可查看人数。")

  static func phase(_ phase: CampaignPhase) -> LocalizedText {
    switch phase {
    case .planned: LocalizedText(en: "planned", zh: "未开始")
    case .open: LocalizedText(en: "open", zh: "进行中")
    case .over: LocalizedText(en: "over, not closed", zh: "已到期，未关闭")
    case .closed: LocalizedText(en: "closed", zh: "已关闭")
    }
  }

  static func state(_ state: InvitationState) -> LocalizedText {
    switch state {
    case .notStarted: LocalizedText(en: "Not started", zh: "未开始")
    case .started: LocalizedText(en: "Started", zh: "已开始")
    case .finished: finished
    case .expired: LocalizedText(en: "Expired", zh: "已作废")
    case .withdrawn: LocalizedText(en: "Withdrawn", zh: "已撤回")
    }
  }

  static func reason(_ reason: AccommodationReason) -> LocalizedText {
    switch reason {
    case .disability: LocalizedText(en: "disability", zh: "残障")
    case .language: LocalizedText(en: "language", zh: "语言")
    case .other: LocalizedText(en: "other", zh: "其他")
    }
  }

  static func campaign(_ campaign: CampaignSummary) -> LocalizedText {
    LocalizedText(
      en: "\(campaign.title.en): \(campaign.instrument), \(campaign.opensOn) to \(campaign.closesOn), "
        + phase(campaign.phase).en,
      zh: "\(campaign.title.zh)：\(campaign.instrument)，\(campaign.opensOn) 至 \(campaign.closesOn)，"
        + phase(campaign.phase).zh)
  }

  static func invitedPeople(_ count: Int) -> LocalizedText {
    LocalizedText(en: "\(count) \(count == 1 ? "person" : "people") invited.", zh: "已邀请 \(count) 人。")
  }

  static func invitations(_ result: InviteToCampaign.Result, withdrawn: Bool) -> LocalizedText {
    withdrawn
      ? LocalizedText(
        en: "\(result.changed) withdrawn, \(result.unchanged) had no invitation.",
        zh: "撤回 \(result.changed) 人，\(result.unchanged) 人没有邀请。")
      : LocalizedText(
        en: "\(result.changed) invited, \(result.unchanged) were already.",
        zh: "新邀请 \(result.changed) 人，\(result.unchanged) 人此前已受邀。")
  }

  static func settled(_ result: CloseCampaign.Result) -> LocalizedText {
    LocalizedText(
      en: "Closed. Attempts in progress: \(result.scored) scored, \(result.submitted) to be rated, "
        + "\(result.expired) expired.",
      zh: "已关闭。进行中的测评：评分 \(result.scored) 次，待评分 \(result.submitted) 次，作废 \(result.expired) 次。")
  }

  /// What became of an attempt whose time was over.
  static func settled(_ status: AttemptStatus) -> LocalizedText {
    switch status {
    case .expired:
      LocalizedText(
        en: "The time of your earlier attempt was over and nothing was answered; it expired. Start again if you may.",
        zh: "您此前的测评时间已到且没有作答，已作废。如允许，请重新开始。")
    case .submitted:
      LocalizedText(
        en: "The time of your earlier attempt was over; what you answered in words waits for its raters.",
        zh: "您此前的测评时间已到，文字作答正在等待评分。")
    case .scored, .inProgress, .voided:
      LocalizedText(
        en: "The time of your earlier attempt was over; it is scored by what you answered. See: "
          + "readiness assess scores",
        zh: "您此前的测评时间已到，已按作答评分。查看：readiness assess scores")
    }
  }

  static func until(_ deadline: Date) -> LocalizedText {
    LocalizedText(
      en: "You have until \(moment(deadline)); what is answered by then counts.",
      zh: "截止时间：\(moment(deadline))，此前的作答有效。")
  }

  /// As `2026-03-31 23:59 UTC`.
  static func moment(_ date: Date) -> String {
    let minutes = Int((date.timeIntervalSince1970 / 60).rounded(.down))
    let ofDay = minutes - Day(date).number * 1_440
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(Day(date)) \(padded(ofDay / 60)):\(padded(ofDay % 60)) UTC"
  }

  static func timeLeft(_ seconds: TimeInterval) -> LocalizedText {
    let minutes = Int(seconds / 60)
    guard seconds > 0 else { return LocalizedText(en: "none", zh: "已到时") }
    let (days, hours) = (minutes / 1_440, minutes % 1_440 / 60)
    if days > 0 { return LocalizedText(en: "\(days) d \(hours) h", zh: "\(days) 天 \(hours) 小时") }
    return LocalizedText(en: "\(hours) h \(minutes % 60) min", zh: "\(hours) 小时 \(minutes % 60) 分")
  }
}
