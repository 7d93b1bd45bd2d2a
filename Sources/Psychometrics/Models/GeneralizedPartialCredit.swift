#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An item scored in ordered categories by Muraki's generalised partial credit model (1992), in step form:
/// P(score = k | θ) ∝ exp(Σ_{v ≤ k} a(θ − b_v)); with a = 1, Masters' partial credit model.
public struct GeneralizedPartialCredit: Hashable, ItemModel {
  /// Discrimination a, finite. A negative one is kept as it is: it marks an item that the able do worse on.
  public let slope: Double
  /// b_1, b_2, …: the abilities at which score k is as probable as k − 1; at least one, in any order.
  public let steps: [Double]

  /// - Throws: `ScoringError.parameterNotFinite`, `.tooFewCategories`.
  public init(slope: Double, steps: [Double]) throws(ScoringError) {
    guard slope.isFinite else { throw .parameterNotFinite(name: "slope") }
    guard !steps.isEmpty else { throw .tooFewCategories }
    for step in steps where !step.isFinite { throw .parameterNotFinite(name: "step") }
    self.slope = slope
    self.steps = steps
  }

  public var categoryCount: Int { steps.count + 1 }

  public func logProbability(ofCategory category: Int, at theta: Double) -> Double {
    var (own, sum, logTotal) = (0.0, 0.0, 0.0)
    for (index, step) in steps.enumerated() {
      sum += slope * (theta - step)
      if index + 1 == category { own = sum }
      logTotal = max(logTotal, sum) + log1p(exp(-abs(logTotal - sum)))
    }
    return own - logTotal
  }

  public func logDerivatives(ofCategory category: Int, at theta: Double) -> LogDerivatives {
    let score = scoreMoments(at: theta)
    return LogDerivatives(
      first: slope * (Double(category - score.mode) - score.mean), second: -slope * slope * score.variance)
  }

  public func information(at theta: Double) -> ItemInformation {
    let score = scoreMoments(at: theta)
    let square = slope * slope
    return ItemInformation(expected: square * score.variance, warm: square * slope * score.thirdMoment)
  }

  public func expectedScore(at theta: Double) -> Double {
    let score = scoreMoments(at: theta)
    return Double(score.mode) + score.mean
  }

  /// The score's most probable value, its mean measured from there, and its second and third central moments.
  ///
  /// Measured from the mode, the moments keep their digits in the tails, where nearly all scores are the same.
  private func scoreMoments(
    at theta: Double
  ) -> (mode: Int, mean: Double, variance: Double, thirdMoment: Double) {
    var (mode, sum, peak) = (0, 0.0, 0.0)
    for (index, step) in steps.enumerated() {
      sum += slope * (theta - step)
      if sum > peak { (mode, peak) = (index + 1, sum) }
    }
    var deviation = -Double(mode)
    var weight = exp(-peak)
    var (total, first) = (weight, weight * deviation)
    var (second, third) = (first * deviation, first * deviation * deviation)
    sum = -peak
    for step in steps {
      sum += slope * (theta - step)
      deviation += 1
      weight = exp(sum)
      total += weight
      first += weight * deviation
      second += weight * deviation * deviation
      third += weight * deviation * deviation * deviation
    }
    let (mean, square, cube) = (first / total, second / total, third / total)
    return (mode, mean, square - mean * mean, cube - 3 * mean * square + 2 * mean * mean * mean)
  }
}
