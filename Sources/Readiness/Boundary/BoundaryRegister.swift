/// The boundary register: where the line between human and AI lies for every task, who stands behind it and what is due.
///
/// It tells about tasks and about who answers for them; what employees want of a task is told from five answers on.
public struct BoundaryRegister: Codable, Sendable, Equatable {
  public var organisation: LocalizedText
  /// The unit whose roles the register is of, with every unit below it; nil for all.
  public var unit: LocalizedText?
  /// The role the register is of; nil for all.
  public var role: LocalizedText?
  public var asOf: Day
  /// One row a role, by people, most first.
  public var roles: [Brief.RoleBoundaries]
  /// By role and task.
  public var entries: [Entry]
  /// What each role may do with which tool; roles of which a boundary approves one, by code.
  public var cards: [Card]
  /// What must be said of where texts come from.
  public var attributions: [LocalizedText]

  public init(
    organisation: LocalizedText, unit: LocalizedText?, role: LocalizedText?, asOf: Day, roles: [Brief.RoleBoundaries],
    entries: [Entry], cards: [Card], attributions: [LocalizedText]
  ) {
    self.organisation = organisation
    self.unit = unit
    self.role = role
    self.asOf = asOf
    self.roles = roles
    self.entries = entries
    self.cards = cards
    self.attributions = attributions
  }

  /// One task of one role.
  public struct Entry: Codable, Sendable, Equatable {
    /// Codes.
    public var role: String
    public var task: String
    public var name: LocalizedText
    /// What employees want: the median of what was answered by five people or more, else what the task's record says.
    public var desired: HumanAgencyLevel?
    /// What experts hold feasible.
    public var feasible: HumanAgencyLevel?
    /// In force on the day, by an exception if one holds then; nil when nothing is decided.
    public var decided: HumanAgencyLevel?
    public var exception: Exception?
    public var oversight: Oversight?
    public var dataClass: DataClass
    /// Names of those approved for the task; of one without a boundary, of those that would take part.
    public var aiSystems: [String]
    /// Names.
    public var accountable: String?
    public var overseer: String?
    /// True when employees were asked before it was decided.
    public var isConsulted: Bool
    public var reviewOn: Day?
    /// Why it waits to be looked at again; empty when it does not.
    public var reviews: [Review]
    /// The level of a proposal that is not in force yet; nil without one.
    public var proposed: HumanAgencyLevel?

    public init(
      role: String, task: String, name: LocalizedText, desired: HumanAgencyLevel?, feasible: HumanAgencyLevel?,
      decided: HumanAgencyLevel?, exception: Exception?, oversight: Oversight?, dataClass: DataClass,
      aiSystems: [String], accountable: String?, overseer: String?, isConsulted: Bool, reviewOn: Day?,
      reviews: [Review], proposed: HumanAgencyLevel?
    ) {
      self.role = role
      self.task = task
      self.name = name
      self.desired = desired
      self.feasible = feasible
      self.decided = decided
      self.exception = exception
      self.oversight = oversight
      self.dataClass = dataClass
      self.aiSystems = aiSystems
      self.accountable = accountable
      self.overseer = overseer
      self.isConsulted = isConsulted
      self.reviewOn = reviewOn
      self.reviews = reviews
      self.proposed = proposed
    }

    /// True when rule 8 demands a consultation that has not been: what is wanted and what is feasible lie two levels or
    /// more apart.
    public var needsConsultation: Bool {
      guard let desired, let feasible, !isConsulted else { return false }
      return Agreement.isFar(desired, feasible)
    }

    public func isOverdue(asOf day: Day) -> Bool { reviewOn.map { $0 < day } ?? false }
  }

  /// A role's permission card: its tools with each class of data.
  public struct Card: Codable, Sendable, Equatable {
    public var role: String
    public var tools: [PermissionCard.Tool]

    public init(_ card: PermissionCard) {
      role = card.role
      tools = card.tools
    }
  }

  /// For a while another level than the one decided.
  public struct Exception: Codable, Sendable, Equatable {
    /// The level decided otherwise.
    public var instead: HumanAgencyLevel
    /// The day after its last.
    public var until: Day
    public var reason: String

    public init(instead: HumanAgencyLevel, until: Day, reason: String) {
      self.instead = instead
      self.until = until
      self.reason = reason
    }
  }

  /// A fact that the boundary rests on has changed.
  public struct Review: Codable, Sendable, Equatable {
    public var openedOn: Day
    public var reason: LocalizedText
    /// What the rules say now.
    public var level: HumanAgencyLevel

    public init(openedOn: Day, reason: LocalizedText, level: HumanAgencyLevel) {
      self.openedOn = openedOn
      self.reason = reason
      self.level = level
    }
  }
}

extension BoundaryRegister {
  /// Tasks at one point of desire × feasibility.
  public struct Agreement: Sendable, Equatable {
    public var desired: HumanAgencyLevel
    public var feasible: HumanAgencyLevel
    /// Codes, in the register's order.
    public var tasks: [String]

    /// True where a boundary may be approved only after employees were consulted.
    public var demandsConsultation: Bool { Agreement.isFar(desired, feasible) }

    static func isFar(_ desired: HumanAgencyLevel, _ feasible: HumanAgencyLevel) -> Bool {
      abs(desired.rawValue - feasible.rawValue) >= 2
    }
  }

  /// Where both levels are known: how many tasks are at each point, most human desire first.
  public var agreements: [Agreement] {
    HumanAgencyLevel.allCases.reversed().flatMap { desired in
      HumanAgencyLevel.allCases.reversed().compactMap { feasible in
        let tasks = entries.filter { $0.desired == desired && $0.feasible == feasible }.map(\.task)
        return tasks.isEmpty ? nil : Agreement(desired: desired, feasible: feasible, tasks: tasks)
      }
    }
  }

  /// How the tasks of one role are divided, counted from its entries.
  ///
  /// - Parameter headcount: people in the role; fewer than five are not told.
  public static func division(
    of role: String, name: LocalizedText, headcount: Int, entries: some Sequence<Entry>, asOf day: Day
  ) -> Brief.RoleBoundaries {
    var row = Brief.RoleBoundaries(
      code: role, name: name, headcount: Suppression.alone(headcount),
      levels: HumanAgencyLevel.allCases.map { _ in 0 }, undecided: 0, overdue: 0)
    for entry in entries {
      if let decided = entry.decided { row.levels[decided.rawValue - 1] += 1 } else { row.undecided += 1 }
      if entry.isOverdue(asOf: day) { row.overdue += 1 }
    }
    return row
  }
}
