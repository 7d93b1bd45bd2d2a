#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a calibration found, and how it ended.
public struct CalibrationResult: Hashable, Sendable {
  /// How the search stopped.
  public enum Stop: Hashable, Sendable {
    /// The gradient and the last change of the log-likelihood are within their tolerances.
    case converged
    /// No further step raises the objective, though the gradient is not within its tolerance.
    case stalled
    /// The cap was reached.
    case iterationLimit
  }

  /// What became of the information matrix.
  public enum Information: Hashable, Sendable {
    case positiveDefinite
    /// The responses do not determine all parameters here: there are no standard errors.
    case singular
    case notComputed
  }

  /// One an item, in the matrix's order.
  public let items: [ItemCalibration]
  /// Marginal log-likelihood of the responses, without priors.
  public let logLikelihood: Double
  /// The same plus the log-priors (their exponents): what was maximised.
  public let logPosterior: Double
  /// Parameters estimated.
  public let parameterCount: Int
  /// People who answered at least one item that was calibrated.
  public let personCount: Int
  /// Different patterns of responses among them.
  public let patternCount: Int
  /// The ability of those who answered.
  public let population: PopulationEstimate
  public let stop: Stop
  /// Accepted steps.
  public let iterations: Int
  /// The largest derivative of the objective that is left, by magnitude.
  public let gradientNorm: Double
  public let information: Information

  public var converged: Bool { stop == .converged }
  /// Akaike's information criterion, −2 log L + 2 × parameters.
  public var aic: Double { -2 * logLikelihood + 2 * Double(parameterCount) }
  /// Schwarz's information criterion, −2 log L + log(people) × parameters.
  public var bic: Double { -2 * logLikelihood + log(Double(personCount)) * Double(parameterCount) }
}

/// The normal distribution of ability in a population.
public struct PopulationEstimate: Hashable, Sendable {
  /// 0 unless estimated.
  public let mean: Double
  /// 1 unless estimated.
  public let standardDeviation: Double
}
