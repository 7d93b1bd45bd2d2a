/// What someone is about to approve for one task in one role, and who stands behind it.
public struct BoundaryDecision<Person>: Sendable, Equatable {
  public var level: HumanAgencyLevel
  public var oversight: Oversight
  public var approver: Identifier<Person>
  /// Needed only to relax.
  public var secondApprover: Identifier<Person>?
  public var accountable: Identifier<Person>?
  public var overseer: Identifier<Person>?
  /// True when `overseer` holds the level asked for by a score that is valid now: `BoundaryFacts.hasQualifiedOverseer`.
  public var overseerIsQualified: Bool
  /// True once the employees concerned have been consulted.
  public var consulted: Bool
  /// What was signed before.
  public var signOffs: Set<SignOffKind>

  public init(
    level: HumanAgencyLevel, oversight: Oversight, approver: Identifier<Person>,
    secondApprover: Identifier<Person>? = nil, accountable: Identifier<Person>?, overseer: Identifier<Person>?,
    overseerIsQualified: Bool, consulted: Bool, signOffs: Set<SignOffKind> = []
  ) {
    self.level = level
    self.oversight = oversight
    self.approver = approver
    self.secondApprover = secondApprover
    self.accountable = accountable
    self.overseer = overseer
    self.overseerIsQualified = overseerIsQualified
    self.consulted = consulted
    self.signOffs = signOffs
  }

  /// Passes when the decision can be approved.
  ///
  /// - Parameter proposal: of the facts as they stand with this decision, so with its accountable human and overseer.
  /// - Parameter current: the level in force; nil when none is.
  /// - Throws: the first of `problems(proposal:current:)`.
  public func check(proposal: BoundaryProposal, current: HumanAgencyLevel?) throws(BoundaryError) {
    if let problem = problems(proposal: proposal, current: current).first { throw problem }
  }

  /// Everything that stands against approval, gravest first; empty when nothing does.
  ///
  /// Deciding more humanly than proposed and in force is always free. Deciding below either is relaxing: it needs a
  /// second approver, and never goes below the floor.
  public func problems(proposal: BoundaryProposal, current: HumanAgencyLevel?) -> [BoundaryError] {
    var problems: [BoundaryError] = []
    if let floor = proposal.floor, level < floor { problems.append(.belowFloor(decided: level, floor: floor)) }
    if accountable == nil { problems.append(.noAccountableHuman) }
    problems += blocks(of: proposal)
    for case let problem? in proposal.requirements.map(unmet) where !problems.contains(problem) {
      problems.append(problem)
    }
    problems += relaxation(from: max(proposal.level, current ?? proposal.level))
    return problems
  }

  private func blocks(of proposal: BoundaryProposal) -> [BoundaryError] {
    proposal.firings.filter { $0.effect == .block }.map { .blocked(rule: $0.rule, reason: $0.reason) }
  }

  private func unmet(_ requirement: BoundaryRequirement) -> BoundaryError? {
    switch requirement {
    case .inTheLoop: oversight == .inTheLoop ? nil : .inTheLoopRequired(chosen: oversight)
    case .namedOverseer: overseer == nil ? .overseerRequired : nil
    case .qualifiedOverseer: overseer == nil ? .overseerRequired : overseerIsQualified ? nil : .overseerNotQualified
    case .consultation: consulted ? nil : .consultationRequired
    case .worksCouncil, .legal, .dataProtection:
      requirement.signOff.flatMap { signOffs.contains($0) ? nil : .signOffRequired($0) }
    }
  }

  private func relaxation(from reference: HumanAgencyLevel) -> [BoundaryError] {
    guard level < reference else { return [] }
    guard let secondApprover else { return [.secondApproverRequired(decided: level, relaxedFrom: reference)] }
    return secondApprover == approver ? [.secondApproverIsApprover] : []
  }
}
