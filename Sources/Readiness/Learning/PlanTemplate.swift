/// Activities in an order that many people can begin with: of a role, or of any.
///
/// `seed/plan-templates.yaml` is a list of them; `role` may be left out.
public struct PlanTemplate: Codable, Sendable, Equatable {
  public var code: String
  public var name: LocalizedText
  /// Code; nil: for any.
  public var role: String?
  /// Codes, at least one, in the order in which they are done; what must come before an activity stands before it, if it
  /// stands there at all.
  public var activities: [String]

  public init(code: String, name: LocalizedText, role: String? = nil, activities: [String]) {
    self.code = code
    self.name = name
    self.role = role
    self.activities = activities
  }

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case code, name, role, activities
  }

  /// - Throws: `DecodingError` also for a property that does not exist.
  public init(from decoder: any Decoder) throws {
    try decoder.requireKnownKeys(CodingKeys.allCases.map(\.rawValue))
    let container = try decoder.container(keyedBy: CodingKeys.self)
    code = try container.decode(String.self, forKey: .code)
    name = try container.decode(LocalizedText.self, forKey: .name)
    role = try container.decodeIfPresent(String.self, forKey: .role)
    activities = try container.decode([String].self, forKey: .activities)
  }
}

extension PlanTemplate {
  public static let columns = ["code", "name_en", "name_zh", "activities"]
  public static let optionalColumns = ["role"]

  /// Reads a row of a table: activities as codes with blanks between.
  public init(from row: inout RowReader) {
    self.init(
      code: row.text("code", limit: 60), name: row.localized("name", limit: 300),
      role: row.optionalText("role", limit: 60), activities: row.codes("activities", limit: 6_000))
    if activities.isEmpty { _ = row.text("activities", limit: 6_000) }
  }

  /// What is wrong with it, beside activities that may come before each other: codes by field.
  ///
  /// - Parameter prerequisites: of each activity that is offered, by code.
  public func faults(prerequisites: [String: [String]]) -> [(code: String, message: LocalizedText)] {
    var faults: [(String, LocalizedText)] = []
    var passed: Set<String> = []
    for activity in activities {
      guard let needs = prerequisites[activity] else {
        faults.append(("unknown-activity", PlanTemplate.unknown(activity)))
        continue
      }
      if let late = needs.first(where: { activities.contains($0) && !passed.contains($0) }) {
        faults.append(("wrong-order", PlanTemplate.wrongOrder(activity, late)))
      }
      if !passed.insert(activity).inserted { faults.append(("activity-repeated", PlanTemplate.repeated(activity))) }
    }
    return faults
  }

  private static func unknown(_ activity: String) -> LocalizedText {
    LocalizedText(
      en: "There is no activity “\(activity)” on offer. Correct the code, or import the activity first.",
      zh: "没有在用的学习活动“\(activity)”。请更正编码，或先导入该活动。")
  }

  private static func wrongOrder(_ activity: String, _ earlier: String) -> LocalizedText {
    LocalizedText(
      en: "“\(earlier)” must come before “\(activity)”. Write it further to the front.",
      zh: "“\(earlier)”须先于“\(activity)”。请调整顺序。")
  }

  private static func repeated(_ activity: String) -> LocalizedText {
    LocalizedText(en: "“\(activity)” stands there twice. Keep one.", zh: "“\(activity)”重复出现。请只保留一个。")
  }
}

extension Sheet {
  /// The table that the import reads; the row of the first template is 1.
  public init(_ templates: [PlanTemplate]) {
    self.init(
      header: PlanTemplate.columns + PlanTemplate.optionalColumns,
      rows: templates.enumerated().map { index, template in
        Row(
          row: index + 1,
          cells: [
            template.code, template.name.en, template.name.zh, template.activities.joined(separator: " "),
            template.role ?? "",
          ])
      })
  }
}

/// Creates or changes plan templates by their code, all or nothing.
public struct ImportPlanTemplates: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importPlanTemplates
  /// With the columns of `PlanTemplate`.
  public var sheet: Sheet

  public init(sheet: Sheet) { self.sheet = sheet }
}

/// Removes a template. Plans that were made from it stay.
public struct RemovePlanTemplate: Command {
  public typealias Result = Done
  public static let name = CommandName.removePlanTemplate
  public var code: String

  public init(code: String) { self.code = code }
}
