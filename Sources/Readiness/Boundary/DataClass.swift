/// How sensitive data is; an AI system is cleared up to one class.
public enum DataClass: String, Codable, Sendable, CaseIterable, Comparable {
  case `public`
  case `internal`
  case confidential
  case restricted

  /// 0 for public to 3 for restricted.
  var rank: Int { DataClass.allCases.firstIndex(of: self) ?? 0 }

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  public var name: LocalizedText {
    switch self {
    case .public: LocalizedText(en: "public", zh: "公开")
    case .internal: LocalizedText(en: "internal", zh: "内部")
    case .confidential: LocalizedText(en: "confidential", zh: "机密")
    case .restricted: LocalizedText(en: "restricted", zh: "受限")
    }
  }
}

/// The risk class of an AI system.
public enum RiskClass: String, Codable, Sendable, CaseIterable, Comparable {
  case minimal
  case limited
  case high

  /// 0 for minimal to 2 for high.
  var rank: Int { RiskClass.allCases.firstIndex(of: self) ?? 0 }

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  public var name: LocalizedText {
    switch self {
    case .minimal: LocalizedText(en: "minimal", zh: "极低风险")
    case .limited: LocalizedText(en: "limited", zh: "有限风险")
    case .high: LocalizedText(en: "high", zh: "高风险")
    }
  }
}
