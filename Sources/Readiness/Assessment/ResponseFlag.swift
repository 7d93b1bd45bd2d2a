/// A sign that an attempt's answers may not show what the person can do. It is reported beside the score, changes nothing in
/// it, and is for a human to judge.
public enum ResponseFlag: String, Codable, Sendable, CaseIterable {
  /// Many answers came faster than their question can be read.
  case rapidGuessing = "rapid_guessing"
  /// The same position was chosen many times in a row.
  case samePosition = "same_position"
  /// Right and wrong answers do not fit any one ability: hard items right, easy ones wrong.
  case misfit
  /// A self-report agrees with statements and with their opposites alike.
  case straightLining = "straight_lining"

  public var name: LocalizedText {
    switch self {
    case .rapidGuessing: LocalizedText(en: "Answered faster than one can read", zh: "作答快于阅读所需时间")
    case .samePosition: LocalizedText(en: "Same position many times in a row", zh: "连续多次选择同一位置")
    case .misfit: LocalizedText(en: "Pattern fits no ability", zh: "作答模式异常")
    case .straightLining: LocalizedText(en: "Agreed with a statement and its opposite", zh: "正反陈述作答一致")
    }
  }

  /// The same for the person themselves: what was seen and what it may come from, without a judgement.
  public var remark: LocalizedText {
    switch self {
    case .rapidGuessing:
      LocalizedText(
        en: "Some answers came faster than their questions are usually read; with more time the score may be another.",
        zh: "部分作答快于通常的读题时间；如时间更充裕，成绩可能不同。")
    case .samePosition:
      LocalizedText(
        en: "The same position was chosen many times in a row; the score is as reliable as those answers were meant.",
        zh: "连续多次选择了同一位置；成绩的可靠程度取决于这些作答是否出于本意。")
    case .misfit:
      LocalizedText(
        en: "Hard questions went well while easier ones did not; a retake may give a clearer picture.",
        zh: "较难的题答得好，而较易的题没有答好；重测可能得到更清晰的结果。")
    case .straightLining:
      LocalizedText(
        en: "Statements and their opposites were answered alike; the self-report may not tell much.",
        zh: "正反陈述的作答相同；这份自评可能参考价值有限。")
    }
  }
}

extension ResponseFlag {
  /// The share of answers below which effort is doubted (Wise & Kong, 2005, ask for 90 % of answers with effort).
  static let effortShare = 0.9
  /// How many times in a row the first, second, … option may be chosen before it is called a pattern: with four options
  /// chance alone does it about once in 3,000 forms of 36 items.
  static let longestRun = 9

  /// The flags that times and positions raise.
  ///
  /// - Parameters:
  ///   - responses: in the order they were given.
  ///   - delivered: the items they answer, among others.
  public static func flags(of responses: [ItemResponse], delivered: [Item]) -> [ResponseFlag] {
    let items = Dictionary(delivered.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    let answered = responses.compactMap { response in items[response.item].map { (response, $0) } }
    var flags: [ResponseFlag] = []
    if isRapid(answered) { flags.append(.rapidGuessing) }
    if longestRun(of: answered) >= longestRun { flags.append(.samePosition) }
    if isStraight(answered) { flags.append(.straightLining) }
    return flags
  }

  private static func isRapid(_ answered: [(ItemResponse, Item)]) -> Bool {
    let timed = answered.compactMap { response, item in response.milliseconds.map { ($0, item.shortestMilliseconds) } }
    guard timed.count >= 5 else { return false }
    return Double(timed.count { $0 >= $1 }) < effortShare * Double(timed.count)
  }

  private static func longestRun(of answered: [(ItemResponse, Item)]) -> Int {
    var (longest, run) = (0, 0)
    var last: Int?
    for (response, item) in answered where item.kind.answerLengths(optionCount: 0) == 1...1 && item.kind != .selfReport
    {
      let position = item.options.firstIndex { [$0.key] == response.answer }
      run = position != nil && position == last ? run + 1 : 1
      last = position
      longest = max(longest, run)
    }
    return longest
  }

  /// All answers alike, although some statements are reversed.
  private static func isStraight(_ answered: [(ItemResponse, Item)]) -> Bool {
    let reports = answered.filter { $0.1.kind == .selfReport }
    guard reports.count >= 6, Set(reports.map(\.1.isReversed)).count == 2 else { return false }
    return Set(reports.map(\.0.answer)).count == 1
  }
}

extension Item {
  /// The time in which nobody reads the question: at 60 characters a second of English, or 25 of Chinese, whichever is
  /// shorter; at least a second.
  fileprivate var shortestMilliseconds: Int {
    let texts = [stem] + options.map(\.text)
    let english = texts.reduce(0) { $0 + $1.en.count } * 1_000 / 60
    let chinese = texts.reduce(0) { $0 + $1.zh.count } * 1_000 / 25
    return max(1_000, min(english, chinese))
  }
}
