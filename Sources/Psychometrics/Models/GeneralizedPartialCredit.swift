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

  public func expectedScore(at theta: Double) -> Double {
    (1...steps.count).reduce(0) { $0 + Double($1) * exp(logProbability(ofCategory: $1, at: theta)) }
  }
}
