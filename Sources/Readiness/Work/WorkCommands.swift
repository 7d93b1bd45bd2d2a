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
  /// Code of the published occupation that it was built from.
  public var occupation: String?
  /// The AI quotient the role requires: `overall` (L2 unless the row says otherwise) and by domain, where it says so.
  public var required: [String: QuotientLevel]

  public static let columns = ["code", "source", "name_en", "name_zh", "required_level"]
  public static let optionalColumns =
    ["unit", "family", "occupation", "attribution"] + QuotientDomain.allCases.map(\.rawValue)

  public init(from row: inout RowReader) {
    code = row.text("code", limit: 60)
    source = row.choice("source", fallback: .custom)
    name = row.localized("name", limit: 300)
    family = row.optionalText("family") ?? ""
    occupation = row.optionalText("occupation", limit: 60)
    required = ["overall": row.optional("required_level") ?? .l2]
    for domain in QuotientDomain.allCases { required[domain.rawValue] = row.optional(domain.rawValue) }
  }

  public init(
    code: String, source: RoleSource, name: LocalizedText, family: String, occupation: String?,
    required: [String: QuotientLevel]
  ) {
    self.code = code
    self.source = source
    self.name = name
    self.family = family
    self.occupation = occupation
    self.required = required
  }
}

/// Creates or changes AI systems by their code, all or nothing.
public struct ImportAISystems: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importAISystems
  public var sheet: Sheet

  public init(sheet: Sheet) { self.sheet = sheet }

  public var auditDetail: any Encodable & Sendable { BulkDetail(rows: sheet.rows.count, effective: nil) }
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

/// Creates or changes tasks by their code, and gives them to roles, all or nothing.
///
/// The time shares of a role add up to at most 1. A cell of an optional column that is empty leaves what is known as it is,
/// but for AI systems: an empty cell says that none takes part. An exposure or automation label that a task does not have
/// already becomes a label of whoever made the table (`ExposureLabel.taskTable`).
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
