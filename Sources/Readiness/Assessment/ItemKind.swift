/// How an item is answered and marked.
public enum ItemKind: String, Codable, Sendable, CaseIterable {
  /// One option is right.
  case singleChoice = "single_choice"
  /// A set of options is right: all of them and no other.
  case multipleChoice = "multiple_choice"
  /// Every option, in the right order.
  case ordering
  /// A target for every option.
  case matching
  /// The one option that names what is wrong with an AI output.
  case errorSpotting = "error_spotting"
  /// The one option that is the best thing to do in a case at work.
  case situationalJudgement = "situational_judgement"
  /// A better prompt than the one shown, in the person's own words; rated by a rubric.
  case promptRepair = "prompt_repair"
  /// A small piece of real work, in the person's own words; rated by a rubric.
  case workSample = "work_sample"
  /// How far the person agrees with a statement about themselves; never scored as ability.
  case selfReport = "self_report"

  /// How an answer to it is judged.
  public var marking: Marking {
    switch self {
    case .singleChoice, .multipleChoice, .ordering, .matching, .errorSpotting, .situationalJudgement: .key
    case .promptRepair, .workSample: .rubric
    case .selfReport: .none
    }
  }

  /// Who or what judges an answer.
  public enum Marking: Sendable {
    /// The item's key: right or wrong.
    case key
    /// Two raters, by the item's rubric.
    case rubric
    /// Nobody: there is no right answer.
    case none
  }

  /// How many options an answer names, for an item with `optionCount` of them; nil for an answer in words.
  func answerLengths(optionCount: Int) -> ClosedRange<Int>? {
    switch self {
    case .singleChoice, .errorSpotting, .situationalJudgement, .selfReport: 1...1
    case .multipleChoice: 1...max(optionCount, 1)
    case .ordering, .matching: optionCount...optionCount
    case .promptRepair, .workSample: nil
    }
  }

  public var name: LocalizedText {
    switch self {
    case .singleChoice: LocalizedText(en: "Single choice", zh: "单选题")
    case .multipleChoice: LocalizedText(en: "Multiple choice", zh: "多选题")
    case .ordering: LocalizedText(en: "Ordering", zh: "排序题")
    case .matching: LocalizedText(en: "Matching", zh: "配对题")
    case .errorSpotting: LocalizedText(en: "Error spotting", zh: "找错题")
    case .situationalJudgement: LocalizedText(en: "Situational judgement", zh: "情境判断题")
    case .promptRepair: LocalizedText(en: "Prompt repair", zh: "提示词修改题")
    case .workSample: LocalizedText(en: "Work sample", zh: "工作样本题")
    case .selfReport: LocalizedText(en: "Self-report", zh: "自评题")
    }
  }
}

/// Where an item is in its life.
public enum ItemStatus: String, Codable, Sendable, CaseIterable {
  /// Being written; delivered to nobody.
  case draft
  /// Delivered to gather responses, but not scored.
  case beta
  /// Delivered and scored.
  case live
  /// No longer delivered; kept for the scores that rest on it.
  case retired

  public var isDelivered: Bool { self == .beta || self == .live }
  public var isScored: Bool { self == .live }
}
