/// The facts that a rule may ask about, by the name that rule files use.
public enum BoundaryFact: String, Codable, Sendable, CaseIterable {
  case exposure
  case automation
  /// Whether those who labelled the task disagree.
  case labelsDisagree = "labels_disagree"
  case physical
  case interpersonal
  case uncertainty
  case expertise
  case enjoyment
  case irreversible
  case affectsPerson = "affects_person"
  case dataClass = "data_class"
  case aiSystem = "ai_system"
  case clearance
  case riskClass = "risk_class"
  case hasAccountableHuman = "has_accountable_human"
  case hasOverseer = "has_overseer"
  case overseerLevel = "overseer_level"
  case requiredLevel = "required_level"
  case desiredLevel = "desired_level"
  case feasibleLevel = "feasible_level"
  /// Steps between desired and feasible level, 0 to 4.
  case agencyGap = "agency_gap"
  case consulted
  /// The level being decided: only rules that flag or set a review may ask for it.
  case level

  public var name: LocalizedText {
    switch self {
    case .exposure: LocalizedText(en: "exposure", zh: "暴露度")
    case .automation: LocalizedText(en: "automation potential", zh: "自动化潜力")
    case .labelsDisagree: LocalizedText(en: "disagreement of labels", zh: "标注分歧")
    case .physical: LocalizedText(en: "physical action", zh: "实体操作")
    case .interpersonal: LocalizedText(en: "interpersonal contact", zh: "人际互动")
    case .uncertainty: LocalizedText(en: "uncertainty or stakes", zh: "不确定性或后果严重性")
    case .expertise: LocalizedText(en: "domain expertise", zh: "领域专长")
    case .enjoyment: LocalizedText(en: "enjoyment", zh: "工作乐趣")
    case .irreversible: LocalizedText(en: "irreversibility", zh: "不可逆性")
    case .affectsPerson: LocalizedText(en: "effect on a person", zh: "对个人的影响")
    case .dataClass: LocalizedText(en: "data class", zh: "数据级别")
    case .aiSystem: LocalizedText(en: "AI system", zh: "AI 系统")
    case .clearance: LocalizedText(en: "the AI system's clearance", zh: "AI 系统的数据许可级别")
    case .riskClass: LocalizedText(en: "risk class", zh: "风险级别")
    case .hasAccountableHuman: LocalizedText(en: "accountable human", zh: "负责人")
    case .hasOverseer: LocalizedText(en: "overseer", zh: "监督人")
    case .overseerLevel: LocalizedText(en: "the overseer's level", zh: "监督人的级别")
    case .requiredLevel: LocalizedText(en: "the level required of the overseer", zh: "对监督人的级别要求")
    case .desiredLevel: LocalizedText(en: "the level employees want", zh: "员工期望级别")
    case .feasibleLevel: LocalizedText(en: "the level experts hold feasible", zh: "专家可行级别")
    case .agencyGap: LocalizedText(en: "the gap between desired and feasible", zh: "期望与可行的差距")
    case .consulted: LocalizedText(en: "consultation", zh: "意见征询")
    case .level: LocalizedText(en: "the level decided", zh: "决定的级别")
    }
  }

  var type: FactType {
    switch self {
    case .exposure: .exposure
    case .automation: .automation
    case .physical, .interpersonal, .uncertainty, .expertise, .enjoyment: .rating
    case .labelsDisagree, .irreversible, .affectsPerson, .hasAccountableHuman, .hasOverseer, .consulted: .boolean
    case .dataClass, .clearance: .dataClass
    case .riskClass: .riskClass
    case .overseerLevel, .requiredLevel: .quotientLevel
    case .desiredLevel, .feasibleLevel, .level: .agencyLevel
    case .agencyGap: .steps
    case .aiSystem: .name
    }
  }
}

extension BoundaryFacts {
  /// The value of `fact` as its rank within its type, or nil when it is not known.
  ///
  /// - Parameter level: the level being decided, nil while it is not settled.
  func value(of fact: BoundaryFact, level: HumanAgencyLevel?) -> FactValue? {
    switch fact {
    case .exposure: exposure.map { .rank($0.rawValue) }
    case .automation: automation.map { .rank($0.rawValue) }
    case .labelsDisagree: labelsDisagree.map { .rank($0 ? 1 : 0) }
    case .physical: traits.map { .rank($0.physical) }
    case .interpersonal: traits.map { .rank($0.interpersonal) }
    case .uncertainty: traits.map { .rank($0.uncertainty) }
    case .expertise: traits.map { .rank($0.expertise) }
    case .enjoyment: traits.map { .rank($0.enjoyment) }
    case .irreversible: irreversible.map { .rank($0 ? 1 : 0) }
    case .affectsPerson: affectsPerson.map { .rank($0 ? 1 : 0) }
    case .dataClass: dataClass.map { .rank($0.rank) }
    case .aiSystem: aiSystem.map { .name($0) }
    case .clearance: clearance.map { .rank($0.rank) }
    case .riskClass: riskClass.map { .rank($0.rank) }
    case .hasAccountableHuman: .rank(hasAccountableHuman ? 1 : 0)
    case .hasOverseer: .rank(hasOverseer ? 1 : 0)
    case .overseerLevel: overseerLevel.map { .rank($0.rawValue) }
    case .requiredLevel: requiredLevel.map { .rank($0.rawValue) }
    case .desiredLevel: desiredLevel.map { .rank($0.rawValue) }
    case .feasibleLevel: feasibleLevel.map { .rank($0.rawValue) }
    case .agencyGap: agencyGap.map { .rank($0) }
    case .consulted: .rank(consulted ? 1 : 0)
    case .level: level.map { .rank($0.rawValue) }
    }
  }

  /// |desired − feasible| in levels, 0 to 4; nil unless both are known.
  public var agencyGap: Int? {
    guard let desiredLevel, let feasibleLevel else { return nil }
    return abs(desiredLevel.rawValue - feasibleLevel.rawValue)
  }
}
