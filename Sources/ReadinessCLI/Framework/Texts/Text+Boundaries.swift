import Readiness

/// What is told of boundaries.
extension Text {
  static let accountable = LocalizedText(en: "Accountable", zh: "负责人")
  static let decided = LocalizedText(en: "Decided", zh: "决定")
  static let inForce = LocalizedText(en: "In force", zh: "现行")
  static let needs = LocalizedText(en: "Needs", zh: "要求")
  static let proposed = LocalizedText(en: "Proposed", zh: "建议")
  static let reviewOn = LocalizedText(en: "Review on", zh: "复核日")
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
