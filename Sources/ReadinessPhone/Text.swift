import Readiness
import SyncClient

/// Every text that the program writes besides its help, always in both languages.
enum Text {
  static let error = LocalizedText(en: "Error: ", zh: "错误：")
  static let examples = LocalizedText(en: "EXAMPLES:", zh: "示例：")
  static let unenrolled = LocalizedText(
    en: "This phone is not enrolled. Ask HR for a code, then: readiness-phone enrol ADDRESS",
    zh: "此手机端尚未注册。请向人力资源部门索取注册码，然后运行：readiness-phone enrol ADDRESS")
  static func serverExpected(_ given: String) -> LocalizedText {
    LocalizedText(
      en:
        "“\(given)” is no server's address. Give the address in the QR code, or --server https://readiness.example.com",
      zh: "“\(given)”不是服务器地址。请输入二维码中的地址，或指定 --server https://readiness.example.com")
  }

  static let locked = LocalizedText(
    en: "The data on this phone is too old and was locked. Synchronise: readiness-phone sync",
    zh: "手机端数据已过期并锁定。请同步：readiness-phone sync")
  static let neverSynchronised = LocalizedText(
    en: "There is nothing of yours here yet. Synchronise: readiness-phone sync",
    zh: "手机端还没有您的数据。请同步：readiness-phone sync")
  static let waits = LocalizedText(
    en: "Kept on this phone. It is sent with the next synchronisation: readiness-phone sync",
    zh: "已保存在手机端，下次同步时发送：readiness-phone sync")
  static let done = LocalizedText(en: "Done.", zh: "已完成。")
  static let wiped = LocalizedText(en: "Everything on this phone is deleted.", zh: "手机端的全部数据已删除。")
  static let nothing = LocalizedText(en: "Nothing.", zh: "无。")
  static let noRole = LocalizedText(en: "You hold no role today.", zh: "您今天没有担任任何岗位。")
  static let scores = LocalizedText(en: "Scores", zh: "成绩")
  static let provisional = LocalizedText(en: "provisional", zh: "暂定")
  static let boundaries = LocalizedText(en: "Boundaries", zh: "工作边界")
  static let tools = LocalizedText(en: "Permission card", zh: "AI 使用许可卡")
  static let acknowledged = LocalizedText(en: "acknowledged", zh: "已确认")
  static let toAcknowledge = LocalizedText(en: "to acknowledge", zh: "待确认")
  static let onItsWay = LocalizedText(en: "on its way", zh: "待发送")
  static let undecided = LocalizedText(en: "undecided, so no AI", zh: "未定，禁止使用 AI")
  static let answers = LocalizedText(
    en: "Answer (keys, separated by spaces; empty: later):", zh: "请作答（选项编号，用空格分隔；留空稍后再答）：")
  static let words = LocalizedText(en: "Answer in words (empty: later):", zh: "请用文字作答（留空稍后再答）：")
  static let confidence = LocalizedText(
    en: "How sure are you, 0 to 100 (empty: not said)?", zh: "您有多大把握，0 至 100（留空不填）？")
  static let paused = LocalizedText(
    en: "Your answers are kept. Go on with the same command.", zh: "答案已保存。使用同一命令继续作答。")
  static let finished = LocalizedText(en: "The test is finished.", zh: "测评已完成。")

  static let wipeQuestion = LocalizedText(
    en: "Everything on this phone is deleted, also what waits to be sent. Write “wipe” to go on:",
    zh: "将删除手机端全部数据，包括待发送的内容。输入 wipe 继续：")
  static let kept = LocalizedText(en: "Nothing was deleted.", zh: "未删除任何内容。")

  static func counts(_ waiting: Int, _ failed: Int) -> LocalizedText {
    LocalizedText(en: "\(waiting) waiting, \(failed) failed", zh: "待发送 \(waiting)，失败 \(failed)")
  }

  static func testState(_ status: AttemptStatus?, isHere: Bool) -> LocalizedText {
    switch status {
    case .inProgress: LocalizedText(en: "begun", zh: "作答中")
    case .submitted, .scored: LocalizedText(en: "handed in", zh: "已提交")
    case .expired, .voided: LocalizedText(en: "over", zh: "已结束")
    case nil where isHere: LocalizedText(en: "can be taken offline", zh: "可离线作答")
    case nil: LocalizedText(en: "to be taken online", zh: "需在线作答")
    }
  }

  static func ended(_ reason: String) -> LocalizedText {
    LocalizedText(
      en: "The server lets this phone in no longer: \(reason) Enrol it anew; what waits to be sent is kept.",
      zh: "服务器不再接受此手机端：\(reason)请重新注册；待发送的内容会保留。")
  }

  static func unreachable(_ reason: String) -> LocalizedText {
    LocalizedText(
      en: "The server cannot be reached (\(reason)). What waits is kept; this sends it: readiness-phone sync",
      zh: "无法连接服务器（\(reason)）。待发送的内容已保留，稍后请运行：readiness-phone sync")
  }

