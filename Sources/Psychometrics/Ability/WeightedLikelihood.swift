/// Scores people on one form by Warm's weighted likelihood (1989): the root of Σ u + J ÷ 2I, which lacks most of the
/// bias of maximum likelihood and is finite for perfect and zero patterns too.
///
/// Where items can be guessed this is not the maximum of L√I, with which it agrees for all other models. The standard
/// error is 1 ÷ √I at the estimate. None exists where nothing was answered, or where the information vanishes before a
/// root is met. Of several roots that of the highest weighted likelihood on [−8, 8] is taken; a single one may lie
/// beyond, up to ±64.
public struct WeightedLikelihood: AbilityEstimator {
  private let equation: EstimatingEquation

  /// - Parameter items: in the order of the responses to come.
  /// - Throws: `ScoringError.emptyForm`.
  public init(items: [any ItemModel]) throws(ScoringError) {
    equation = try EstimatingEquation(items: items, term: .warm, measure: .expected)
  }

  public func estimate(of responses: [Int8]) throws(ScoringError) -> AbilityEstimate? {
    var scratch = equation.emptyScratch()
    return estimate(try equation.solution(for: responses.span, by: &scratch))
  }

  public func estimates(
    of responses: ResponseMatrix, persons: Range<Int>
  ) throws(ScoringError) -> [AbilityEstimate?] {
    var scratch = equation.emptyScratch()
    return try responses.map(persons) { (row) throws(ScoringError) in
      estimate(try equation.solution(for: row, by: &scratch))
    }
  }

  private func estimate(_ solution: EstimatingEquation.Solution) -> AbilityEstimate? {
    guard !solution.isBound, solution.answered > 0, solution.information > 0 else { return nil }
    return AbilityEstimate(
      theta: solution.theta, standardError: 1 / solution.information.squareRoot(),
      answered: solution.answered)
  }
}
