/// How a calibration is run.
public struct CalibrationOptions: Hashable, Sendable {
  /// The distribution of ability among the people who answered.
  public enum Population: Hashable, Sendable {
    /// N(0, 1): it defines the scale.
    case standardNormal
    /// N(0, σ²), σ estimated: the Rasch model's usual form. Needs slopes that are held.
    case freeDeviation
    /// N(μ, σ²), both estimated: needs anchors, which then define the scale (fixed-parameter calibration).
    case free
  }

  /// Where ability is integrated.
  public var quadrature: Quadrature
  public var population: Population
  /// Priors by item, counted from 0; an item not named has `ItemPriors.guessing` if it is a three-parameter one, else
  /// none.
  public var priors: [Int: ItemPriors]
  /// The cap on accepted steps; at least 1.
  public var iterationLimit: Int
  /// Converged when the step that the gradient asks for is this short, in standard errors of all parameters jointly …
  public var gradientTolerance: Double
  /// … and the last step changed the log-likelihood by no more than this share of it.
  public var relativeTolerance: Double
  /// Whether the information matrix is computed at the end.
  public var standardErrors: Bool

  public init(
    quadrature: Quadrature = .production, population: Population = .standardNormal, priors: [Int: ItemPriors] = [:],
    iterationLimit: Int = 500, gradientTolerance: Double = 1e-3, relativeTolerance: Double = 1e-9,
    standardErrors: Bool = true
  ) {
    self.quadrature = quadrature
    self.population = population
    self.priors = priors
    self.iterationLimit = iterationLimit
    self.gradientTolerance = gradientTolerance
    self.relativeTolerance = relativeTolerance
    self.standardErrors = standardErrors
  }
}
