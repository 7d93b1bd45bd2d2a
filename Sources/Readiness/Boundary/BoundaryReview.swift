/// When an approved boundary has to be looked at again.
public struct BoundaryReview: Codable, Sendable, Equatable {
  /// The last day on which the boundary is in date.
  public private(set) var due: Day

  /// - Parameters:
  ///   - effective: the day from which the boundary holds.
  ///   - months: `BoundaryRuleSet.reviewMonths(at:facts:)` of the level decided.
  public init(effective: Day, months: Int) {
    due = effective.adding(months: months)
  }

  public init(due: Day) {
    self.due = due
  }

  /// True from the day after `due`.
  public func isOverdue(asOf day: Day) -> Bool { day > due }

  /// The review after a change of model, an incident or a policy change on `day`: due that day, unless due before.
  public func broughtForward(to day: Day) -> BoundaryReview { BoundaryReview(due: min(due, day)) }
}
