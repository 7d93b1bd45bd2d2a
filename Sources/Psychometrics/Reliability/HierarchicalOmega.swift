/// McDonald's hierarchical and total ω: how much of the sum's variance one general factor explains, and how much all
/// common factors together do.
///
/// Group factors are extracted from the items' correlations by minimum residuals, rotated by oblimin, and their
/// correlations explained by one general factor; Schmid & Leiman's transformation (1957) then gives every item's loading
/// on the general factor itself. Items must be keyed one way: turn the scores of reversed ones round first.
public struct HierarchicalOmega: Hashable, Sendable {
  /// ω_h, 0 to 1: how far the sum measures one thing.
  public let hierarchical: Double
  /// ω_t, 0 to 1: how far the sum is free of what is each item's own.
  public let total: Double
  /// Loadings on the general factor, one an item with variance.
  public let generalLoadings: [Double]
  /// Loadings on what is left of each group factor; one array a factor.
  public let groupLoadings: [[Double]]
  /// Whether a uniqueness ran into its lower bound: take fewer factors or more items.
  public let isImproper: Bool

  /// - Parameters:
  ///   - covariance: of all the form's items.
  ///   - groupFactorCount: at least 3; fewer leave the general factor undetermined.
  /// - Throws: `ReliabilityError.tooFewItems`, `.singular`, `.notConverged`.
  public init(of covariance: ItemCovariance, groupFactorCount: Int = 3) throws(ReliabilityError) {
    precondition(groupFactorCount >= 3, "A general factor needs three group factors or more.")
    let varying = covariance.ofVaryingItems
    guard varying.order >= 2 * groupFactorCount else {
      throw .tooFewItems(found: varying.order, needed: 2 * groupFactorCount)
    }
    let correlations = varying.correlations
    let primary = try FactorExtraction(
      of: correlations, factorCount: groupFactorCount, minimizing: .minimumResidual)
    let rotated = try ObliqueRotation(of: primary.loadings)
    let second = try FactorExtraction(of: rotated.correlations, factorCount: 1, minimizing: .minimumResidual)
    let general = correlations.diagonal.indices.map { item in
      rotated.loadings.indices.reduce(0) { $0 + rotated.loadings[$1][item] * second.loadings[0][$1] }
    }
    let groups = zip(rotated.loadings, second.loadings[0]).map { column, loading in
      column.map { $0 * (1 - loading * loading).squareRoot() }
    }
    let common = general.reduce(0, +)
    hierarchical = common * common / correlations.sum
    total = 1 - primary.uniquenesses.reduce(0, +) / correlations.sum
    generalLoadings = general
    groupLoadings = groups
    isImproper = primary.isImproper || second.isImproper
  }
}
