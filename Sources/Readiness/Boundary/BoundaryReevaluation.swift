/// A decision that stands, as the rules look at it again.
public struct StandingDecision: Sendable, Equatable {
  /// The least human of the levels that hold today or are to hold from a later day on.
  public var level: HumanAgencyLevel
  public var oversight: Oversight
  /// What the rules proposed, how many of them raised it by a step, and what they required, when it was decided.
  public var proposed: HumanAgencyLevel
  public var raises: Int
  public var requirements: [BoundaryRequirement]

  public init(
    level: HumanAgencyLevel, oversight: Oversight, proposed: HumanAgencyLevel, raises: Int,
    requirements: [BoundaryRequirement]
  ) {
    self.level = level
    self.oversight = oversight
    self.proposed = proposed
    self.raises = raises
    self.requirements = requirements
  }
}

/// What the rules make of a decision that stands, now that a fact has changed: more human at once where they demand it;
/// never less human by themselves.
public struct BoundaryReevaluation: Sendable, Equatable {
  /// What has to hold from now on; nil: what is decided may stay.
  public let tightened: Tightened?
  /// Someone has to look at it: the rules now speak of another level than before, or ask for what is not there.
  public let needsReview: Bool

  public struct Tightened: Sendable, Equatable {
    public let level: HumanAgencyLevel
    public let oversight: Oversight
  }

  /// - Parameter proposal: what the rules say of `facts`, which are those of today.
  public init(_ decision: StandingDecision, facts: BoundaryFacts, proposal: BoundaryProposal) {
    let level = proposal.demand(on: decision)
    let oversight =
      level > decision.level
      ? proposal.oversight(at: level)
      : proposal.requirements.contains(.inTheLoop) ? .inTheLoop : decision.oversight
    let isTightened = level > decision.level || oversight != decision.oversight
    tightened = isTightened ? Tightened(level: level, oversight: oversight) : nil
    let speaksOtherwise = proposal.level != decision.proposed && proposal.level != level
    needsReview =
      speaksOtherwise || proposal.isBlocked
      || proposal.requirements.contains { !$0.isMet(by: facts, since: decision) }
  }
}

extension BoundaryProposal {
  /// A rule says that nothing may be approved.
  public var isBlocked: Bool { firings.contains { $0.effect == .block } }

  /// How many rules raised the level by a step.
  public var raises: Int { firings.count { $0.effect == .raise } }

  /// In the loop where the rules require it or a human does at least half of the work, else on the loop.
  public func oversight(at level: HumanAgencyLevel) -> Oversight {
    requirements.contains(.inTheLoop) || level >= .h3 ? .inTheLoop : .onTheLoop
  }

  /// The least human level that a decision may stay at: H5 while the rules block it; the floor with all raises where it
  /// is below the floor; else a step more for each raise that there was not when it was decided.
  fileprivate func demand(on decision: StandingDecision) -> HumanAgencyLevel {
    if isBlocked { return .h5 }
    let floor = floor ?? .h1
    let steps = floor > decision.level ? raises : raises - decision.raises
    let start = max(floor, decision.level)
    let raised = (0..<max(steps, 0)).reduce(start) { level, _ in level.moreHuman }
    return max(decision.level, min(raised, level))
  }
}

extension BoundaryRequirement {
  /// What is signed was signed for a decision: a signature is missing only where it was not required then.
  fileprivate func isMet(by facts: BoundaryFacts, since decision: StandingDecision) -> Bool {
    switch self {
    case .inTheLoop: true
    case .namedOverseer: facts.hasOverseer
    case .qualifiedOverseer: facts.hasQualifiedOverseer
    case .consultation: facts.consulted
    case .worksCouncil, .legal, .dataProtection: decision.requirements.contains(self)
    }
  }
}
