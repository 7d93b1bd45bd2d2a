/// What a calibration maximises: the marginal log-likelihood of the responses plus the log-priors of the parameters.
struct MarginalPosterior: Sendable {
  let terms: [ItemTerm]
  let parameterCount: Int
  let step: ExpectationStep
  private(set) var curves: CurveTable

  init(terms: [ItemTerm], parameterCount: Int, patterns: ResponsePatterns, grid: NodeGrid) {
    self.terms = terms
    self.parameterCount = parameterCount
    step = ExpectationStep(patterns: patterns, lanes: grid.lanes)
    curves = CurveTable(terms: terms, grid: grid)
  }

  /// Moves the curves to a point.
  mutating func update(at point: [Double]) { curves.update(terms: terms, at: point) }

  /// Moves to a point, and returns the rows of its likelihood.
  mutating func likelihoodRows(at point: [Double]) -> [NodeVector] {
    update(at: point)
    return step.likelihoodRows(curves)
  }

  /// The objective and its gradient, by Fisher's identity: the expected gradient of the complete data.
  func evaluation(at point: [Double], _ expectation: Expectation) -> QuasiNewtonAscent.Evaluation {
    var evaluation = QuasiNewtonAscent.Evaluation(
      value: expectation.logLikelihood, gradient: Array(repeating: 0, count: parameterCount))
    for term in terms {
      for (parameter, slot) in term.slots.enumerated() {
        guard let slot else { continue }
        evaluation.gradient[slot] += gradient(of: term, parameter, expectation.counts)
      }
    }
    for (slot, prior) in priorTerms(at: point) {
      evaluation.value += prior.value
      evaluation.gradient[slot] += prior.gradient
    }
    return evaluation
  }

  func completeInformation(at point: [Double], _ expectation: Expectation) -> CompleteInformation {
    CompleteInformation(
      terms: terms, curves: curves, counts: expectation.counts, priorCurvature: priorCurvature(at: point))
  }

  /// Minus the second derivatives of the log-priors, one an estimated parameter.
  func priorCurvature(at point: [Double]) -> [Double] {
    var curvature = Array(repeating: 0.0, count: parameterCount)
    for (slot, prior) in priorTerms(at: point) { curvature[slot] += prior.curvature }
    return curvature
  }

  private func gradient(of term: ItemTerm, _ parameter: Int, _ counts: [NodeVector]) -> Double {
    let lanes = curves.grid.lanes
    var sum = NodeVector.zero
    for category in 0..<term.categoryCount {
      let score = (term.firstScore + category * term.parameterCount + parameter) * lanes
      let count = (term.firstRow + category) * lanes
      for lane in 0..<lanes { sum += counts[count + lane] * curves.scores[score + lane] }
    }
    return sum.sum()
  }

  private func priorTerms(at point: [Double]) -> [(slot: Int, term: PriorTerm)] {
    var found: [(slot: Int, term: PriorTerm)] = []
    for term in terms {
      if let prior = term.priors.logSlope, let slot = term.slots.first.flatMap({ $0 }) {
        found.append((slot, PriorTerm(logarithmOf: point[slot], prior)))
      }
      if let prior = term.priors.logitLowerAsymptote, term.curve == .guessed, let slot = term.slots[2] {
        found.append((slot, PriorTerm(prior, at: point[slot])))
      }
    }
    return found
  }

  /// Shortens each item's part of a step so that its categories keep positive probabilities, a slope with a log-normal
  /// prior stays positive, and no parameter leaps.
  func limited(_ step: [Double], from point: [Double]) -> [Double] {
    var limited = step
    for term in terms {
      let share = share(of: term, step: step, from: point)
      for case let slot? in term.slots { limited[slot] = min(share, limited[slot] / nonzero(step[slot])) * step[slot] }
    }
    return limited
  }

  private func share(of term: ItemTerm, step: [Double], from point: [Double]) -> Double {
    let moves = term.slots.map { $0.map { step[$0] } ?? 0 }
    let now = term.parameters(at: point)
    var share = 1.0
    for (index, move) in moves.enumerated() {
      share = min(share, (index == 0 || term.curve == .guessed ? 1 : 3) / nonzero(move.magnitude))
    }
    if term.priors.logSlope != nil, moves[0] < 0 { share = min(share, -0.8 * now[0] / moves[0]) }
    guard term.curve == .cumulative, term.stepCount > 1 else { return share }
    for index in 2...term.stepCount {
      let (gap, change) = (now[index - 1] - now[index], moves[index - 1] - moves[index])
      if change < 0 { share = min(share, -0.8 * gap / change) }
    }
    return share
  }

  private func nonzero(_ x: Double) -> Double { x == 0 ? .leastNormalMagnitude : x }
}
