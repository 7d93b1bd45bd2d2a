import Readiness

/// What is told of boundaries.
extension Text {
  static let jsonAsksNothing = LocalizedText(
    en: "With --json nothing is asked. Read the card first (readiness boundary card), then add --yes.",
    zh: "使用 --json 时不会提问。请先阅读权限卡（readiness boundary card），再加上 --yes。")

  static let accountable = LocalizedText(en: "Accountable", zh: "负责人")
  static let boundaries = LocalizedText(en: "Boundaries", zh: "边界数")
  static let by = LocalizedText(en: "By", zh: "操作人")
  static let date = LocalizedText(en: "Date", zh: "日期")
  static let event = LocalizedText(en: "Event", zh: "事件")
  static let exception = LocalizedText(en: "Exception", zh: "例外")
  static let decided = LocalizedText(en: "Decided", zh: "决定")
  static let inForce = LocalizedText(en: "In force", zh: "现行")
  static let needs = LocalizedText(en: "Needs", zh: "要求")
  static let proposed = LocalizedText(en: "Proposed", zh: "建议")
  static let reviewOn = LocalizedText(en: "Review on", zh: "复核日")
  static let now = LocalizedText(en: "Now", zh: "目前")
  static let then = LocalizedText(en: "Then", zh: "届时")
  static let blocked = LocalizedText(en: "blocked", zh: "禁止批准")
  static let oneRoleOrAll = LocalizedText(
    en: "Give a role with --role, or all with --all; tasks belong to one role.",
    zh: "请用 --role 指定一个岗位，或用 --all 处理全部；--task 只能与 --role 一起使用。")
  static let status = LocalizedText(en: "Status", zh: "状态")
  static let task = LocalizedText(en: "Task", zh: "任务")
  static let waitsForSecond = LocalizedText(en: "waits for a second approver", zh: "等待第二批准人")
  static let recorded = LocalizedText(en: "Recorded.", zh: "已记录。")

  static func signed(_ kind: SignOffKind, _ count: Int) -> LocalizedText {
    LocalizedText(en: "\(kind.name.en): \(count) signed.", zh: "\(kind.name.zh)：已签署 \(count) 项。")
  }

  static func summary(of result: ProposeBoundaries.Result) -> LocalizedText {
    LocalizedText(
      en: "\(result.proposals.count) proposed, \(result.unchanged) unchanged. "
        + "Approve them with: readiness boundary approve",
      zh: "已生成 \(result.proposals.count) 项建议，\(result.unchanged) 项未变。批准命令：readiness boundary approve")
  }

  static func summary(of result: ApproveBoundaries.Result) -> LocalizedText {
    LocalizedText(
      en: "\(result.approved.count) approved, \(result.pending.count) waiting for a second approver, "
        + "\(result.refused.count) refused.",
      zh: "已批准 \(result.approved.count) 项，\(result.pending.count) 项等待第二批准人，\(result.refused.count) 项被拒绝。")
  }
}

/// What is told of rules and of what they would do.
extension Text {
  static func summary(of answer: WhatIfAnswer) -> LocalizedText {
    LocalizedText(
      en:
        "\(answer.changed) of \(answer.boundaries) would change: \(answer.tighter) more human, \(answer.looser) less. "
        + "Nothing was saved.",
      zh: "\(answer.boundaries) 项中有 \(answer.changed) 项会变化：\(answer.tighter) 项更偏向人，\(answer.looser) 项更偏向 AI。未保存任何内容。")
  }

  static func badRules(_ path: String, _ count: Int) -> LocalizedText {
    LocalizedText(
      en: "\(path) has \(count) problem\(count == 1 ? "" : "s"); nothing was published. Correct the lines below.",
      zh: "\(path) 有 \(count) 处问题，未予发布。请更正以下各行。")
  }

  static func soundRules(_ name: LocalizedText, version: Int) -> LocalizedText {
    LocalizedText(en: "\(name.en), version \(version): sound.", zh: "\(name.zh)，第 \(version) 版：无误。")
  }
}

/// What is told of cards, acknowledgements and exceptions.
extension Text {
  static let acknowledgedColumn = LocalizedText(en: "Acknowledged", zh: "已确认")
  static let neverEnter = LocalizedText(en: "Never enter", zh: "禁止输入")
  static let notAcknowledged = LocalizedText(en: "Not acknowledged.", zh: "未确认。")
  static let outstanding = LocalizedText(en: "Outstanding", zh: "未确认")
  static let restIsForbidden = LocalizedText(en: "Whatever is not listed is forbidden.", zh: "未列出的一律禁止。")

  /// A count that may be withheld.
  static func count(_ count: Int?) -> LocalizedText {
    count.map { LocalizedText(en: "\($0)", zh: "\($0)") } ?? notTold
  }

  static func undecided(_ tasks: [String]) -> LocalizedText {
    let codes = tasks.joined(separator: " ")
    return LocalizedText(
      en: "Nothing is decided for \(codes): no AI may be used there.", zh: "\(codes) 尚无决定：不得使用 AI。")
  }

  static func acknowledgeQuestion(_ count: Int) -> LocalizedText {
    LocalizedText(
      en: "Have you read these \(count) boundaries, and will you work by them? (y/n)",
      zh: "您是否已阅读这 \(count) 项边界并将照此工作？（y/n）")
  }

  static func acknowledged(_ result: AcknowledgeBoundaries.Result) -> LocalizedText {
    LocalizedText(
      en: "\(result.acknowledged) acknowledged, \(result.outstanding) outstanding.",
      zh: "已确认 \(result.acknowledged) 项，\(result.outstanding) 项未确认。")
  }

  static func requested(_ exception: BoundaryExceptionID) -> LocalizedText {
    LocalizedText(
      en: "Requested. Another account gives it with: readiness boundary grant \(exception)",
      zh: "已申请。由另一账户批准：readiness boundary grant \(exception)")
  }
}
