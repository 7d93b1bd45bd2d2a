/// McDonald's ω (1999) of a form that measures one thing: the share of the sum's variance that one common factor
/// explains, (Σ λ)² ÷ ((Σ λ)² + Σ ψ).
///
/// λ and ψ are the maximum likelihood estimates of a one-factor model of the items' raw covariances (divisor n). Unlike
/// α, ω needs no equal loadings. Items without variance are left out.
public struct UnidimensionalOmega: Hashable, Sendable {
  /// 0 to 1.
  public let omega: Double
  /// λ, one an item with variance, in score points; their sum is at least 0.
  public let loadings: [Double]
  /// ψ, above 0.
  public let uniquenesses: [Double]
  /// The likelihood ratio of the one-factor model against any covariances: n times the least discrepancy.
  public let chiSquare: Double
  /// k (k − 3) ÷ 2.
  public let degreesOfFreedom: Int
  /// P of so large a `chiSquare` if one factor is all there is; 1 without degrees of freedom.
  public let pValue: Double
  /// Whether a uniqueness ran into its lower bound, so that ω is too high.
  public let isImproper: Bool

  /// - Throws: `ReliabilityError.tooFewItems` below three, `.singular`, `.notConverged`.
  public init(of covariance: ItemCovariance) throws(ReliabilityError) {
    let matrix = covariance.ofVaryingItems
    guard matrix.order >= 3 else { throw .tooFewItems(found: matrix.order, needed: 3) }
    let persons = Double(covariance.personCount)
    let biased = matrix.scaled(
      by: Array(repeating: ((persons - 1) / persons).squareRoot(), count: matrix.order))
    let factor = try FactorExtraction(of: biased, factorCount: 1, minimizing: .maximumLikelihood)
    let common = factor.loadings[0].reduce(0, +)
    loadings = factor.loadings[0]
    uniquenesses = factor.uniquenesses
    omega = common * common / (common * common + factor.uniquenesses.reduce(0, +))
    chiSquare = persons * factor.discrepancy
    degreesOfFreedom = matrix.order * (matrix.order - 3) / 2
    pValue = degreesOfFreedom > 0 ? chiSquareUpperTail(chiSquare, degreesOfFreedom: degreesOfFreedom) : 1
    isImproper = factor.isImproper
  }
}
