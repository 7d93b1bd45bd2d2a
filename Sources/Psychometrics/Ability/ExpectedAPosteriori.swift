/// Scores people on one form by the mean of their posterior under an N(0, 1) prior (Bock & Mislevy, 1982).
///
/// Finite and defined for every pattern: perfect, zero, partly or wholly missing.
public struct ExpectedAPosteriori: Sendable {
  private let table: LikelihoodTable

  /// - Parameters:
  ///   - items: in the order of the responses to come.
  ///   - quadrature: where the posterior is evaluated.
  /// - Throws: `ScoringError.emptyForm`.
  public init(items: [any ItemModel], quadrature: Quadrature = .production) throws(ScoringError) {
    guard !items.isEmpty else { throw .emptyForm }
    table = LikelihoodTable(items: items, quadrature: quadrature)
  }

  public var quadrature: Quadrature { table.quadrature }

  /// One person's posterior.
  ///
  /// - Parameter responses: one an item: its category, or `ResponseMatrix.missing`.
  /// - Throws: `ScoringError.responseCount`, `.unknownCategory`.
  public func posterior(of responses: [Int8]) throws(ScoringError) -> Posterior {
    var masses = table.emptyScratch()
    let answered = try table.logPosterior(of: responses.span, into: &masses)
    normalizeExponentials(&masses)
    return Posterior(quadrature: quadrature, masses: masses, answered: answered)
  }

  /// Everyone's ability, in the matrix's order, by one scratch buffer for all.
  ///
  /// - Throws: `ScoringError.responseCount`, `.unknownCategory`.
  public func estimates(of responses: ResponseMatrix) throws(ScoringError) -> [AbilityEstimate] {
    var estimates: [AbilityEstimate] = []
    estimates.reserveCapacity(responses.personCount)
    var scratch = table.emptyScratch()
    let values = responses.values.span
    for person in 0..<responses.personCount {
      let start = person * responses.itemCount
      let row = values.extracting(start..<start + responses.itemCount)
      let answered = try table.logPosterior(of: row, into: &scratch)
      normalizeExponentials(&scratch)
      let (mean, deviation) = weightedMoments(of: quadrature.nodes, weights: scratch)
      estimates.append(AbilityEstimate(theta: mean, standardError: deviation, answered: answered))
    }
    return estimates
  }
}
