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

/// An AI system as a table describes it.
public struct AISystemRecord: Sendable, Equatable {
  public var code: String
  public var name: String
  public var vendor: String
  public var purpose: LocalizedText
  public var riskClass: RiskClass
  public var route: ModelRoute
  /// The highest class of data it may be given.
  public var clearedDataClass: DataClass
  /// Which model answers, as its vendor calls it; nil: as it was.
  public var modelVersion: String?

  public static let columns = [
    "code", "name", "vendor", "purpose_en", "purpose_zh", "risk_class", "route", "cleared_data_class",
  ]
  public static let optionalColumns = ["model_version"]

  public init(from row: inout RowReader) {
    code = row.text("code", limit: 60)
    name = row.text("name")
    vendor = row.text("vendor")
    purpose = row.localized("purpose", limit: 500)
    riskClass = row.choice("risk_class", fallback: .high)
    route = row.choice("route", fallback: .software)
    clearedDataClass = row.choice("cleared_data_class", fallback: .public)
    modelVersion = row.optionalText("model_version", limit: 100)
  }
}

/// A role as a table describes it.
public struct RoleRecord: Sendable, Equatable {
  public var code: String
  public var source: RoleSource
  public var name: LocalizedText
  public var family: String
  /// The AI quotient the role requires: `overall` (L2 unless the row says otherwise) and by domain, where it says so.
  public var required: [String: QuotientLevel]

  public static let columns = ["code", "source", "name_en", "name_zh", "required_level"]
  public static let optionalColumns = ["unit", "family"] + QuotientDomain.allCases.map(\.rawValue)

  public init(from row: inout RowReader) {
    code = row.text("code", limit: 60)
    source = row.choice("source", fallback: .custom)
    name = row.localized("name", limit: 300)
    family = row.optionalText("family") ?? ""
    required = ["overall": row.optional("required_level") ?? .l2]
    for domain in QuotientDomain.allCases { required[domain.rawValue] = row.optional(domain.rawValue) }
  }
}

/// A task as a table describes it: the task, the role it belongs to, and the facts that its boundary will rest on.
public struct TaskRecord: Sendable, Equatable {
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

  public static let columns = [
    "code", "role", "name_en", "name_zh", "importance", "time_share", "physical", "interpersonal", "uncertainty",
    "expertise", "enjoyment", "irreversible", "affects_person", "data_class",
  ]
  public static let optionalColumns = ["exposure", "automation", "desired_level", "feasible_level", "ai_system"]

  public init(from row: inout RowReader) {
    code = row.text("code", limit: 60)
    role = row.text("role", limit: 60)
    name = row.localized("name", limit: 500)
    importance = row.integer("importance", in: 1...5)
    timeShare = row.number("time_share", in: 0...1)
    traits = TaskTraits(from: &row)
    exposure = row.optional("exposure")
    automation = row.optional("automation")
    desiredLevel = row.optional("desired_level")
    feasibleLevel = row.optional("feasible_level")
    irreversible = row.truth("irreversible")
    affectsPerson = row.truth("affects_person")
    dataClass = row.choice("data_class", fallback: .restricted)
    aiSystem = row.optionalText("ai_system", limit: 60)
  }
}

/// Creates or changes AI systems by their code, all or nothing.
public struct ImportAISystems: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importAISystems
  public var sheet: Sheet

  public init(sheet: Sheet) { self.sheet = sheet }
}

/// Creates or changes roles and what they require, by their code, all or nothing.
public struct ImportRoles: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importRoles
  public var sheet: Sheet
  /// From when the requirements hold; nil: today.
  public var effective: Day?

  public init(sheet: Sheet, effective: Day? = nil) {
    self.sheet = sheet
    self.effective = effective
  }
}

/// Creates or changes tasks by their code, all or nothing. The time shares of a role add up to at most 1.
public struct ImportTasks: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importTasks
  public var sheet: Sheet
  /// From when the tasks belong to their roles; nil: today.
  public var effective: Day?

  public init(sheet: Sheet, effective: Day? = nil) {
    self.sheet = sheet
    self.effective = effective
  }

  public var auditDetail: any Encodable & Sendable { BulkDetail(rows: sheet.rows.count, effective: effective) }
}

extension TaskTraits {
  fileprivate init(from row: inout RowReader) {
    physical = row.integer("physical", in: 1...5)
    interpersonal = row.integer("interpersonal", in: 1...5)
    uncertainty = row.integer("uncertainty", in: 1...5)
    expertise = row.integer("expertise", in: 1...5)
    enjoyment = row.integer("enjoyment", in: 1...5)
  }
}
