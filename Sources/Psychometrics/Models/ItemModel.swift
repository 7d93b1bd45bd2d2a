/// An item response model: how probable each scored category of one item is at an ability θ.
///
/// Categories are counted from 0, the lowest score. Ability is on the logistic metric (D = 1), so that a slope here is
/// the slope of the log-odds; figures published with D = 1.7 must be multiplied by it first.
public protocol ItemModel: Sendable {
  /// How many categories the item is scored in; at least 2.
  var categoryCount: Int { get }

  /// Natural logarithm of P(category | θ), finite for every finite θ.
  ///
  /// - Parameter category: within 0 ..< `categoryCount`.
  func logProbability(ofCategory category: Int, at theta: Double) -> Double

  /// Mean score at θ, 0 to `maximumScore`: Σ k · P(k | θ).
  func expectedScore(at theta: Double) -> Double
}

extension ItemModel {
  /// The highest category's score.
  public var maximumScore: Int { categoryCount - 1 }
}
