public enum Role {}
public enum WorkTask {}
public enum AISystem {}
public typealias RoleID = Identifier<Role>
public typealias TaskID = Identifier<WorkTask>
public typealias AISystemID = Identifier<AISystem>

/// Where a role's description comes from.
public enum RoleSource: String, Codable, Sendable, CaseIterable {
  case onet
  case esco
  case csco
  case custom
}

/// How an organisation comes by a model: ① train ② fine-tune ③ an interface with own data ④ software with AI in it.
public enum ModelRoute: String, Codable, Sendable, CaseIterable {
  case train
  case fineTune = "fine_tune"
  case api
  case software
}

/// A row of a file of AI systems.
public struct AISystemRecord: Codable, Sendable, Equatable {
  public var code: String
  public var name: String
  public var vendor: String
  public var purpose: LocalizedText
  public var riskClass: RiskClass
  public var route: ModelRoute
  /// The highest class of data it may be given.
  public var clearedDataClass: DataClass

  public init(
    code: String, name: String, vendor: String, purpose: LocalizedText, riskClass: RiskClass, route: ModelRoute,
    clearedDataClass: DataClass
  ) {
    self.code = code
    self.name = name
    self.vendor = vendor
    self.purpose = purpose
    self.riskClass = riskClass
    self.route = route
    self.clearedDataClass = clearedDataClass
  }
}

/// A row of a file of roles.
public struct RoleRecord: Codable, Sendable, Equatable {
  public var code: String
  public var source: RoleSource
  public var name: LocalizedText
  public var family: String
  /// The AI quotient the role requires, overall and by domain; a domain not named has no requirement.
  public var requiredLevel: QuotientLevel
  public var requiredByDomain: [String: QuotientLevel]

  public init(
    code: String, source: RoleSource, name: LocalizedText, family: String, requiredLevel: QuotientLevel,
    requiredByDomain: [String: QuotientLevel]
  ) {
    self.code = code
    self.source = source
    self.name = name
    self.family = family
    self.requiredLevel = requiredLevel
    self.requiredByDomain = requiredByDomain
  }
}

/// A row of a file of tasks: the task, the role it belongs to, and the facts that its boundary will rest on.
public struct TaskRecord: Codable, Sendable, Equatable {
  public var code: String
  public var role: String
  public var name: LocalizedText
  /// 1 to 5.
  public var importance: Int
  /// Share of the role's time, 0 to 1.
  public var timeShare: Double
  public var traits: TaskTraits
  public var exposure: Exposure?
  public var automation: AutomationPotential?
  /// The level that staff would want, as far as known without asking them.
  public var desiredLevel: HumanAgencyLevel?
  /// The level that experts hold feasible.
  public var feasibleLevel: HumanAgencyLevel?
  public var irreversible: Bool
  /// It has a legal or employment effect on a person.
  public var affectsPerson: Bool
  public var dataClass: DataClass
  /// Code of the AI system that takes part, or would.
  public var aiSystem: String?

  public init(
    code: String, role: String, name: LocalizedText, importance: Int, timeShare: Double, traits: TaskTraits,
    exposure: Exposure?, automation: AutomationPotential?, desiredLevel: HumanAgencyLevel?,
    feasibleLevel: HumanAgencyLevel?, irreversible: Bool, affectsPerson: Bool, dataClass: DataClass,
    aiSystem: String?
  ) {
    self.code = code
    self.role = role
    self.name = name
    self.importance = importance
    self.timeShare = timeShare
    self.traits = traits
    self.exposure = exposure
    self.automation = automation
    self.desiredLevel = desiredLevel
    self.feasibleLevel = feasibleLevel
    self.irreversible = irreversible
    self.affectsPerson = affectsPerson
    self.dataClass = dataClass
    self.aiSystem = aiSystem
  }
}

/// Creates or changes AI systems by their code, all or nothing.
public struct ImportAISystems: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importAISystems
  public var rows: [Numbered<AISystemRecord>]

  public init(rows: [Numbered<AISystemRecord>]) { self.rows = rows }
}

/// Creates or changes roles and what they require, by their code, all or nothing.
public struct ImportRoles: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importRoles
  public var rows: [Numbered<RoleRecord>]
  /// From when the requirements hold; nil: today.
  public var effective: Day?

  public init(rows: [Numbered<RoleRecord>], effective: Day? = nil) {
    self.rows = rows
    self.effective = effective
  }
}

/// Creates or changes tasks by their code, all or nothing. The time shares of a role add up to at most 1.
public struct ImportTasks: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importTasks
  public var rows: [Numbered<TaskRecord>]
  /// From when the tasks belong to their roles; nil: today.
  public var effective: Day?

  public init(rows: [Numbered<TaskRecord>], effective: Day? = nil) {
    self.rows = rows
    self.effective = effective
  }

  public var auditDetail: any Encodable & Sendable { BulkDetail(rows: rows.count, effective: effective) }
}
