/// A published occupation as a table describes it.
public struct OccupationRecord: Sendable, Equatable {
  public var code: String
  public var title: String
  public var description: String

  public static let columns = ["code", "title", "description"]

  public init(from row: inout RowReader) {
    code = row.text("code", limit: 60)
    title = row.text("title", limit: 300)
    description = row.optionalText("description", limit: 10_000) ?? ""
  }
}

/// A task of a published occupation.
public struct OccupationTask: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case core
    case supplemental
    case unrated

    public var name: LocalizedText {
      switch self {
      case .core: LocalizedText(en: "core", zh: "核心")
      case .supplemental: LocalizedText(en: "supplemental", zh: "补充")
      case .unrated: LocalizedText(en: "unrated", zh: "未评级")
      }
    }

    /// The importance that is taken for a task of this kind of which none was measured, 1 to 5.
    var usualImportance: Double {
      switch self {
      case .core: 4
      case .supplemental: 2
      case .unrated: 3
      }
    }
  }

  /// What its source calls it.
  public var code: String
  public var statement: String
  public var kind: Kind
  /// Mean of 1 to 5; nil: not measured, or too imprecisely.
  public var importance: Double?
  /// Percent of those in the occupation who do it.
  public var relevance: Double?
  /// Mean of seven ranks, from 1 (yearly or less) to 7 (hourly or more).
  public var frequency: Double?

  public init(
    code: String, statement: String, kind: Kind, importance: Double? = nil, relevance: Double? = nil,
    frequency: Double? = nil
  ) {
    self.code = code
    self.statement = statement
    self.kind = kind
    self.importance = importance
    self.relevance = relevance
    self.frequency = frequency
  }
}

/// A task of a published occupation as a table describes it.
public struct OccupationTaskRecord: Sendable, Equatable {
  /// The occupation's code.
  public var occupation: String
  public var task: OccupationTask

  public static let columns = ["occupation", "code", "statement", "kind"]
  public static let optionalColumns = ["importance", "relevance", "frequency"]

  public init(from row: inout RowReader) {
    occupation = row.text("occupation", limit: 60)
    task = OccupationTask(
      code: row.text("code", limit: 60), statement: row.text("statement", limit: 1_000),
      kind: row.choice("kind", fallback: .unrated), importance: row.optionalNumber("importance", in: 1...5),
      relevance: row.optionalNumber("relevance", in: 0...100), frequency: row.optionalNumber("frequency", in: 1...7))
  }
}

extension [OccupationTask] {
  /// The tasks of a role that is built from them, the weightiest first, with shares of its time that add up to 1.
  ///
  /// A task's share is in proportion to importance × frequency. What was not measured is taken to be the mean of the others
  /// in frequency, and usual for its kind in importance.
  ///
  /// - Parameter dataClass: of each, until somebody knows better.
  public func tasks(of role: String, source: RoleSource, dataClass: DataClass) -> [TaskRecord] {
    let frequencies = compactMap(\.frequency)
    let usualFrequency = frequencies.isEmpty ? 1 : frequencies.reduce(0, +) / Double(frequencies.count)
    let weighted = map { task in
      (task: task, weight: (task.importance ?? task.kind.usualImportance) * (task.frequency ?? usualFrequency))
    }.sorted { ($1.weight, $0.task.code) < ($0.weight, $1.task.code) }
    let shares = TimeShares.apportion(weighted.map(\.weight))
    let digits = Swift.max(2, String(count).count)
    return zip(weighted, shares).enumerated().map { index, entry in
      let (task, number) = (entry.0.task, String(index + 1))
      return TaskRecord(
        code: "\(role)-\(String(repeating: "0", count: digits - number.count))\(number)", role: role,
        name: LocalizedText(en: task.statement, zh: task.statement),
        importance: Int((task.importance ?? task.kind.usualImportance).rounded()),
        timeShare: TimeShares.share(entry.1), dataClass: dataClass, source: source, sourceCode: task.code)
    }
  }
}
