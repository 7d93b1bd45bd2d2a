/// How an item is answered and marked. All of these are answered by the keys of options.
public enum ItemKind: String, Codable, Sendable, CaseIterable {
  /// One option is right.
  case singleChoice = "single_choice"
  /// A set of options is right: all of them and no other.
  case multipleChoice = "multiple_choice"
  /// Every option, in the right order.
  case ordering
  /// The one option that names what is wrong with an AI output.
  case errorSpotting = "error_spotting"
  /// The one option that is the best thing to do in a case at work.
  case situationalJudgement = "situational_judgement"

  /// How many options an answer names, for an item with `optionCount` of them.
  func answerLengths(optionCount: Int) -> ClosedRange<Int> {
    switch self {
    case .singleChoice, .errorSpotting, .situationalJudgement: 1...1
    case .multipleChoice: 1...max(optionCount, 1)
    case .ordering: optionCount...optionCount
    }
  }

  public var name: LocalizedText {
    switch self {
    case .singleChoice: LocalizedText(en: "Single choice", zh: "单选题")
    case .multipleChoice: LocalizedText(en: "Multiple choice", zh: "多选题")
    case .ordering: LocalizedText(en: "Ordering", zh: "排序题")
    case .errorSpotting: LocalizedText(en: "Error spotting", zh: "找错题")
    case .situationalJudgement: LocalizedText(en: "Situational judgement", zh: "情境判断题")
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

/// Where an item's slope and difficulty come from.
public enum ParameterSource: String, Codable, Sendable, CaseIterable {
  /// Judged by experts; scores that rest on it are provisional.
  case expertRated = "expert_rated"
  /// Estimated from enough responses.
  case calibrated
}
