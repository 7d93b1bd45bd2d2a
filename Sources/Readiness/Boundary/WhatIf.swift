/// What would become of boundaries if some facts, or the rules, were otherwise. Nothing is saved by asking.
public struct WhatIfAnswer: Codable, Sendable {
  /// How many tasks were looked at.
  public var boundaries: Int
  /// How many of them the rules would propose otherwise, and how many more or less humanly.
  public var changed: Int
  public var tighter: Int
  public var looser: Int
  /// By role and task: all of a role's, or of the whole organisation those that would change; at most 1,000.
  public var outcomes: [WhatIfOutcome]

  /// The most outcomes that are told.
  public static let limit = 1_000

  /// - Parameter all: whether those that would not change are told, too.
  public init(_ outcomes: [WhatIfOutcome], tellingAll all: Bool) {
    let changes = outcomes.filter(\.changes)
    boundaries = outcomes.count
    changed = changes.count
    tighter = outcomes.count { $0.then.level > $0.now.level }
    looser = outcomes.count { $0.then.level < $0.now.level }
    self.outcomes = Array((all ? outcomes : changes).prefix(WhatIfAnswer.limit))
  }
}

/// One task's boundary as the rules propose it now, and as they would.
public struct WhatIfOutcome: Codable, Sendable {
  public var role: String
  public var task: String
  public var name: LocalizedText
  /// As decided; nil: nothing is in force.
  public var inForce: HumanAgencyLevel?
  public var now: Stand
  public var then: Stand
  /// Rules that would fire, and do not now.
  public var starts: [RuleFiring]
  /// Rules that fire, and would no longer.
  public var stops: [RuleFiring]

  /// What the rules make of a case.
  public struct Stand: Codable, Sendable, Equatable {
    public var level: HumanAgencyLevel
    public var floor: HumanAgencyLevel?
    public var requirements: [BoundaryRequirement]
    public var reviewMonths: Int
    /// No decision could be approved.
    public var isBlocked: Bool

    init(_ proposal: BoundaryProposal) {
      level = proposal.level
      floor = proposal.floor
      requirements = proposal.requirements
      reviewMonths = proposal.reviewMonths
      isBlocked = proposal.firings.contains { $0.effect == .block }
    }
  }

  public init(
    role: String, task: String, name: LocalizedText, inForce: HumanAgencyLevel?, now: BoundaryProposal,
    then: BoundaryProposal
  ) {
    self.role = role
    self.task = task
    self.name = name
    self.inForce = inForce
    self.now = Stand(now)
    self.then = Stand(then)
    starts = then.firings.filter { !now.fires($0) }
    stops = now.firings.filter { !then.fires($0) }
  }

  /// True when the rules would say otherwise, be it with the same level.
  public var changes: Bool { now != then || !starts.isEmpty || !stops.isEmpty }
}

extension BoundaryProposal {
  /// Whether the same rule has the same effect here; its reason may name other values.
  fileprivate func fires(_ firing: RuleFiring) -> Bool {
    firings.contains { $0.rule == firing.rule && $0.effect == firing.effect && $0.level == firing.level }
  }
}
