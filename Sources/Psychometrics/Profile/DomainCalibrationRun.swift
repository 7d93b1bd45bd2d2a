/// A multidimensional calibration under way.
struct DomainCalibrationRun: Sendable {
  private(set) var verdict = QuasiNewtonAscent.Verdict.proceed
  private let plan: CalibrationPlan
  private let domains: [Int]
  private let parameters: CorrelationParameters
  private let quadrature: Quadrature
  private let pass: DomainPass
  private var posterior: MarginalPosterior
  private var ascent: QuasiNewtonAscent
  private var logLikelihood = -Double.infinity

  init(
    _ matrix: ResponseMatrix, plan: CalibrationPlan, domains: [Int], domainCount: Int, options: CalibrationOptions
  ) {
    self.plan = plan
    self.domains = domains
    quadrature = options.quadrature
    let grid = NodeGrid(options.quadrature)
    pass = DomainPass(matrix, plan: plan, domains: domains, domainCount: domainCount, lanes: grid.lanes)
    parameters = CorrelationParameters(first: plan.parameterCount, domainCount: domainCount)
    let correlations = parameters.count
    posterior = MarginalPosterior(
      terms: plan.terms, parameterCount: plan.parameterCount + correlations, patterns: pass.steps[0].patterns,
      grid: grid)
    ascent = QuasiNewtonAscent(
      start: plan.start + Array(repeating: 0, count: correlations), iterationLimit: options.iterationLimit,
      gradientTolerance: options.gradientTolerance, relativeTolerance: options.relativeTolerance)
  }

  mutating func advance() {
    let (trial, accepted) = (ascent.trial, ascent.iterations)
    guard let inverse = Cholesky(parameters.matrix(at: trial))?.inverse else {
      verdict = .stalled
      return
    }
    posterior.update(at: trial)
    let prior = JointPrior(inverse: inverse, quadrature: quadrature)
    let sums = pass.sums(curves: posterior.curves, prior: prior)
    var found = posterior.evaluation(at: trial, sums.expectation)
    parameters.setGradient(of: &found, inverse: inverse, excessMoments: sums.excessMoments)
    var information: CompleteInformation?
    let (current, parameters, people) = (posterior, parameters, pass.personCount)
    verdict = ascent.advance(
      found,
      precondition: { vector in
        let known = information ?? current.completeInformation(at: trial, sums.expectation)
        information = known
        return Array(known.solve(vector)[..<parameters.first])
          + parameters.step(vector, inverse: inverse, people: people)
      },
      limit: { parameters.limited(current.limited($1, from: $0), from: $0) })
    if accepted == 0 || ascent.iterations > accepted { logLikelihood = sums.expectation.logLikelihood }
  }

  func result() throws(ProfileError) -> DomainCalibrationResult {
    let point = ascent.best?.point ?? ascent.trial
    return DomainCalibrationResult(
      items: plan.models.indices.map { plan.calibration(ofItem: $0, at: point, nil) },
      model: try DomainModel(domains: domains, correlations: parameters.matrix(at: point).values),
      logLikelihood: logLikelihood, parameterCount: point.count, personCount: pass.personCount,
      stop: CalibrationResult.Stop(verdict), iterations: ascent.iterations,
      gradientNorm: ascent.best?.evaluation.gradient.reduce(0) { max($0, $1.magnitude) } ?? .infinity)
  }
}
