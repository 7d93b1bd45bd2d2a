/// An ability with the standard error it is known by.
public struct AbilityEstimate: Hashable, Sendable {
  /// θ, in standard deviations of the prior.
  public var theta: Double
  /// Standard error of θ; for a Bayesian estimate the posterior's standard deviation.
  public var standardError: Double
  /// How many responses the estimate rests on.
  public var answered: Int

  /// Whether nothing was answered, so that the estimate is the prior's and says nothing about the person.
  public var isInsufficient: Bool { answered == 0 }

  public init(theta: Double, standardError: Double, answered: Int) {
    self.theta = theta
    self.standardError = standardError
    self.answered = answered
  }
}
