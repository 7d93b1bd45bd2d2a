import Readiness

/// What is told of assessments and ratings.
extension Text {
  static let answer = LocalizedText(en: "Answer", zh: "评分")
  static let dimension = LocalizedText(en: "Dimension", zh: "维度")
  static let domain = LocalizedText(en: "Domain", zh: "领域")
  static let evidence = LocalizedText(en: "Evidence", zh: "证据")
  static let instrument = LocalizedText(en: "Instrument", zh: "测评工具")
  static let item = LocalizedText(en: "Item", zh: "评分项")
  static let overall = LocalizedText(en: "Overall", zh: "总体")
  static let provisional = LocalizedText(en: "Provisional", zh: "暂定")
  static let question = LocalizedText(en: "Question", zh: "问题")
  static let quotient = LocalizedText(en: "AI quotient", zh: "AI 商")
  static let scoredOn = LocalizedText(en: "Scored on", zh: "评分日")
  static let validUntil = LocalizedText(en: "Valid until", zh: "有效期至")

  static let howSure = LocalizedText(
    en: "How sure are you, 0 to 100 %? (Enter: no say)", zh: "您有多大把握，0 到 100%？（回车跳过）")
  static let percentExpected = LocalizedText(en: "Write a whole number from 0 to 100.", zh: "请输入 0 到 100 的整数。")
  static let paused = LocalizedText(
    en: "Paused. Your answers are kept; go on with: readiness assess take",
    zh: "已暂停，答案已保存。继续请运行：readiness assess take")

  static func howToAnswer(_ kind: ItemKind) -> LocalizedText {
    switch kind {
    case .multipleChoice: LocalizedText(en: "All that are right, such as a c:", zh: "请选择所有正确项，如 a c：")
    case .ordering: LocalizedText(en: "In the right order, such as c a b d:", zh: "请按正确顺序输入，如 c a b d：")
    case .matching: LocalizedText(en: "Each with its match, such as a2 b1 c3:", zh: "请写出每个选项的配对，如 a2 b1 c3：")
    case .singleChoice, .errorSpotting, .situationalJudgement, .selfReport:
      LocalizedText(en: "Your answer:", zh: "您的答案：")
    case .promptRepair, .workSample:
      LocalizedText(en: "Your text; end it with a line of one dot:", zh: "请输入文字，以单独一行的句点（.）结束：")
    }
  }

  static func goingOn(_ progress: AttemptProgress) -> LocalizedText {
    let count = progress.length
    return LocalizedText(
      en:
        "Going on where you stopped: \(progress.answered) of \(progress.isAdaptive ? "at most " : "")\(count) are answered.",
      zh: "从上次中断处继续：已完成 \(progress.answered) 题，共\(progress.isAdaptive ? "最多" : "") \(count) 题。")
  }

  /// Which question it is, of how many.
  static func place(_ progress: AttemptProgress) -> LocalizedText {
    let position = "\(progress.answered + 1)"
    return progress.isAdaptive
      ? LocalizedText(en: "\(position) of at most \(progress.length)", zh: "第 \(position) 题，最多 \(progress.length) 题")
      : LocalizedText(en: "\(position)/\(progress.length)", zh: "\(position)/\(progress.length)")
  }

  static func sendingDraft(_ item: String) -> LocalizedText {
    LocalizedText(
      en: "Sending your answer to \(item) that was not sent before.", zh: "正在提交上次未能提交的 \(item) 的答案。")
  }

  static let difference = LocalizedText(en: "Self − measured", zh: "自评 − 测评")
  static let flags = LocalizedText(en: "Flags", zh: "标记")
  static let listSeparator = LocalizedText(en: "; ", zh: "；")
  static let reportedOn = LocalizedText(en: "Reported on", zh: "自评日")
  static let selfReported = LocalizedText(en: "Self", zh: "自评")

  /// `overall`, or a domain, as the API names it.
  static func domain(_ name: String) -> LocalizedText { QuotientDomain(rawValue: name)?.name ?? overall }

