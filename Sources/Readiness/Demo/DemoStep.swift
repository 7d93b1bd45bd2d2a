/// A step of the demonstration's history: when, by whom, which commands, and how much work they are.
public struct DemoStep: Sendable {
  public let day: Day
  public let actor: DemoActor
  /// Rows that the commands carry, 1 or more: what a progress bar counts.
  public let work: Int
  /// What has to be asked on the day to make the commands; nil: nothing, and there is one.
  public let question: DemoQuestion?
  private let make: @Sendable (DemoAnswer) -> [any Command]

  init(_ day: Day, by actor: DemoActor = .operator, work: Int = 1, _ command: @escaping @Sendable () -> any Command) {
    self.day = day
    self.actor = actor
    self.work = work
    question = nil
    make = { _ in [command()] }
  }

  init(
    _ day: Day, by actor: DemoActor, asking question: DemoQuestion, work: Int = 1,
    _ commands: @escaping @Sendable (DemoAnswer) -> [any Command]
  ) {
    self.day = day
    self.actor = actor
    self.work = work
    self.question = question
    make = commands
  }

  /// Made when they are needed: those with responses are large.
  public func commands(_ answer: DemoAnswer = DemoAnswer()) -> [any Command] { make(answer) }
}

/// Who submits a step.
public enum DemoActor: Hashable, Sendable {
  case `operator`
  /// By e-mail address; an earlier step made the account.
  case account(String)
}

/// What a step has to know before it is made: identities that the product has given since.
public enum DemoQuestion: Sendable, Equatable {
  /// Plans of a status.
  case plans(PlanStatus)
  /// What is left to do of active plans.
  case items
  /// Prior learning that waits for a reviewer.
  case claims
  /// Exceptions of a role that wait or hold.
  case exceptions(role: String)
  /// The boundaries of the actor's own role.
  case boundaries
}

/// What the product answers to a step's question; empty where there is nothing, or nothing was asked.
public struct DemoAnswer: Sendable {
  public var plans: [Plan] = []
  public var items: [Item] = []
  public var claims: [Claim] = []
  public var exceptions: [Exception] = []
  public var boundaries: [BoundaryVersionID] = []

  public init() {}

  public struct Plan: Sendable {
    public var id: PlanID
    /// External id.
    public var person: String

    public init(id: PlanID, person: String) {
      self.id = id
      self.person = person
    }
  }

  public struct Item: Sendable {
    public var id: PlanItemID
    /// External id.
    public var person: String
    public var ordinal: Int
    public var isUnderWay: Bool
    public var startsOn: Day
    public var dueOn: Day
    public var hours: Double
    public var evidence: EvidenceKind

    public init(
      id: PlanItemID, person: String, ordinal: Int, isUnderWay: Bool, startsOn: Day, dueOn: Day, hours: Double,
      evidence: EvidenceKind
    ) {
      self.id = id
      self.person = person
      self.ordinal = ordinal
      self.isUnderWay = isUnderWay
      self.startsOn = startsOn
      self.dueOn = dueOn
      self.hours = hours
      self.evidence = evidence
    }
  }

  public struct Exception: Sendable {
    public var id: BoundaryExceptionID
    /// Code.
    public var task: String

    public init(id: BoundaryExceptionID, task: String) {
      self.id = id
      self.task = task
    }
  }

  public struct Claim: Sendable {
    public var id: PriorLearningID
    /// External id.
    public var person: String
    /// Code.
    public var activity: String

    public init(id: PriorLearningID, person: String, activity: String) {
      self.id = id
      self.person = person
      self.activity = activity
    }
  }
}
