/// What whoever holds a role may do with each AI tool: derived from the role's boundaries in force, and from nothing else.
///
/// A tool that is not on the card, a class of data above a tool's clearance, and a task without a boundary are forbidden.
/// The more human a boundary is, the less its card allows, never more.
public struct PermissionCard: Codable, Sendable, Equatable {
  public var role: String
  public var name: LocalizedText
  public var day: Day
  /// By code; those that a boundary of the role approves.
  public var tools: [Tool]
  /// By code: what the boundaries say of each task.
  public var tasks: [TaskLine]
  /// Codes of the role's tasks that have no boundary in force: no AI may be used for them.
  public var undecided: [String]

  public init(role: String, name: LocalizedText, day: Day, lines: [TaskLine], undecided: [String]) {
    self.role = role
    self.name = name
    self.day = day
    self.undecided = undecided
    tasks = lines.sorted { $0.task < $1.task }
    tools = PermissionCard.tools(of: tasks)
  }

  /// What may be done with a tool.
  public enum Permission: String, Codable, Sendable, CaseIterable, Comparable {
    case forbidden
    /// A human checks each result before it takes effect.
    case withReview = "with_review"
    case allowed

    private var rank: Int { Permission.allCases.firstIndex(of: self) ?? 0 }
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    public var name: LocalizedText {
      switch self {
      case .forbidden: LocalizedText(en: "forbidden", zh: "禁止")
      case .withReview: LocalizedText(en: "with review", zh: "须复核")
      case .allowed: LocalizedText(en: "allowed", zh: "允许")
      }
    }

    /// Where a human is essential there is no AI; where a human drives, or is in the loop, they check each result.
    public init(level: HumanAgencyLevel, oversight: Oversight) {
      switch level {
      case .h5: self = .forbidden
      case .h4: self = .withReview
      case .h1, .h2, .h3: self = oversight == .inTheLoop ? .withReview : .allowed
      }
    }
  }

  /// One boundary in force, as it reads for those who work by it.
  public struct TaskLine: Codable, Sendable, Equatable {
    public var task: String
    public var name: LocalizedText
    public var version: BoundaryVersionID
    /// The level that holds: the decided one, or that of an exception.
    public var level: HumanAgencyLevel
    public var oversight: Oversight
    /// The last day of the exception that makes the level; nil: it is the decided one.
    public var exceptionUntil: Day?
    /// The highest class of data that the task touches.
    public var dataClass: DataClass
    public var systems: [System]
    public var terms: BoundaryTerms

    public init(
      task: String, name: LocalizedText, version: BoundaryVersionID, level: HumanAgencyLevel, oversight: Oversight,
      exceptionUntil: Day? = nil, dataClass: DataClass, systems: [System], terms: BoundaryTerms
    ) {
      self.task = task
      self.name = name
      self.version = version
      self.level = level
      self.oversight = oversight
      self.exceptionUntil = exceptionUntil
      self.dataClass = dataClass
      self.systems = systems
      self.terms = terms
    }

    /// What may be done with `system` and data of a class in this task.
    public func permission(_ system: String, _ data: DataClass) -> Permission {
      guard let system = systems.first(where: { $0.code == system }), data <= system.clearance, data <= dataClass else {
        return .forbidden
      }
      return Permission(level: level, oversight: oversight)
    }
  }

  /// An AI system that a boundary approves, with its clearance as it was when that was decided.
  public struct System: Codable, Sendable, Equatable {
    public var code: String
    public var name: String
    public var clearance: DataClass

    public init(code: String, name: String, clearance: DataClass) {
      self.code = code
      self.name = name
      self.clearance = clearance
    }
  }

  /// One row of the card.
  public struct Tool: Codable, Sendable, Equatable {
    public var code: String
    public var name: String
    /// From public to restricted.
    public var cells: [Cell]
  }

  /// A tool with data of one class: the most that a task permits, and in which tasks.
  public struct Cell: Codable, Sendable, Equatable {
    public var dataClass: DataClass
    public var permission: Permission
    /// Codes of the tasks for which it is allowed, and for which each result is checked; for all others it is forbidden.
    public var allowed: [String]
    public var withReview: [String]
  }

  private static func tools(of lines: [TaskLine]) -> [Tool] {
    let names = Dictionary(
      lines.flatMap(\.systems).map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
    return names.sorted { $0.key < $1.key }.map { code, name in
      Tool(code: code, name: name, cells: DataClass.allCases.map { cell(code, $0, lines) })
    }
  }

  private static func cell(_ system: String, _ data: DataClass, _ lines: [TaskLine]) -> Cell {
    func tasks(_ permission: Permission) -> [String] {
      lines.filter { $0.permission(system, data) == permission }.map(\.task)
    }
    return Cell(
      dataClass: data, permission: lines.map { $0.permission(system, data) }.max() ?? .forbidden,
      allowed: tasks(.allowed), withReview: tasks(.withReview))
  }
}
