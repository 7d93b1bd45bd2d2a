/// A criterion-referenced scale: 100 × the expected share of a published reference form.
///
/// A score on it says what part of the reference form the person can be expected to get right, whichever form they
/// sat. It moves only when the reference form does.
public struct CriterionScale: Sendable {
  private let curve: TestCharacteristic
  private let quadrature: Quadrature
  /// The scale's value at each of the quadrature's nodes.
  private let values: [Double]

  /// - Parameters:
  ///   - referenceForm: the items that define the scale.
  ///   - quadrature: that of the posteriors to come; others are served too, more slowly.
  /// - Throws: `ScoringError.emptyForm`, or `.scaleNotIncreasing` where cut scores would have no single ability.
  public init(referenceForm: [any ItemModel], quadrature: Quadrature = .production) throws(ScoringError) {
    let curve = try TestCharacteristic(items: referenceForm)
    let values = quadrature.nodes.map { 100 * curve.expectedShare(at: $0) }
    guard zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) else { throw .scaleNotIncreasing }
    self.curve = curve
    self.quadrature = quadrature
    self.values = values
  }

  /// The scale's value at ability θ, 0 to 100.
  public func value(at theta: Double) -> Double { 100 * curve.expectedShare(at: theta) }

  /// The ability at which the scale has `value`, to 1e-9; the outermost node where it lies beyond the quadrature.
  public func theta(at value: Double) -> Double {
    var (low, high) = (quadrature.nodes[0], quadrature.nodes[quadrature.nodes.count - 1])
    if value <= values[0] { return low }
    if value >= values[values.count - 1] { return high }
    while high - low > 1e-9 {
      let middle = (low + high) / 2
      if self.value(at: middle) < value { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// A person's score: the mean of the scale over their posterior, with its standard deviation as the standard error.
  ///
  /// The mean has the least squared error of any estimate on this scale. The curve bends towards 0 and 100, where the
  /// delta method (the slope at θ × the standard error of θ) would call the error of extreme scores almost nothing.
  public func score(of posterior: Posterior) -> ScaleScore {
    let tabulated = posterior.quadrature == quadrature ? values : posterior.quadrature.nodes.map(value(at:))
    let (mean, deviation) = posterior.moments(of: tabulated)
    return ScaleScore(value: mean, standardError: deviation)
  }

  /// P(the person's true value is at or above `cut`), 0 to 1: the posterior's mass at the abilities that reach it.
  public func probability(ofReaching cut: Double, by posterior: Posterior) -> Double {
    posterior.probability(atLeast: theta(at: cut))
  }
}

/// A score on a criterion-referenced scale.
public struct ScaleScore: Hashable, Sendable {
  /// 0 to 100.
  public var value: Double
  /// In points of the scale.
  public var standardError: Double

  public init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}
