/// A calibration under way. It does everything but the passes over the responses, which its owner runs, in chunks, on
/// as many threads as it likes.
struct CalibrationRun: Sendable {
  let plan: CalibrationPlan
  private(set) var posterior: MarginalPosterior
  private(set) var verdict = QuasiNewtonAscent.Verdict.proceed
  private(set) var ascent: QuasiNewtonAscent
  private(set) var logLikelihood = -Double.infinity

  init(
    _ matrix: ResponseMatrix, models: [CalibrationModel], options: CalibrationOptions
  ) throws(CalibrationError) {
    plan = try CalibrationPlan(matrix, models: models, options: options)
    posterior = MarginalPosterior(
      terms: plan.terms, parameterCount: plan.parameterCount,
      patterns: ResponsePatterns(matrix, terms: plan.terms), grid: NodeGrid(options.quadrature))
    ascent = QuasiNewtonAscent(
      start: plan.start, iterationLimit: options.iterationLimit, gradientTolerance: options.gradientTolerance,
      relativeTolerance: options.relativeTolerance)
  }

  var step: ExpectationStep { posterior.step }
  var point: [Double] { ascent.best?.point ?? plan.start }

  /// The likelihood's rows where the search wants to look next.
  mutating func nextRows() -> [NodeVector] { posterior.likelihoodRows(at: ascent.trial) }

  /// Takes the chunks' sums over those rows, in the chunks' order.
  mutating func advance(_ parts: [Expectation]) {
    let expectation = combine(parts)
    let trial = ascent.trial
    let (current, accepted) = (posterior, ascent.iterations)
    // The information is costly beside a rejected step, hence computed when first asked for.
    var information: CompleteInformation?
    verdict = ascent.advance(
      current.evaluation(at: trial, expectation),
      precondition: { vector in
        let known = information ?? current.completeInformation(at: trial, expectation)
        information = known
        return known.solve(vector)
      },
      limit: { current.limited($1, from: $0) })
    if accepted == 0 || ascent.iterations > accepted { logLikelihood = expectation.logLikelihood }
  }

  /// The likelihood's rows at the best point found.
  mutating func finalRows() -> [NodeVector] { posterior.likelihoodRows(at: point) }

  func combine(_ parts: [Expectation]) -> Expectation {
    step.combine(parts, categoryRows: posterior.curves.probabilities.count / step.lanes)
  }
}
