#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An item response model: how probable each scored category of one item is at an ability θ.
///
/// Categories are counted from 0, the lowest score. Ability is on the logistic metric (D = 1), so that a slope here is
/// the slope of the log-odds; figures published with D = 1.7 must be multiplied by it first.
///
/// Everything that estimation needs follows from log P and its derivatives u = (log P)′ and v = (log P)″, which stay
/// exact in the tails where P itself underflows: P′ = P·u, P″ = P·(v + u²), P′² ÷ P = P·u².
public protocol ItemModel: Sendable {
  /// How many categories the item is scored in; at least 2.
  var categoryCount: Int { get }

  /// Natural logarithm of P(category | θ), finite for every finite θ.
  ///
  /// - Parameter category: within 0 ..< `categoryCount`.
  func logProbability(ofCategory category: Int, at theta: Double) -> Double

  /// The first two derivatives of log P(category | θ) in θ, finite and exact for every finite θ.
  ///
  /// - Parameter category: within 0 ..< `categoryCount`.
  func logDerivatives(ofCategory category: Int, at theta: Double) -> LogDerivatives

  /// Fisher's information on θ in the item's score, with its companion J.
  func information(at theta: Double) -> ItemInformation

  /// Mean score at θ, 0 to `maximumScore`: Σ k · P(k | θ).
  func expectedScore(at theta: Double) -> Double
}

extension ItemModel {
  /// The highest category's score.
  public var maximumScore: Int { categoryCount - 1 }

  /// P(category | θ) with its first two derivatives in θ.
  ///
  /// - Parameter category: within 0 ..< `categoryCount`.
  public func curve(ofCategory category: Int, at theta: Double) -> CategoryCurve {
    let probability = exp(logProbability(ofCategory: category, at: theta))
    let log = logDerivatives(ofCategory: category, at: theta)
    return CategoryCurve(
      probability: probability, first: probability * log.first,
      second: probability * (log.second + log.first * log.first))
  }

  /// Σ over the categories of P·u² and of P·u·(v + u²).
  public func information(at theta: Double) -> ItemInformation {
    var sum = ItemInformation.zero
    for category in 0..<categoryCount {
      let curve = curve(ofCategory: category, at: theta)
      let slope = logDerivatives(ofCategory: category, at: theta).first
      sum += ItemInformation(expected: curve.first * slope, warm: curve.second * slope)
    }
    return sum
  }
}
