/// The seven dimensions of the readiness index.
public enum Dimension: String, Codable, Sendable, CaseIterable {
  case strategy
  case governance
  case data
  case technology
  case boundaries
  case workforce
  case culture

  public var name: LocalizedText {
    switch self {
    case .strategy: LocalizedText(en: "Strategy and use-case value", zh: "战略与用例价值")
    case .governance: LocalizedText(en: "Governance and risk", zh: "治理与风险")
    case .data: LocalizedText(en: "Data assets", zh: "数据资产")
    case .technology: LocalizedText(en: "Technology, route and vendors", zh: "技术、路线与供应商")
    case .boundaries: LocalizedText(en: "Roles and boundaries", zh: "岗位与人机边界")
    case .workforce: LocalizedText(en: "Workforce AI quotient", zh: "员工 AI 商")
    case .culture: LocalizedText(en: "Culture and adoption", zh: "文化与采纳")
    }
  }
}

/// The grade of an index or of one dimension, by its value out of 100: unaware ≤ 30 < aware ≤ 60 < ready ≤ 85 < competent.
public enum Grade: String, Codable, Sendable, CaseIterable, Comparable {
  case unaware
  case aware
  case ready
  case competent

  /// - Parameter value: 0 to 100.
  public init(value: Double) {
    self = value <= 30 ? .unaware : value <= 60 ? .aware : value <= 85 ? .ready : .competent
  }

  private var rank: Int { Grade.allCases.firstIndex(of: self) ?? 0 }

  public static func < (left: Grade, right: Grade) -> Bool { left.rank < right.rank }

  /// One grade higher; competent stays competent.
  public var next: Grade { Grade.allCases[min(rank + 1, Grade.allCases.count - 1)] }

  public var name: LocalizedText {
    switch self {
    case .unaware: LocalizedText(en: "Unaware", zh: "未认知")
    case .aware: LocalizedText(en: "Aware", zh: "认知")
    case .ready: LocalizedText(en: "Ready", zh: "就绪")
    case .competent: LocalizedText(en: "Competent", zh: "胜任")
    }
  }
}

/// How well a rating is evidenced; its strength is the weight of its confidence.
public enum EvidenceStrength: String, Codable, Sendable, CaseIterable {
  case selfRated = "self"
  case peer
  case verified

  /// 0.70, 0.85 or 1.00.
  public var value: Double {
    switch self {
    case .selfRated: 0.70
    case .peer: 0.85
    case .verified: 1.00
    }
  }
}
