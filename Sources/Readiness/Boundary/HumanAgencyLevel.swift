/// How much of a task stays with the human: the Human Agency Scale of Stanford's WORKBank study.
///
/// Ordered from least to most human; "more human" means a higher level.
public enum HumanAgencyLevel: Int, Sendable, CaseIterable, Comparable {
  /// AI alone.
  case h1 = 1
  /// AI with minimal human input.
  case h2
  /// Equal partnership.
  case h3
  /// A human drives with AI help.
  case h4
  /// A human is essential.
  case h5

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// One step more human; H5 stays H5.
  public var moreHuman: HumanAgencyLevel { HumanAgencyLevel(rawValue: rawValue + 1) ?? .h5 }
}

extension HumanAgencyLevel: TextCoded {
  public static var expectation: String { "a level, H1 to H5" }

  /// Reads `H1` … `H5`, in either case.
  public init?(_ description: String) {
    guard description.utf8.count == 2, description.first == "H" || description.first == "h",
      let number = Int(description.dropFirst()), let level = HumanAgencyLevel(rawValue: number)
    else { return nil }
    self = level
  }

  public var description: String { "H\(rawValue)" }

  public var name: LocalizedText {
    switch self {
    case .h1: LocalizedText(en: "AI alone", zh: "AI 独立完成")
    case .h2: LocalizedText(en: "AI with minimal human input", zh: "AI 为主，人少量介入")
    case .h3: LocalizedText(en: "Equal partnership", zh: "人机对等协作")
    case .h4: LocalizedText(en: "Human drives, AI helps", zh: "人主导，AI 辅助")
    case .h5: LocalizedText(en: "Human essential", zh: "必须由人完成")
    }
  }
}
