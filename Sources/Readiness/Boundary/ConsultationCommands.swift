public enum ConsultationRound {}
public typealias ConsultationRoundID = Identifier<ConsultationRound>

/// Asks everyone who holds a role which level they would want for tasks of theirs: one question a task.
public struct OpenConsultation: Command {
  public static let name = CommandName.openConsultation
  public var role: String
  /// Codes; nil: all of the role's tasks.
  public var tasks: [String]?
  /// The last day for answers.
  public var closesOn: Day

  public init(role: String, tasks: [String]? = nil, closesOn: Day) {
    self.role = role
    self.tasks = tasks
    self.closesOn = closesOn
  }

  public struct Result: Codable, Sendable, Equatable {
    /// The organisation's rounds are numbered from 1.
    public var number: Int
    /// Tasks that are asked about, and people who are asked today.
    public var questions: Int
    public var people: Int

    public init(number: Int, questions: Int, people: Int) {
      self.number = number
      self.questions = questions
      self.people = people
    }
  }
}

/// Ends a round before its day. Its answers count from then on.
public struct CloseConsultation: Command {
  public typealias Result = Done
  public static let name = CommandName.closeConsultation
  public var number: Int

  public init(number: Int) { self.number = number }
}

/// Answers a question of a round that is open: the level that the caller would want for a task of their own role. A later
/// answer replaces it while the round is open.
public struct RecordConsultation: Command {
  public typealias Result = Done
  public static let name = CommandName.recordConsultation
  public var role: String
  public var task: String
  public var desiredLevel: HumanAgencyLevel

  public init(role: String, task: String, desiredLevel: HumanAgencyLevel) {
    self.role = role
    self.task = task
    self.desiredLevel = desiredLevel
  }

  /// What somebody wants is nobody's to read in the audit: that they answered is.
  public var auditDetail: any Encodable & Sendable { ["role": role, "task": task] }
}

/// What the employees asked about a task have said.
public struct ConsultationAnswers: Sendable, Equatable {
  /// The median of what they want, the less human of the two in the middle; nil: nobody answered.
  public var desired: HumanAgencyLevel?
  public var count: Int

  public init(desired: HumanAgencyLevel?, count: Int) {
    self.desired = desired
    self.count = count
  }

  /// From so few on, what they want may be told: of fewer, each could be guessed.
  public static let least = 5

  public var isConfidential: Bool { desired != nil && count < Self.least }

  /// What may be told of it.
  public var told: HumanAgencyLevel? { isConfidential ? nil : desired }
}
