/// A domain in which somebody is held to be below what is required of them.
public struct LearningGap: Sendable, Hashable {
  public var domain: QuotientDomain
  /// What was measured, or is expected after a completed plan.
  public var level: QuotientLevel
  /// Above `level`.
  public var required: QuotientLevel
  /// Of truly being at L0, L1, … L4 or above: five, each 0 to 1, none above the one before it.
  public var probabilities: [Double]
  /// How much a level counts beside others' gaps; above 0, larger where a boundary needs the person as its overseer.
  public var weight: Double
  /// Whether a boundary lacks its overseer until the gap is closed; reasons tell.
  public var isForOversight: Bool

  public init(
    domain: QuotientDomain, level: QuotientLevel, required: QuotientLevel, probabilities: [Double],
    weight: Double = 1, isForOversight: Bool = false
  ) {
    self.domain = domain
    self.level = level
    self.required = required
    self.probabilities = probabilities
    self.weight = weight
    self.isForOversight = isForOversight
  }

  /// What it is worth to raise the person to `reached`: the weight × the sum, over the levels above the measured one up to
  /// `reached` and to what is required, of the probability of not being there already.
  public func value(of reached: QuotientLevel) -> Double {
    let levels = probabilities.indices.filter { $0 > level.rawValue && $0 <= min(reached, required).rawValue }
    return weight * levels.reduce(0) { $0 + 1 - probabilities[$1] }
  }

  /// What it is worth to close it.
  public var value: Double { value(of: required) }
}
