/// A right-or-wrong item by Birnbaum's two-parameter logistic model: P(right | θ) = 1 ÷ (1 + exp(−a(θ − b))); with a = 1,
/// Rasch's model.
public struct TwoParameterLogistic: Hashable, ItemModel {
  /// Discrimination a, finite. A negative one is kept as it is: it marks an item that the able get wrong.
  public let slope: Double
  /// Difficulty b, finite: the ability at which half answer right.
  public let difficulty: Double

  /// - Throws: `ScoringError.parameterNotFinite`.
  public init(slope: Double, difficulty: Double) throws(ScoringError) {
    guard slope.isFinite else { throw .parameterNotFinite(name: "slope") }
    guard difficulty.isFinite else { throw .parameterNotFinite(name: "difficulty") }
    self.slope = slope
    self.difficulty = difficulty
  }

  /// An item by the model of Rasch (1960): a slope of 1.
  ///
  /// - Throws: `ScoringError.parameterNotFinite`.
  public static func rasch(difficulty: Double) throws(ScoringError) -> TwoParameterLogistic {
    try TwoParameterLogistic(slope: 1, difficulty: difficulty)
  }

  public var categoryCount: Int { 2 }

  public func logProbability(ofCategory category: Int, at theta: Double) -> Double {
    let logit = slope * (theta - difficulty)
    return -softplus(category == 1 ? -logit : logit)
  }

  public func logDerivatives(ofCategory category: Int, at theta: Double) -> LogDerivatives {
    let (right, wrong) = logisticPair(slope * (theta - difficulty))
    return LogDerivatives(
      first: category == 1 ? slope * wrong : -slope * right, second: -slope * slope * right * wrong)
  }

  public func information(at theta: Double) -> ItemInformation {
    let (right, wrong) = logisticPair(slope * (theta - difficulty))
    let information = slope * slope * right * wrong
    return ItemInformation(expected: information, warm: information * slope * (wrong - right))
  }

  public func expectedScore(at theta: Double) -> Double {
    logistic(slope * (theta - difficulty))
  }
}
