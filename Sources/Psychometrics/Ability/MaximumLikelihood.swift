/// Scores people on one form by the ability at which their answers are most probable.
///
/// No estimate exists where the likelihood rises without end, as for a perfect or a zero pattern and for some patterns
/// on items that can be guessed, nor where nothing was answered; neither does one beyond [−8, 8]. Of several maxima the
/// highest is taken.
public struct MaximumLikelihood: AbilityEstimator {
  private let equation: EstimatingEquation

  /// - Parameters:
  ///   - items: in the order of the responses to come.
  ///   - information: what the standard error is 1 ÷ √ of.
  /// - Throws: `ScoringError.emptyForm`.
  public init(items: [any ItemModel], errorsBy information: FisherInformation = .observed) throws(ScoringError) {
    equation = try EstimatingEquation(items: items, term: .none, measure: information)
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
      theta: solution.theta, standardError: 1 / solution.information.squareRoot(), answered: solution.answered)
  }
}

/// Which of Fisher's two measures a standard error rests on.
public enum FisherInformation: Hashable, Sendable {
  /// How sharply the log-likelihood of the very answers bends: −Σ (log P)″.
  case observed
  /// The mean of that over all the answers that might have been given: I(θ).
  case expected
}
