#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A generalised linear model with its canonical link, fitted by maximum likelihood: Newton's method, whose steps are
/// halved until the likelihood does not fall.
struct CanonicalRegression: Sendable {
  enum Family: Sendable {
    /// Successes among so many trials, one count a row; logit link.
    case binomial(trials: [Double])
    /// Counts; log link.
    case poisson
  }

  /// One a column of the design.
  let coefficients: [Double]
  /// Without the terms that do not depend on the coefficients.
  let logLikelihood: Double
  /// Expected counts, one a row.
  let fitted: [Double]

  /// Nil where the columns are linearly dependent, or the likelihood rises without end: a predictor separates.
  ///
  /// - Parameters:
  ///   - columns: the design; the first column is the intercept's ones.
  ///   - counts: of successes or events, one a row.
  init?(columns: [[Double]], counts: [Double], family: Family) {
    let problem = Problem(columns: columns, counts: counts, family: family)
    guard var point = problem.start else { return nil }
    for _ in 0..<60 {
      guard let step = Cholesky(problem.information(at: point))?.solve(problem.score(at: point)),
        let next = problem.advanced(from: point, along: step)
      else { return nil }
      point = next
      if step.allSatisfy({ $0.magnitude < 1e-9 }) {
        coefficients = point.coefficients
        logLikelihood = point.logLikelihood
        fitted = problem.means(at: point)
        return
      }
    }
    return nil
  }
}

private struct Problem {
  let columns: [[Double]]
  let counts: [Double]
  let family: CanonicalRegression.Family

  struct Point {
    var coefficients: [Double]
    var predictors: [Double]
    var logLikelihood: Double
  }

  /// The intercept alone; nil where the counts are all zero or all full, so that it would be infinite.
  var start: Point? {
    let total = counts.reduce(0, +)
    let intercept: Double
    switch family {
    case .binomial(let trials): intercept = log(total / (trials.reduce(0, +) - total))
    case .poisson: intercept = log(total / Double(counts.count))
    }
    guard intercept.isFinite else { return nil }
    return point([intercept] + Array(repeating: 0, count: columns.count - 1))
  }

  private func point(_ coefficients: [Double]) -> Point {
    let predictors = counts.indices.map { row in
      columns.indices.reduce(0) { $0 + coefficients[$1] * columns[$1][row] }
    }
    let logLikelihood = counts.indices.reduce(0) { sum, row in
      let cumulant =
        switch family {
        case .binomial(let trials): trials[row] * softplus(predictors[row])
        case .poisson: exp(predictors[row])
        }
      return sum + counts[row] * predictors[row] - cumulant
    }
    return Point(coefficients: coefficients, predictors: predictors, logLikelihood: logLikelihood)
  }

  func means(at point: Point) -> [Double] {
    switch family {
    case .binomial(let trials): zip(trials, point.predictors).map { $0 * logistic($1) }
    case .poisson: point.predictors.map { exp($0) }
    }
  }

  func score(at point: Point) -> [Double] {
    let residuals = zip(counts, means(at: point)).map { $0 - $1 }
    return columns.map { column in zip(column, residuals).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  func information(at point: Point) -> SymmetricMatrix {
    let weights =
      switch family {
      case .binomial(let trials): zip(trials, point.predictors).map { $0 * logistic($1) * logistic(-$1) }
      case .poisson: means(at: point)
      }
    return SymmetricMatrix(order: columns.count) { left, right in
      counts.indices.reduce(0) { $0 + weights[$1] * columns[left][$1] * columns[right][$1] }
    }
  }

  func advanced(from point: Point, along step: [Double]) -> Point? {
    var length = 1.0
    for _ in 0..<40 {
      let next = self.point(zip(point.coefficients, step).map { $0 + length * $1 })
      // Near the maximum the likelihood's own rounding would refuse good steps.
      if next.logLikelihood >= point.logLikelihood - 1e-12 * point.logLikelihood.magnitude { return next }
      length /= 2
    }
    return nil
  }
}
