#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension CalibrationRun {
  /// What was found.
  ///
  /// - Parameter information: of the estimated parameters, at the best point; nil where it was not asked for.
  func result(information: SymmetricMatrix?) -> CalibrationResult {
    let covariance = information.flatMap { Cholesky($0)?.inverse }
    let population = plan.terms[0].parameters(at: point)
    return CalibrationResult(
      items: plan.models.indices.map { plan.calibration(ofItem: $0, at: point, covariance) },
      logLikelihood: logLikelihood, logPosterior: ascent.best?.evaluation.value ?? logLikelihood,
      parameterCount: plan.parameterCount, personCount: step.patterns.personCount,
      patternCount: step.patterns.patternCount,
      population: PopulationEstimate(mean: population[0], standardDeviation: exp(population[1])),
      stop: CalibrationResult.Stop(verdict), iterations: ascent.iterations,
      gradientNorm: ascent.best?.evaluation.gradient.reduce(0) { max($0, $1.magnitude) } ?? .infinity,
      information: information == nil ? .notComputed : covariance == nil ? .singular : .positiveDefinite)
  }
}

extension CalibrationResult.Stop {
  init(_ verdict: QuasiNewtonAscent.Verdict) {
    self =
      switch verdict {
      case .converged: .converged
      case .stalled: .stalled
      case .proceed, .iterationLimit: .iterationLimit
      }
  }
}
