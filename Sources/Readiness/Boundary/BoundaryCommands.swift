public enum Boundary {}
public enum BoundaryVersion {}
public typealias BoundaryID = Identifier<Boundary>
public typealias BoundaryVersionID = Identifier<BoundaryVersion>

/// Publishes a rule set, as the next version of its code; proposals from now on are made by it.
public struct PublishRuleSet: Command {
  public static let name = CommandName.publishRuleSet
  public var ruleSet: BoundaryRuleSet

  public init(ruleSet: BoundaryRuleSet) { self.ruleSet = ruleSet }

  public struct Result: Codable, Sendable {
    public var version: Int
    public init(version: Int) { self.version = version }
  }
}

/// Proposes the boundaries of a role's tasks by the rules in force. A proposal that is still open is replaced; what is in
/// force stays in force until a proposal is approved. Nothing is ever approved by it.
public struct ProposeBoundaries: Command {
  public static let name = CommandName.proposeBoundaries
  public var role: String
  /// Codes; nil: all of the role's tasks.
  public var tasks: [String]?
  /// External ids of the accountable human and of whoever oversees; each boundary's own are kept where nil.
  public var accountable: String?
  public var overseer: String?
  /// The AI quotient that the overseer must hold; nil: L2.
  public var overseerLevel: QuotientLevel?
  /// What else the boundaries are to say; each boundary's own is kept where nil.
  public var terms: BoundaryTerms.Edit?

  public init(
    role: String, tasks: [String]? = nil, accountable: String? = nil, overseer: String? = nil,
    overseerLevel: QuotientLevel? = nil, terms: BoundaryTerms.Edit? = nil
  ) {
    self.role = role
    self.tasks = tasks
    self.accountable = accountable
    self.overseer = overseer
    self.overseerLevel = overseerLevel
    self.terms = terms
  }

  public struct Result: Codable, Sendable {
    public var proposals: [Proposed]
    /// Tasks whose boundary in force rests on the same facts, says the same and is within its review date.
    public var unchanged: Int

    public init(proposals: [Proposed], unchanged: Int) {
      self.proposals = proposals
      self.unchanged = unchanged
    }
  }

  public struct Proposed: Codable, Sendable {
    public var role: String
    public var task: String
    public var name: LocalizedText
    public var proposal: BoundaryProposal
    /// The level in force today.
    public var current: HumanAgencyLevel?

    public init(
      role: String, task: String, name: LocalizedText, proposal: BoundaryProposal, current: HumanAgencyLevel?
    ) {
      self.role = role
      self.task = task
      self.name = name
      self.proposal = proposal
      self.current = current
    }
  }
}

/// Approves open proposals of a role, at the proposed level or at another.
///
/// A decision that relaxes is kept as pending until another account makes the same one: nobody relaxes alone.
public struct ApproveBoundaries: Command {
  public static let name = CommandName.approveBoundaries
  public var role: String
  /// Codes; nil: all of the role's tasks with an open proposal.
  public var tasks: [String]?
  /// Nil: as proposed. More human is always allowed; less needs a second approver and stops at the floor.
  public var level: HumanAgencyLevel?
  /// Nil: in the loop where the rules require it or the level is H3 or more human, else on the loop.
  public var oversight: Oversight?
  public var note: String?
  /// From when it is in force; nil: today.
  public var effective: Day?
  /// With several tasks: leaves out those that may not be approved, and says which, instead of refusing them all.
  public var skippingRefused: Bool

  public init(
    role: String, tasks: [String]? = nil, level: HumanAgencyLevel? = nil, oversight: Oversight? = nil,
    note: String? = nil, effective: Day? = nil, skippingRefused: Bool = false
  ) {
    self.role = role
    self.tasks = tasks
    self.level = level
    self.oversight = oversight
    self.note = note
    self.effective = effective
    self.skippingRefused = skippingRefused
  }

  public struct Result: Codable, Sendable {
    /// Task codes.
    public var approved: [String]
    /// Task codes whose decision waits for a second approver.
    public var pending: [String]
    public var refused: [Refused]

    public init(approved: [String] = [], pending: [String] = [], refused: [Refused] = []) {
      self.approved = approved
      self.pending = pending
      self.refused = refused
    }
  }

  public struct Refused: Codable, Sendable {
    public var task: String
    public var refusal: Refusal

    public init(task: String, refusal: Refusal) {
      self.task = task
      self.refusal = refusal
    }
  }
}
