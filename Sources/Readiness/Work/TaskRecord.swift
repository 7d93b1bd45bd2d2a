/// A task as a table describes it: the task, the role it belongs to, and the facts that its boundary will rest on.
public struct TaskRecord: Sendable, Equatable {
  public var code: String
  public var role: String
  public var name: LocalizedText
  /// 1 to 5.
  public var importance: Int
  /// Share of the role's time, 0 to 1.
  public var timeShare: Double
  /// All five, or none of them is known.
  public var traits: TaskTraits?
  public var exposure: Exposure?
  public var automation: AutomationPotential?
  /// The level that staff would want, as far as known without asking them.
  public var desiredLevel: HumanAgencyLevel?
  /// The level that experts hold feasible.
  public var feasibleLevel: HumanAgencyLevel?
  public var irreversible: Bool?
  /// It has a legal or employment effect on a person.
  public var affectsPerson: Bool?
  public var dataClass: DataClass
  /// Codes of the AI systems that take part, or would; nil: the table has no such column.
  public var aiSystems: [String]?
  /// Where its text comes from.
  public var source: RoleSource?
  /// What the source calls it.
  public var sourceCode: String?

  public static let columns = ["code", "role", "name_en", "name_zh", "importance", "time_share", "data_class"]
  public static let optionalColumns =
    TaskTraits.Trait.allCases.map(\.rawValue) + [
      "irreversible", "affects_person", "exposure", "automation", "desired_level", "feasible_level", "ai_system",
      "source",
      "source_code", "attribution",
    ]

  public init(from row: inout RowReader) {
    code = row.text("code", limit: 60)
    role = row.text("role", limit: 60)
    name = row.localized("name", limit: 1_000)
    importance = row.integer("importance", in: 1...5)
    timeShare = row.number("time_share", in: 0...1)
    let isRated = TaskTraits.Trait.allCases.contains { row.optionalText($0.rawValue) != nil }
    traits = isRated ? TaskTraits(from: &row) : nil
    exposure = row.optional("exposure")
    automation = row.optional("automation")
    desiredLevel = row.optional("desired_level")
    feasibleLevel = row.optional("feasible_level")
    irreversible = row.optionalTruth("irreversible")
    affectsPerson = row.optionalTruth("affects_person")
    dataClass = row.choice("data_class", fallback: .restricted)
    aiSystems = row.has("ai_system") ? row.codes("ai_system") : nil
    source = row.optionalText("source") == nil ? nil : row.choice("source", fallback: .custom)
    sourceCode = row.optionalText("source_code", limit: 60)
  }

  /// A task whose text is published, of which nothing else is known yet.
  public init(
    code: String, role: String, name: LocalizedText, importance: Int, timeShare: Double, dataClass: DataClass,
    source: RoleSource, sourceCode: String
  ) {
    self.code = code
    self.role = role
    self.name = name
    self.importance = importance
    self.timeShare = timeShare
    self.dataClass = dataClass
    self.source = source
    self.sourceCode = sourceCode
  }

  /// Whether it says of the task what another row says, which may give it to another role.
  public func describesSameTask(as other: TaskRecord) -> Bool {
    var same = other
    (same.role, same.timeShare) = (role, timeShare)
    return same == self
  }
}

extension TaskTraits {
  fileprivate init?(from row: inout RowReader) {
    let ratings = Trait.allCases.map { row.integer($0.rawValue, in: 1...5) }
    try? self.init(
      physical: ratings[0], interpersonal: ratings[1], uncertainty: ratings[2], expertise: ratings[3],
      enjoyment: ratings[4])
  }
}
