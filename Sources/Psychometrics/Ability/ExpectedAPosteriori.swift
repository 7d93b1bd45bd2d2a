/// Scores people on one form by the mean of their posterior under an N(0, 1) prior (Bock & Mislevy, 1982).
///
/// Finite and defined for every pattern: perfect, zero, partly or wholly missing. The standard error is the posterior's
/// standard deviation.
public struct ExpectedAPosteriori: AbilityEstimator {
  public let quadrature: Quadrature
  private let table: LikelihoodTable
  private let nodes: [NodeVector]

  /// - Parameters:
  ///   - items: in the order of the responses to come.
  ///   - quadrature: where the posterior is evaluated.
  /// - Throws: `ScoringError.emptyForm`.
  public init(items: [any ItemModel], quadrature: Quadrature = .production) throws(ScoringError) {
    guard !items.isEmpty else { throw .emptyForm }
    self.quadrature = quadrature
    table = LikelihoodTable(items: items, nodes: quadrature.nodes, logWeights: quadrature.logWeights)
    nodes = vectors(of: quadrature.nodes, padding: 0)
  }

  /// One person's posterior.
  ///
  /// - Parameter responses: one an item: its category, or `ResponseMatrix.missing`.
  /// - Throws: `ScoringError.responseCount`, `.unknownCategory`.
  public func posterior(of responses: [Int8]) throws(ScoringError) -> Posterior {
    var scratch = table.emptyScratch()
    try table.sum(responses.span, into: &scratch)
    let peak = scratch.peak
    let weights = scratch.sums.map { ($0 - peak).exponential }
    let scale = 1 / weights.reduce(0) { $0 + $1.sum() }
    let masses = (0..<quadrature.nodes.count).map {
      scale * weights[$0 / NodeVector.scalarCount][$0 % NodeVector.scalarCount]
    }
    return Posterior(quadrature: quadrature, masses: masses, answered: scratch.answered)
  }

  public func estimate(of responses: [Int8]) throws(ScoringError) -> AbilityEstimate {
    var scratch = table.emptyScratch()
    return try estimate(of: responses.span, by: &scratch)
  }

  public func estimates(
    of responses: ResponseMatrix, persons: Range<Int>
  ) throws(ScoringError) -> [AbilityEstimate] {
    var scratch = table.emptyScratch()
    return try responses.map(persons) { (row) throws(ScoringError) in try estimate(of: row, by: &scratch) }
  }

  private func estimate(
    of responses: Span<Int8>, by scratch: inout LikelihoodTable.Scratch
  ) throws(ScoringError) -> AbilityEstimate {
    try table.sum(responses, into: &scratch)
    let peak = scratch.peak
    var (total, first, second) = (NodeVector.zero, NodeVector.zero, NodeVector.zero)
    for block in nodes.indices {
      let weight = (scratch.sums[block] - peak).exponential
      let moment = weight * nodes[block]
      total += weight
      first += moment
      second += moment * nodes[block]
    }
    let mass = total.sum()
    let mean = first.sum() / mass
    let variance = max(second.sum() / mass - mean * mean, 0)
    return AbilityEstimate(theta: mean, standardError: variance.squareRoot(), answered: scratch.answered)
  }
}
