/// Reliability by classical test theory: coefficient alpha, Guttman's λ6 and what each item adds.
///
/// Items without variance say nothing about persons: they are left out, and named in `excludedItems`. A coefficient is
/// nil where it is not defined.
public struct ClassicalReliability: Hashable, Sendable {
  /// Cronbach's α (1951): k ÷ (k − 1) · (1 − Σ item variances ÷ variance of the sum), at most 1, below 0 where items
  /// contradict each other. Nil for fewer than two items, or a sum without variance.
  public let alpha: Double?
  /// α of standardised items: k r ÷ (1 + (k − 1) r) with r the mean correlation.
  public let standardizedAlpha: Double?
  /// Guttman's λ6 (1945) of standardised items: 1 − Σ (1 − squared multiple correlation) ÷ sum of the correlations.
  /// Nil where the correlations are singular.
  public let lambda6: Double?
  /// One an item that was not excluded, in the form's order.
  public let items: [Item]
  /// Items everyone scored the same on, counted from 0.
  public let excludedItems: [Int]

  /// What one item contributes.
  public struct Item: Hashable, Sendable {
    /// Counted from 0 in the form.
    public let index: Int
    public let mean: Double
    /// Standard deviation, with divisor n − 1.
    public let standardDeviation: Double
    /// α of the other items; nil where fewer than two are left.
    public let alphaIfDeleted: Double?
    /// Correlation of the item with the sum of the others, the usual measure of discrimination.
    public let itemRestCorrelation: Double?
    /// Correlation of the item with the sum of all, itself included.
    public let itemTotalCorrelation: Double?
  }

  public init(of covariance: ItemCovariance) {
    let varying = covariance.ofVaryingItems
    let excluded = covariance.constantItems
    let indices = covariance.means.indices.filter { !excluded.contains($0) }
    excludedItems = excluded
    alpha = coefficientAlpha(of: varying)
    standardizedAlpha = coefficientAlpha(of: varying.correlations)
    lambda6 = guttmanLambda6(of: varying.correlations)
    items = indices.indices.map { position in
      Item(position: position, in: varying, index: indices[position], mean: covariance.means[indices[position]])
    }
  }
}

extension ClassicalReliability.Item {
  fileprivate init(position: Int, in matrix: SymmetricMatrix, index: Int, mean: Double) {
    let variance = matrix[position, position]
    let withTotal = matrix.rowSum(position)
    let total = matrix.sum
    self.index = index
    self.mean = mean
    standardDeviation = variance.squareRoot()
    alphaIfDeleted = coefficientAlpha(of: matrix.restricted(to: (0..<matrix.order).filter { $0 != position }))
    itemTotalCorrelation = correlation(withTotal, variance, total)
    itemRestCorrelation = correlation(withTotal - variance, variance, total - 2 * withTotal + variance)
  }
}

/// Nil where a variance is not above the rounding of the sums it came from.
private func correlation(_ covariance: Double, _ variance: Double, _ other: Double) -> Double? {
  guard variance > 0, other > 1e-12 * variance else { return nil }
  return covariance / (variance * other).squareRoot()
}

private func coefficientAlpha(of matrix: SymmetricMatrix) -> Double? {
  let (total, trace) = (matrix.sum, matrix.diagonal.reduce(0, +))
  guard matrix.order >= 2, total > 1e-12 * trace else { return nil }
  let count = Double(matrix.order)
  return count / (count - 1) * (1 - trace / total)
}

private func guttmanLambda6(of correlations: SymmetricMatrix) -> Double? {
  guard correlations.order >= 2, let cholesky = Cholesky(correlations) else { return nil }
  // 1 ÷ a diagonal entry of the inverse is the variance of an item that the others do not explain.
  let unexplained = cholesky.inverse.diagonal.reduce(0) { $0 + 1 / $1 }
  return 1 - unexplained / correlations.sum
}
