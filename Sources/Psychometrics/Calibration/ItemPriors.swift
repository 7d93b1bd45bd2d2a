#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What is believed of an item's parameters before any response; nothing, unless said.
public struct ItemPriors: Hashable, Sendable {
  /// A normal prior, of which only the exponent counts: its maximum adds 0 to the log-posterior.
  public struct Normal: Hashable, Sendable {
    public var mean: Double
    /// Above 0.
    public var standardDeviation: Double

    public init(mean: Double, standardDeviation: Double) {
      precondition(
        mean.isFinite && standardDeviation > 0 && standardDeviation.isFinite,
        "A prior needs a finite mean and a positive, finite deviation.")
      self.mean = mean
      self.standardDeviation = standardDeviation
    }
  }

  /// Of log a. It confines the slope to positive values.
  public var logSlope: Normal?
  /// Of log(c ÷ (1 − c)), c the lower asymptote; counts for the three-parameter model only.
  public var logitLowerAsymptote: Normal?

  public init(logSlope: Normal? = nil, logitLowerAsymptote: Normal? = nil) {
    self.logSlope = logSlope
    self.logitLowerAsymptote = logitLowerAsymptote
  }

  /// Maximum likelihood.
  public static let none = ItemPriors()

  /// log a ~ N(0, 0.5), logit c ~ N(−1.735, 0.5), that is c about 0.15: what the three-parameter model has unless told.
  public static let guessing = ItemPriors(
    logSlope: Normal(mean: 0, standardDeviation: 0.5),
    logitLowerAsymptote: Normal(mean: -1.735, standardDeviation: 0.5))

  /// log a ~ N(0, 0.5): keeps slopes finite in samples of a few hundred.
  public static let smallSample = ItemPriors(logSlope: Normal(mean: 0, standardDeviation: 0.5))

  /// What `model` is estimated with unless told otherwise.
  static func standard(for model: CalibrationModel) -> ItemPriors { model == .threeParameter ? .guessing : .none }
}

/// A term of the log-posterior in one parameter: its value, slope and curvature (the second derivative, negated).
struct PriorTerm {
  var value = 0.0
  var gradient = 0.0
  var curvature = 0.0

  /// Of a parameter that is itself normal.
  init(_ prior: ItemPriors.Normal, at x: Double) {
    let precision = 1 / (prior.standardDeviation * prior.standardDeviation)
    let deviation = x - prior.mean
    value = -precision * deviation * deviation / 2
    gradient = -precision * deviation
    curvature = precision
  }

  /// Of a parameter whose logarithm is normal; −∞ where it is not positive.
  init(logarithmOf x: Double, _ prior: ItemPriors.Normal) {
    guard x > 0 else {
      value = -.infinity
      return
    }
    let inLogs = PriorTerm(prior, at: log(x))
    value = inLogs.value
    gradient = inLogs.gradient / x
    curvature = (inLogs.curvature + inLogs.gradient) / (x * x)
  }
}
