#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An item scored in ordered categories by Samejima's graded response model (1969):
/// P(score ≥ k | θ) = 1 ÷ (1 + exp(−a(θ − b_k))), and a category is the difference of two neighbours.
public struct GradedResponse: Hashable, ItemModel {
  /// Discrimination a, finite and above 0.
  public let slope: Double
  /// b_1 < b_2 < …: the abilities at which half reach score 1, 2, …; at least one.
  public let thresholds: [Double]

  /// - Throws: `ScoringError.parameterNotFinite`, `.slopeNotPositive`, `.tooFewCategories`, `.thresholdsNotRising`.
  public init(slope: Double, thresholds: [Double]) throws(ScoringError) {
    guard slope.isFinite else { throw .parameterNotFinite(name: "slope") }
    guard slope > 0 else { throw .slopeNotPositive(slope) }
    guard !thresholds.isEmpty else { throw .tooFewCategories }
    for threshold in thresholds where !threshold.isFinite { throw .parameterNotFinite(name: "threshold") }
    for (left, right) in zip(thresholds, thresholds.dropFirst()) where left >= right { throw .thresholdsNotRising }
    self.slope = slope
    self.thresholds = thresholds
  }

  public var categoryCount: Int { thresholds.count + 1 }

  /// The difference of two logistic curves is taken on the side on which both are small:
  /// σ(x) − σ(y) = σ(x) σ(−y) (1 − exp(y − x)), which loses no digit however near the two are.
  public func logProbability(ofCategory category: Int, at theta: Double) -> Double {
    guard category > 0 else { return -softplus(slope * (theta - thresholds[0])) }
    let lower = slope * (theta - thresholds[category - 1])
    guard category < thresholds.count else { return -softplus(-lower) }
    let upper = slope * (theta - thresholds[category])
    return -softplus(-lower) - softplus(upper) + floorLog(-expm1(upper - lower))
  }

  /// With s_k = P(score ≥ k): u = a((1 − s_k) − s_{k+1}) and v = −a²(s_k(1 − s_k) + s_{k+1}(1 − s_{k+1})), where the
  /// outermost curves are 1 and 0.
  public func logDerivatives(ofCategory category: Int, at theta: Double) -> LogDerivatives {
    let (reached, exceeded) = (curve(category, at: theta), curve(category + 1, at: theta))
    return LogDerivatives(
      first: slope * (reached.lower - exceeded.upper),
      second: -slope * slope * (reached.upper * reached.lower + exceeded.upper * exceeded.lower))
  }

  public func information(at theta: Double) -> ItemInformation {
    var sum = ItemInformation.zero
    var reached = curve(0, at: theta)
    for category in 0...thresholds.count {
      let exceeded = curve(category + 1, at: theta)
      // On the side on which both are small.
      let probability = reached.upper < 0.5 ? reached.upper - exceeded.upper : exceeded.lower - reached.lower
      let u = reached.lower - exceeded.upper
      let v = -(reached.upper * reached.lower + exceeded.upper * exceeded.lower)
      sum += ItemInformation(expected: probability * u * u, warm: probability * u * (u * u + v))
      reached = exceeded
    }
    let square = slope * slope
    return ItemInformation(expected: square * sum.expected, warm: square * slope * sum.warm)
  }

  /// P(score ≥ `score`) and its complement.
  private func curve(_ score: Int, at theta: Double) -> (upper: Double, lower: Double) {
    if score == 0 { return (1, 0) }
    if score > thresholds.count { return (0, 1) }
    return logisticPair(slope * (theta - thresholds[score - 1]))
  }

  public func expectedScore(at theta: Double) -> Double {
    thresholds.reduce(0) { $0 + logistic(slope * (theta - $1)) }
  }
}
