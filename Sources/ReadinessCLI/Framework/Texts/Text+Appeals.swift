import Readiness

/// What is told of appeals.
extension Text {
  static let decidedOn = LocalizedText(en: "Decided on", zh: "处理日")
  static let filedOn = LocalizedText(en: "Filed on", zh: "申诉日")
  static let grounds = LocalizedText(en: "Grounds", zh: "申诉理由")
  static let openAppeal = LocalizedText(en: "Open", zh: "待处理")

  static let nothingToAppeal = LocalizedText(
    en: "You have no score in force. Name an attempt: --attempt", zh: "您没有生效的成绩。请用 --attempt 指明测评记录。")

  static func filed(_ appeal: AppealID) -> LocalizedText {
    LocalizedText(
      en: "Filed: \(appeal). See what becomes of it: readiness assess appeal list",
      zh: "申诉已提交：\(appeal)。查看处理结果：readiness assess appeal list")
  }

  static func decided(_ outcome: AppealOutcome, _ result: DecideAppeal.Result) -> [LocalizedText] {
    let decided = LocalizedText(en: "Decided: \(outcome.name.en).", zh: "已处理：\(outcome.name.zh)。")
    return [decided] + (result.score.map(score) ?? [])
  }

  /// As a table shows it.
  static func shortened(_ text: String) -> String { text.count > 60 ? "\(text.prefix(59))…" : text }
}
