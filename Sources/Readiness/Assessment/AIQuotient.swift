/// The six domains of the AI quotient (AI商).
public enum QuotientDomain: String, Codable, Sendable, CaseIterable {
  case understand
  case explore
  case direct
  case evaluate
  case responsible
  case delegate

  public var name: LocalizedText {
    switch self {
    case .understand: LocalizedText(en: "Understand principles", zh: "理解原理")
    case .explore: LocalizedText(en: "Explore uses", zh: "探索应用")
    case .direct: LocalizedText(en: "Direct effectively", zh: "有效驾驭")
    case .evaluate: LocalizedText(en: "Evaluate outputs", zh: "评估输出")
    case .responsible: LocalizedText(en: "Use responsibly", zh: "负责任使用")
    case .delegate: LocalizedText(en: "Delegate and calibrate", zh: "委派与校准")
    }
  }
}

/// A level of the AI quotient, from L0 Unaware to L4 Shaper.
public enum QuotientLevel: Int, Sendable, CaseIterable, Comparable {
  case l0 = 0
  case l1, l2, l3, l4

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  public var name: LocalizedText {
    switch self {
    case .l0: LocalizedText(en: "Unaware", zh: "未认知")
    case .l1: LocalizedText(en: "Aware", zh: "认知者")
    case .l2: LocalizedText(en: "Practitioner", zh: "实践者")
    case .l3: LocalizedText(en: "Builder", zh: "构建者")
    case .l4: LocalizedText(en: "Shaper", zh: "引领者")
    }
  }
}

extension QuotientLevel: TextCoded {
  public static var expectation: String { "a level, L0 to L4" }

  /// Reads `L0` … `L4`, in either case.
  public init?(_ description: String) {
    guard description.utf8.count == 2, description.first == "L" || description.first == "l",
      let number = Int(description.dropFirst()), let level = QuotientLevel(rawValue: number)
    else { return nil }
    self = level
  }

  public var description: String { "L\(rawValue)" }
}
