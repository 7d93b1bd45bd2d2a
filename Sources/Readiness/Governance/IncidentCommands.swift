public enum Incident {}
public typealias IncidentID = Identifier<Incident>

/// How grave an incident is.
public enum IncidentSeverity: String, Codable, Sendable, CaseIterable {
  case low
  case medium
  case high

  public var name: LocalizedText {
    switch self {
    case .low: LocalizedText(en: "Low", zh: "低")
    case .medium: LocalizedText(en: "Medium", zh: "中")
    case .high: LocalizedText(en: "High", zh: "高")
    }
  }
}

/// Files that something went wrong in a task, or with an AI system, or both. Their boundaries in force are evaluated again
/// and queued for review at once.
public struct FileIncident: Command {
  public static let name = CommandName.fileIncident
  /// 1 to 300 characters.
  public var title: String
  /// At most 10,000 characters.
  public var description: String
  public var severity: IncidentSeverity
  /// Codes; one of the two at least.
  public var task: String?
  public var aiSystem: String?
  /// Nil: today.
  public var occurredOn: Day?

  public init(
    title: String, description: String = "", severity: IncidentSeverity, task: String? = nil, aiSystem: String? = nil,
    occurredOn: Day? = nil
  ) {
    self.title = title
    self.description = description
    self.severity = severity
    self.task = task
    self.aiSystem = aiSystem
    self.occurredOn = occurredOn
  }

  /// The description may name persons; it is kept with the incident alone.
  public var auditDetail: any Encodable & Sendable {
    ["title": title, "severity": severity.rawValue, "task": task, "aiSystem": aiSystem]
  }

  public struct Result: Codable, Sendable, Equatable {
    /// The organisation's incidents are numbered from 1.
    public var number: Int

    public init(number: Int) { self.number = number }
  }

  public static let longestTitle = 300
  public static let longestText = 10_000

  /// - Throws: what is wrong with a text, the day, or that neither task nor system is named.
  public func check(on today: Day) throws(Refusal) {
    try title.requireText("title", limit: Self.longestTitle)
    try description.requireLength("description", limit: Self.longestText)
    if task == nil && aiSystem == nil {
      throw .invalid(
        "nothing-concerned", field: "task", en: "Name the task or the AI system that the incident concerns.",
        zh: "请指定该事件涉及的任务或 AI 系统。")
    }
    if let occurredOn, occurredOn > today {
      throw .invalid(
        "in-the-future", field: "occurredOn", en: "\(occurredOn) is still to come. An incident has happened.",
        zh: "\(occurredOn) 尚未到来。事件应为已发生的事项。")
    }
  }
}

/// Closes an incident: what was found and done. Reviews that it queued are closed by those who decide the boundaries.
public struct ResolveIncident: Command {
  public typealias Result = Done
  public static let name = CommandName.resolveIncident
  public var number: Int
  /// 1 to 10,000 characters.
  public var resolution: String

  public init(number: Int, resolution: String) {
    self.number = number
    self.resolution = resolution
  }

  public var auditDetail: any Encodable & Sendable { ["number": number] }
}
