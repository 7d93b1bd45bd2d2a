import Readiness
import Storage

/// What is told of the rating of answers in words.
extension Text {
  static let adjacent = LocalizedText(en: "Within 1", zh: "相差不超过 1")
  static let attempt = LocalizedText(en: "Attempt", zh: "测评记录")
  static let characters = LocalizedText(en: "Characters", zh: "字符数")
  static let criterion = LocalizedText(en: "Criterion", zh: "评分要点")
  static let exact = LocalizedText(en: "Equal", zh: "完全一致")
  static let handedIn = LocalizedText(en: "Handed in", zh: "提交日")
  static let kappa = LocalizedText(en: "Kappa", zh: "Kappa")
  static let kind = LocalizedText(en: "Kind", zh: "题型")
  static let pairs = LocalizedText(en: "Answers", zh: "作答数")
  static let quadraticKappa = LocalizedText(en: "Weighted kappa", zh: "加权 Kappa")
  static let testItem = LocalizedText(en: "Item", zh: "题目")
  static let total = LocalizedText(en: "Total", zh: "总分")

  static let rubricTitle = LocalizedText(en: "What a full answer holds", zh: "完整答案应包含")
  static let answerTitle = LocalizedText(en: "The answer", zh: "作答")
  static let commentAsked = LocalizedText(en: "A comment, if you like (Enter: none):", zh: "评语（可选，回车跳过）：")
  static let nothingToRate = LocalizedText(en: "Nothing waits for you to rate.", zh: "没有等待您评分的作答。")
  static let itemRequired = LocalizedText(
    en: "Give --attempt, --item and a --score for each criterion, or none of them to be asked.",
    zh: "请同时给出 --attempt、--item 和每项要点的 --score；或都不给出，逐项询问。")

  static let scoredTwice = LocalizedText(en: "Score each criterion once.", zh: "每项要点只评一次分。")

  static func scoreAsked(_ criterion: RubricCriterion) -> LocalizedText {
    LocalizedText(
      en: "\(criterion.name.en), 0 to \(criterion.maximumScore):",
      zh: "\(criterion.name.zh)，0 到 \(criterion.maximumScore)：")
  }

  static func scoreExpected(_ highest: Int) -> LocalizedText {
    LocalizedText(en: "Write a whole number from 0 to \(highest).", zh: "请输入 0 到 \(highest) 的整数。")
  }

  static func rated(_ result: RateResponse.Result) -> LocalizedText {
    if result.missing > 0 {
      return LocalizedText(
        en: "Rated. \(result.missing) more \(result.missing == 1 ? "rater is" : "raters are") needed for this answer.",
        zh: "已评分。该作答还需要 \(result.missing) 位评分人。")
    }
    return result.status == .scored
      ? LocalizedText(en: "Rated. The attempt is complete and scored.", zh: "已评分。该次测评已全部评完并计分。")
      : LocalizedText(
        en: "Rated. This answer has its score; others of the attempt wait.", zh: "已评分。该作答已有结果，同次测评的其他作答仍在等待。")
  }

  static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

  /// A dash where there is none.
  static func hundredths(_ value: Double?) -> String {
    guard let value else { return "–" }
    let hundredths = Int((value * 100).rounded())
    let digits = String(abs(hundredths) % 100)
    return "\(hundredths < 0 ? "−" : "")\(abs(hundredths) / 100).\(digits.count < 2 ? "0" : "")\(digits)"
  }
}
