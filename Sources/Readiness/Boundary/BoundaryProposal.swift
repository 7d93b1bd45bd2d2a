/// One effect of one rule on one proposal, with the reason as it read on that day.
public struct RuleFiring: Codable, Sendable, Equatable {
  /// The rule's code in its rule set.
  public var rule: String
  public var effect: BoundaryEffect
  /// The level suggested, the floor, or for `raise` the level that it led to; nil for all else.
  public var level: HumanAgencyLevel?
  public var reason: LocalizedText

  public init(rule: String, effect: BoundaryEffect, level: HumanAgencyLevel?, reason: LocalizedText) {
    self.rule = rule
    self.effect = effect
    self.level = level
    self.reason = reason
  }
}

/// What the rules propose for one task in one role. A proposal is never an approval.
public struct BoundaryProposal: Codable, Sendable, Equatable {
  /// The more human of `suggestion` and `floor`, then one step more for each `raise`.
  public var level: HumanAgencyLevel
  public var suggestion: HumanAgencyLevel
  /// The most human floor that fired: no decision can be below it. Nil when none fired.
  public var floor: HumanAgencyLevel?
  /// The suggestion, then floors, then raises, then all else; in each group in the rule set's order.
  public var firings: [RuleFiring]
  /// Each once, in the order they fired.
  public var requirements: [BoundaryRequirement]
  /// Each once, in the order they fired.
  public var flags: [String]
  /// Months from the effective date to the review if `level` is what gets decided.
  public var reviewMonths: Int
  /// Facts that the level depends upon and that are not known.
  public var missing: [BoundaryFact]

  public init(
    level: HumanAgencyLevel, suggestion: HumanAgencyLevel, floor: HumanAgencyLevel?, firings: [RuleFiring],
    requirements: [BoundaryRequirement], flags: [String], reviewMonths: Int, missing: [BoundaryFact]
  ) {
    self.level = level
    self.suggestion = suggestion
    self.floor = floor
    self.firings = firings
    self.requirements = requirements
    self.flags = flags
    self.reviewMonths = reviewMonths
    self.missing = missing
  }
}
