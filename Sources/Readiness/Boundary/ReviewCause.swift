public enum BoundaryReviewEntry {}
public typealias BoundaryReviewID = Identifier<BoundaryReviewEntry>

/// Why a boundary in force is to be looked at again.
public enum ReviewCause: String, Codable, Sendable, CaseIterable {
  case incident
  case model
  case policy
  case ruleSet = "rule_set"
  case aiSystem = "ai_system"
  case overseer
  case accountable
  case task
  case labels
  case consultation

  public var name: LocalizedText {
    switch self {
    case .incident: LocalizedText(en: "Incident", zh: "事件")
    case .model: LocalizedText(en: "Change of model", zh: "模型变更")
    case .policy: LocalizedText(en: "Policy", zh: "政策")
    case .ruleSet: LocalizedText(en: "Rules", zh: "规则")
    case .aiSystem: LocalizedText(en: "AI system", zh: "AI 系统")
    case .overseer: LocalizedText(en: "Overseer", zh: "监督人")
    case .accountable: LocalizedText(en: "Accountable human", zh: "负责人")
    case .task: LocalizedText(en: "Task", zh: "任务")
    case .labels: LocalizedText(en: "Labels", zh: "标签")
    case .consultation: LocalizedText(en: "Consultation", zh: "意见征询")
    }
  }
}

extension BoundaryFact {
  /// What a change of this fact is called; nil for those that are computed from others, or are the decision itself.
  var cause: ReviewCause? {
    switch self {
    case .exposure, .automation, .labelsDisagree: .labels
    case .physical, .interpersonal, .uncertainty, .expertise, .enjoyment, .irreversible, .affectsPerson, .dataClass,
      .feasibleLevel:
      .task
    case .aiSystem, .clearance, .riskClass: .aiSystem
    case .hasOverseer, .overseerLevel, .requiredLevel: .overseer
    case .hasAccountableHuman: .accountable
    case .desiredLevel, .consulted: .consultation
    case .agencyGap, .level: nil
    }
  }
}

/// How today's facts differ from those that a decision rests on.
public struct FactDifference: Sendable, Equatable {
  /// Each once, in the order of `ReviewCause`; the rules where no fact differs.
  public let causes: [ReviewCause]
  /// Each fact with both values, as a sentence.
  public let reason: LocalizedText

  public init(from before: BoundaryFacts, to after: BoundaryFacts) {
    let changed = BoundaryFact.allCases.filter {
      $0.cause != nil && before.value(of: $0, level: nil) != after.value(of: $0, level: nil)
    }
    let found = Set(changed.compactMap(\.cause))
    causes = found.isEmpty ? [.ruleSet] : ReviewCause.allCases.filter(found.contains)
    let parts = changed.map { fact in
      let (old, new) = (before.text(of: fact), after.text(of: fact))
      return LocalizedText(en: "\(fact.name.en): \(old.en) → \(new.en)", zh: "\(fact.name.zh)：\(old.zh) → \(new.zh)")
    }
    reason =
      parts.isEmpty
      ? LocalizedText(en: "the rules changed, the facts did not", zh: "规则已变更，事实未变")
      : LocalizedText(en: parts.map(\.en).joined(separator: "; "), zh: parts.map(\.zh).joined(separator: "；"))
  }
}
