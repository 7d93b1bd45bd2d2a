#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A norm-referenced scale: 100 + 15 (θ − μ) ÷ σ, with μ and σ of the norm group.
///
/// A score on it says where the person stands among the group: 100 is its mean and 15 its standard deviation.
public struct NormScale: Hashable, Sendable {
  /// μ: the norm group's mean ability.
  public let mean: Double
  /// σ: the norm group's standard deviation, above 0.
  public let standardDeviation: Double

  /// - Throws: `ScoringError.parameterNotFinite`, `.deviationNotPositive`.
  public init(mean: Double, standardDeviation: Double) throws(ScoringError) {
    guard mean.isFinite else { throw .parameterNotFinite(name: "mean") }
    guard standardDeviation.isFinite else { throw .parameterNotFinite(name: "standard deviation") }
    guard standardDeviation > 0 else { throw .deviationNotPositive(standardDeviation) }
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  private init() { (mean, standardDeviation) = (0, 1) }

  /// The scale of the calibration's population, N(0, 1).
  public static let standard = NormScale()

  /// The scale's value at ability θ; not rounded, which is for display.
  public func value(at theta: Double) -> Double { 100 + 15 * (theta - mean) / standardDeviation }

  public func score(of estimate: AbilityEstimate) -> NormScore {
    NormScore(
      value: value(at: estimate.theta), standardError: 15 * estimate.standardError / standardDeviation)
  }
}

/// A score on a norm-referenced scale, of mean 100 and standard deviation 15.
public struct NormScore: Hashable, Sendable {
  public var value: Double
  /// In points of the scale.
  public var standardError: Double

  public init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }

  /// Contains the person's true value with a probability of 95 %: 1.96 standard errors to each side.
  public var interval: ClosedRange<Double> {
    let reach = 1.959963984540054 * standardError
    return value - reach...value + reach
  }

  /// How many of 100 in a normally distributed norm group score lower, 0 to 100.
  public var percentile: Double { 50 * erfc((100 - value) / 15 / 2.0.squareRoot()) }
}
