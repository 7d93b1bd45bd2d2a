/// What is known of one task in one role when its boundary is proposed; nil is “not known”.
public struct BoundaryFacts: Codable, Sendable, Equatable {
  public var exposure: Exposure?
  public var automation: AutomationPotential?
  /// True when those who labelled the task disagree; nil when at most one did.
  public var labelsDisagree: Bool?
  public var traits: TaskTraits?
  /// True when what the task does cannot be undone.
  public var irreversible: Bool?
  /// True when the task has a legal or employment effect on a person.
  public var affectsPerson: Bool?
  /// The highest class of data that the task touches.
  public var dataClass: DataClass?
  /// The AI system with the lowest clearance among those approved for the task; nil when none is.
  public var aiSystem: LocalizedText?
  /// The highest data class that `aiSystem` is cleared for.
  public var clearance: DataClass?
  /// The highest risk class among the AI systems approved for the task.
  public var riskClass: RiskClass?
  public var hasAccountableHuman: Bool
  public var hasOverseer: Bool
  /// The overseer's level by a score that is valid now; nil when there is no overseer or no valid score.
  public var overseerLevel: QuotientLevel?
  /// The level that the overseer must hold; nil when none is asked for.
  public var requiredLevel: QuotientLevel?
  /// The level that employees want.
  public var desiredLevel: HumanAgencyLevel?
  /// True where so few employees said so that it must not be told; nil: it may be.
  public var isDesiredLevelConfidential: Bool?
  /// The level that experts hold feasible.
  public var feasibleLevel: HumanAgencyLevel?
  /// True once the employees concerned have been consulted.
  public var consulted: Bool

  public init(
    exposure: Exposure? = nil, automation: AutomationPotential? = nil, labelsDisagree: Bool? = nil,
    traits: TaskTraits? = nil, irreversible: Bool? = nil, affectsPerson: Bool? = nil,
    dataClass: DataClass? = nil, aiSystem: LocalizedText? = nil, clearance: DataClass? = nil,
    riskClass: RiskClass? = nil, hasAccountableHuman: Bool = false, hasOverseer: Bool = false,
    overseerLevel: QuotientLevel? = nil,
    requiredLevel: QuotientLevel? = nil, desiredLevel: HumanAgencyLevel? = nil,
    feasibleLevel: HumanAgencyLevel? = nil, consulted: Bool = false
  ) {
    self.exposure = exposure
    self.automation = automation
    self.labelsDisagree = labelsDisagree
    self.traits = traits
    self.irreversible = irreversible
    self.affectsPerson = affectsPerson
    self.dataClass = dataClass
    self.aiSystem = aiSystem
    self.clearance = clearance
    self.riskClass = riskClass
    self.hasAccountableHuman = hasAccountableHuman
    self.hasOverseer = hasOverseer
    self.overseerLevel = overseerLevel
    self.requiredLevel = requiredLevel
    self.desiredLevel = desiredLevel
    self.feasibleLevel = feasibleLevel
    self.consulted = consulted
  }

  /// What may be told of the level that employees want.
  public var toldDesiredLevel: HumanAgencyLevel? { isDesiredLevelConfidential == true ? nil : desiredLevel }

  /// The facts without what must not be told.
  public var told: BoundaryFacts {
    var told = self
    told.desiredLevel = toldDesiredLevel
    return told
  }

  /// True when there is an overseer who holds the level asked for, if one is.
  public var hasQualifiedOverseer: Bool {
    guard hasOverseer else { return false }
    guard let requiredLevel else { return true }
    return overseerLevel.map { $0 >= requiredLevel } ?? false
  }
}
