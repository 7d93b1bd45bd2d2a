/// Scores people on one form by the mode of their posterior under an N(0, 1) prior (Samejima, 1969).
///
/// Defined for every pattern; for one without answers it is the prior's mode, with an error of 1. The mode is sought on
/// [−8, 8], and held to its ends. The standard error is 1 ÷ √(information + 1), where the prior adds the 1.
public struct MaximumAPosteriori: AbilityEstimator {
  private let equation: EstimatingEquation

  /// - Parameters:
  ///   - items: in the order of the responses to come.
  ///   - information: what the standard error rests on, beside the prior.
  /// - Throws: `ScoringError.emptyForm`.
  public init(items: [any ItemModel], errorsBy information: FisherInformation = .observed) throws(ScoringError) {
    equation = try EstimatingEquation(items: items, term: .normalPrior, measure: information)
  }

  public func estimate(of responses: [Int8]) throws(ScoringError) -> AbilityEstimate {
    var scratch = equation.emptyScratch()
    return estimate(try equation.solution(for: responses.span, by: &scratch))
  }

  public func estimates(
    of responses: ResponseMatrix, persons: Range<Int>
  ) throws(ScoringError) -> [AbilityEstimate] {
    var scratch = equation.emptyScratch()
    return try responses.map(persons) { (row) throws(ScoringError) in
      estimate(try equation.solution(for: row, by: &scratch))
    }
  }

  private func estimate(_ solution: EstimatingEquation.Solution) -> AbilityEstimate {
    let precision = solution.information + 1
    return AbilityEstimate(
      theta: solution.theta, standardError: 1 / precision.squareRoot(), answered: solution.answered)
  }
}
