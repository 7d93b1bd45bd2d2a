/// How a human stays in charge of what the AI does.
public enum Oversight: String, Codable, Sendable, CaseIterable {
  /// A human approves each result before it takes effect.
  case inTheLoop = "in_the_loop"
  /// A human watches and can step in at any time.
  case onTheLoop = "on_the_loop"
  /// A human decides when and whether the system is used at all.
  case inCommand = "in_command"

  public var name: LocalizedText {
    switch self {
    case .inTheLoop: LocalizedText(en: "Human in the loop", zh: "人在环中")
    case .onTheLoop: LocalizedText(en: "Human on the loop", zh: "人在环上")
    case .inCommand: LocalizedText(en: "Human in command", zh: "人在指挥")
    }
  }
}

/// Why a human keeps a share of a task.
public enum RationaleCode: String, Codable, Sendable, CaseIterable {
  case physical
  case control
  case domainKnowledge = "domain_knowledge"
  case empathy
  case qualityOversight = "quality_oversight"
  case dynamic
  case ethical

  public var name: LocalizedText {
    switch self {
    case .physical: LocalizedText(en: "Physical action", zh: "需要实体操作")
    case .control: LocalizedText(en: "Control", zh: "掌控权")
    case .domainKnowledge: LocalizedText(en: "Domain knowledge", zh: "领域知识")
    case .empathy: LocalizedText(en: "Empathy", zh: "共情")
    case .qualityOversight: LocalizedText(en: "Quality oversight", zh: "质量把关")
    case .dynamic: LocalizedText(en: "Changing circumstances", zh: "情况多变")
    case .ethical: LocalizedText(en: "Ethical judgement", zh: "伦理判断")
    }
  }
}

/// Where one version of a boundary stands.
public enum BoundaryStatus: String, Codable, Sendable, CaseIterable {
  case proposed
  case approved
  case superseded
  case withdrawn

  public var name: LocalizedText {
    switch self {
    case .proposed: LocalizedText(en: "Proposed", zh: "待批准")
    case .approved: LocalizedText(en: "Approved", zh: "已批准")
    case .superseded: LocalizedText(en: "Superseded", zh: "已被取代")
    case .withdrawn: LocalizedText(en: "Withdrawn", zh: "已撤回")
    }
  }
}

/// What a rule demands of a decision before it can be approved.
public enum BoundaryRequirement: String, Codable, Sendable, CaseIterable {
  case inTheLoop = "in_the_loop"
  case namedOverseer = "named_overseer"
  /// An overseer who holds the level that the boundary asks for.
  case qualifiedOverseer = "qualified_overseer"
  case consultation
  /// Signed by `boundary.sign` before it is approved.
  case worksCouncil = "works_council"
  case legal
  case dataProtection = "data_protection"

  /// The sign-off that is required; nil for all else.
  public var signOff: SignOffKind? {
    switch self {
    case .worksCouncil: .worksCouncil
    case .legal: .legal
    case .dataProtection: .dataProtection
    case .inTheLoop, .namedOverseer, .qualifiedOverseer, .consultation: nil
    }
  }

  public var name: LocalizedText {
    switch self {
    case .inTheLoop: LocalizedText(en: "Human in the loop", zh: "人在环中")
    case .namedOverseer: LocalizedText(en: "Named overseer", zh: "指定监督人")
    case .qualifiedOverseer: LocalizedText(en: "Qualified overseer", zh: "监督人能力达标")
    case .consultation: LocalizedText(en: "Employees consulted", zh: "已征询员工意见")
    case .worksCouncil: LocalizedText(en: "Signed by the works council", zh: "职工代表机构签署")
    case .legal: LocalizedText(en: "Signed by legal", zh: "法务签署")
    case .dataProtection: LocalizedText(en: "Signed by data protection", zh: "数据保护签署")
    }
  }
}
