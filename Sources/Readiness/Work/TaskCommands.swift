/// What a role's tasks take of its time.
public struct RoleTime: Codable, Sendable, Equatable {
  public var tasks: Int
  /// The sum of their shares, 0 to 1.
  public var timeShare: Double

  public init(tasks: Int, timeShare: Double) {
    self.tasks = tasks
    self.timeShare = timeShare
  }
}

/// Gives a role a task that there is, from a day on.
public struct AddTask: Command {
  public typealias Result = RoleTime
  public static let name = CommandName.addTask
  /// Code.
  public var role: String
  /// Code.
  public var task: String
  /// 0 to 1.
  public var timeShare: Double
  /// Lowers the shares of the role's other tasks in proportion, as far as it takes for the sum to be 1 at most.
  public var rebalance: Bool?
  /// Nil: today.
  public var effective: Day?

  public init(role: String, task: String, timeShare: Double, rebalance: Bool? = nil, effective: Day? = nil) {
    self.role = role
    self.task = task
    self.timeShare = timeShare
    self.rebalance = rebalance
    self.effective = effective
  }
}

/// Takes a task away from a role, from a day on. What the role had before that day stays on record.
public struct DropTask: Command {
  public typealias Result = RoleTime
  public static let name = CommandName.dropTask
  /// Code.
  public var role: String
  /// Code.
  public var task: String
  /// Gives the time that becomes free to the role's other tasks in proportion.
  public var rebalance: Bool?
  /// Nil: today.
  public var effective: Day?

  public init(role: String, task: String, rebalance: Bool? = nil, effective: Day? = nil) {
    self.role = role
    self.task = task
    self.rebalance = rebalance
    self.effective = effective
  }
}

/// Makes several tasks one, from a day on: in each role that has any of them, the one that stays takes their time.
public struct MergeTasks: Command {
  public static let name = CommandName.mergeTasks
  /// Codes of those that end.
  public var tasks: [String]
  /// Code of the one that stays.
  public var into: String
  /// Nil: today.
  public var effective: Day?

  public init(tasks: [String], into: String, effective: Day? = nil) {
    self.tasks = tasks
    self.into = into
    self.effective = effective
  }

  public struct Result: Codable, Sendable, Equatable {
    /// How many roles it concerned.
    public var roles: Int

    public init(roles: Int) { self.roles = roles }
  }
}

/// Scales the shares of a role's tasks so that they add up to exactly 1, from a day on.
public struct RebalanceRole: Command {
  public typealias Result = RoleTime
  public static let name = CommandName.rebalanceRole
  /// Code.
  public var role: String
  /// Nil: today.
  public var effective: Day?

  public init(role: String, effective: Day? = nil) {
    self.role = role
    self.effective = effective
  }
}