  /// A dash where there is none.
  static func points(_ value: Double?, error: Double? = nil) -> String {
    guard let value else { return "–" }
    return "\(Int(value.rounded()))" + (error.map { " ± \(Int($0.rounded()))" } ?? "")
  }

  /// With its sign; a dash where there is none.
  static func signed(_ value: Double?) -> String {
    guard let points = value.map({ Int($0.rounded()) }) else { return "–" }
    return points > 0 ? "+\(points)" : points < 0 ? "−\(-points)" : "0"
  }

  static func lookedFor(_ criteria: [LocalizedText]) -> LocalizedText {
    LocalizedText(
      en: "Raters look for: \(criteria.map(\.en).joined(separator: ", ")).",
      zh: "评分要点：\(criteria.map(\.zh).joined(separator: "、"))。")
  }

  static func scored(_ result: ImportResponses.Result) -> [LocalizedText] {
    let taken = LocalizedText(
      en: "\(result.attempts) attempts with \(result.responses) responses taken.",
      zh: "已导入 \(result.attempts) 次测评，共 \(result.responses) 个作答。")
    let waiting = LocalizedText(
      en: "\(result.waiting) of them wait for raters: readiness assess queue",
      zh: "其中 \(result.waiting) 次等待评分：readiness assess queue")
    return result.waiting == 0 ? [taken] : [taken, waiting]
  }

  /// What came of an attempt that the caller has handed in.
  static func finished(_ result: FinishAttempt.Result) -> [LocalizedText] {
    if let report = result.score { return score(report) }
    if let report = result.selfReport { return said(report) }
    if result.status == .expired { return [settled(.expired)] }
    let items = result.waiting.joined(separator: ", ")
    return [
      LocalizedText(
        en: "Handed in. Two raters now score your answers in words (\(items)); your score follows.",
        zh: "已提交。两位评分人将为您的文字作答（\(items)）评分，随后给出成绩。")
    ]
  }

  /// A self-report, a line each: overall, then the domains.
  private static func said(_ report: SelfReport) -> [LocalizedText] {
    func line(_ name: LocalizedText, _ part: SelfReport.Part) -> LocalizedText {
      let value = String(Int(part.value.rounded())).padded(to: 3, alignment: .trailing)
      return LocalizedText(
        en: "\(name.en.padded(to: 24)) \(bar(part.value))  \(value)",
        zh: "\(name.zh.padded(to: 24)) \(bar(part.value))  \(value)")
    }
    let note = LocalizedText(
      en: "This is what you say of yourself, 0 to 100; it is shown beside your measured score and never part of it.",
      zh: "这是您的自评（0 到 100），仅与测评成绩并列显示，不计入成绩。")
    return [line(overall, report.overall)] + report.domains.map { line($0.domain.name, $0.part) } + [note]
      + report.flags.map(\.remark)
  }

  private static func bar(_ value: Double) -> String {
    let filled = min(20, max(0, Int((value / 5).rounded())))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
  }

  /// A score report, a line each: overall, then the domains with a bar.
  static func score(_ report: ScoreReport) -> [LocalizedText] {
    let head = line(of: report.overall, name: quotient)
    let domains = report.domains.map { line(of: $0.score, name: $0.domain.name) }
    let provisional = LocalizedText(
      en: "Provisional: the items' difficulties are rated by experts and not yet calibrated.",
      zh: "暂定成绩：题目难度由专家评定，尚未校准。")
    let validity = LocalizedText(en: "Valid until \(report.validUntil).", zh: "有效期至 \(report.validUntil)。")
    return [head] + domains + (report.provisional ? [provisional] : []) + [validity] + report.flags.map(\.remark)
  }

  private static func line(of score: QuotientScore, name: LocalizedText) -> LocalizedText {
    let figures =
      "\(bar(score.aiq))  \(Int(score.aiq.rounded())) ± \(Int(score.aiqStandardError.rounded()))  \(score.level)"
    return LocalizedText(
      en: "\(name.en.padded(to: 24, alignment: .leading)) \(figures) \(score.level.name.en)",
      zh: "\(name.zh.padded(to: 24, alignment: .leading)) \(figures) \(score.level.name.zh)")
  }
}