  static func busy(_ reason: String) -> LocalizedText {
    LocalizedText(
      en: "\(reason) What waits is kept; this sends it: readiness-phone sync",
      zh: "\(reason)待发送的内容已保留，稍后请运行：readiness-phone sync")
  }

  static func missing(_ what: LocalizedText, _ name: String) -> LocalizedText {
    LocalizedText(en: "There is no \(what.en) “\(name)” on this phone.", zh: "手机端没有名为“\(name)”的\(what.zh)。")
  }

  static let item = LocalizedText(en: "item of your plan", zh: "计划项目")
  static let campaign = LocalizedText(en: "campaign", zh: "测评活动")
  static let question = LocalizedText(en: "question of an open round for your role's task", zh: "当前征询任务")
  static let policy = LocalizedText(en: "policy", zh: "制度")
  static let failedCommand = LocalizedText(en: "command that came to nothing, numbered", zh: "失败命令编号")

  static func noForm(_ code: String) -> LocalizedText {
    LocalizedText(
      en:
        "The items of “\(code)” are not on this phone. A fixed form comes with the next synchronisation; an adaptive test is "
        + "taken online alone.",
      zh: "“\(code)”的题目不在手机端。固定试卷会在下次同步时下载；自适应测评只能在线进行。")
  }

  static let tooLarge = LocalizedText(
    en: "This is more than can be sent at once, and was not kept. Make it shorter.", zh: "内容过大，无法发送，未予保存。请缩短后重试。")
  static let stopped = LocalizedText(
    en: "Stopped. What waits is kept; this sends it: readiness-phone sync",
    zh: "已停止。待发送的内容已保留，发送请运行：readiness-phone sync")
  static let levelExpected = LocalizedText(
    en: "Say how much of the task you want to keep, H1 to H5: readiness-phone consult TASK LEVEL",
    zh: "请指定您希望保留的级别，H1 至 H5：readiness-phone consult TASK LEVEL")

  static func percentageExpected(_ given: String) -> LocalizedText {
    LocalizedText(en: "“\(given)” is no number from 0 to 100.", zh: "“\(given)”不是 0 至 100 之间的数字。")
  }

  static func unusable(_ reason: String) -> LocalizedText {
    LocalizedText(
      en:
        "The data on this phone cannot be used (\(reason)). See that there is space and that its folder is yours. If the "
        + "data is damaged, delete it and ask HR for a new code: readiness-phone wipe",
      zh: "无法使用手机端数据（\(reason)）。请检查磁盘空间和文件夹权限。如数据已损坏，请删除数据并向人力资源部门索取新注册码：readiness-phone wipe")
  }

  static func notOpenYet(_ code: String, until day: Day) -> LocalizedText {
    LocalizedText(en: "“\(code)” opens on \(day).", zh: "“\(code)”将于 \(day) 开放。")
  }

  static func campaignOver(_ code: String) -> LocalizedText {
    LocalizedText(
      en: "“\(code)” is over. Ask those who run it whether they extend it.", zh: "“\(code)”已结束。请联系活动负责人确认是否延期。")
  }

  static func taken(_ code: String) -> LocalizedText {
    LocalizedText(en: "You have taken “\(code)” already.", zh: "您已完成“\(code)”。")
  }

  static func notEnrolled(_ reason: String) -> LocalizedText {
    LocalizedText(
      en:
        "Not enrolled: the server has not answered (\(reason)). Try again. If the code is refused then, ask HR for another.",
      zh: "未注册：服务器没有响应（\(reason)）。请重试；如注册码被拒绝，请向人力资源部门索取新码。")
  }

  static func enrolledOnly(_ reason: String) -> LocalizedText {
    LocalizedText(
      en: "Enrolled. Your data is yet to come (\(reason)). Run readiness-phone sync when the server can be reached.",
      zh: "注册成功，但尚未取得数据（\(reason)）。连上服务器后请运行 readiness-phone sync。")
  }

  static func phase(_ phase: SyncStatus.Phase) -> LocalizedText {
    switch phase {
    case .unenrolled: LocalizedText(en: "not enrolled", zh: "未注册")
    case .idle: LocalizedText(en: "up to date", zh: "已是最新")
    case .synchronising: LocalizedText(en: "synchronising", zh: "正在同步")
    case .waiting: LocalizedText(en: "waiting for the server", zh: "等待服务器")
    case .locked: LocalizedText(en: "locked", zh: "已锁定")
    case .ended: LocalizedText(en: "ended", zh: "已停用")
    }
  }

  static func state(_ state: MutationState) -> LocalizedText {
    switch state {
    case .waiting: LocalizedText(en: "waits to be sent", zh: "待发送")
    case .applied, .shown: LocalizedText(en: "done", zh: "已完成")
    case .conflict: LocalizedText(en: "changed by somebody else meanwhile", zh: "已被他人更改")
    case .rejected: LocalizedText(en: "refused", zh: "被拒绝")
    case .quarantined: LocalizedText(en: "kept back", zh: "已搁置")
    }
  }
}
