/// Finds the mode of a profile's posterior by Newton's method.
struct ModeSearch: Sendable {
  let items: [any ItemModel]
  let domains: [Int]
  /// R⁻¹.
  let precision: SymmetricMatrix

  private static let limit = 8.0

  /// - Parameter responses: each a category of its item, or missing.
  /// - Returns: the mode, held to [−8, 8] in each domain, and the inverse of the posterior's curvature there.
  func mode(of responses: [Int8]) -> (theta: [Double], covariance: SymmetricMatrix) {
    var theta = Array(repeating: 0.0, count: precision.order)
    var value = logPosterior(responses, theta)
    for _ in 0..<50 {
      let (gradient, curvature) = derivatives(responses, theta)
      guard let factor = Cholesky(curvature) else { break }
      let step = factor.solve(gradient)
      guard let (next, nextValue) = improved(responses, theta, value, step, rise: dot(step, gradient)) else { break }
      let moved = zip(next, theta).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
      (theta, value) = (next, nextValue)
      if moved < 1e-9 { break }
    }
    let covariance = Cholesky(derivatives(responses, theta).curvature)?.inverse
    return (theta, covariance ?? Cholesky(precision)?.inverse ?? precision)
  }

  /// The farthest of the step's halvings that raises the posterior; nil where none does.
  private func improved(
    _ responses: [Int8], _ theta: [Double], _ value: Double, _ step: [Double], rise: Double
  ) -> (theta: [Double], value: Double)? {
    var share = 1.0
    while share > 1e-6 {
      let next = zip(theta, step).map { min(max($0 + share * $1, -Self.limit), Self.limit) }
      let nextValue = logPosterior(responses, next)
      // Near the mode the rise is lost in rounding, and Newton's step is right without proof.
      if nextValue >= value || rise < 1e-10 { return (next, nextValue) }
      share /= 2
    }
    return nil
  }

  private func logPosterior(_ responses: [Int8], _ theta: [Double]) -> Double {
    var sum = -precision.quadraticForm(theta) / 2
    for (item, response) in responses.enumerated() where response != ResponseMatrix.missing {
      sum += items[item].logProbability(ofCategory: Int(response), at: theta[domains[item]])
    }
    return sum
  }

  /// The gradient, and minus the second derivatives; an answer that bends upwards, as a lucky guess does, adds nothing
  /// to these, so that they stay positive definite.
  private func derivatives(_ responses: [Int8], _ theta: [Double]) -> (gradient: [Double], curvature: SymmetricMatrix) {
    var gradient = Array(repeating: 0.0, count: theta.count)
    var curvature = precision
    for row in theta.indices {
      for column in theta.indices { gradient[row] -= precision[row, column] * theta[column] }
    }
    for (item, response) in responses.enumerated() where response != ResponseMatrix.missing {
      let domain = domains[item]
      let log = items[item].logDerivatives(ofCategory: Int(response), at: theta[domain])
      gradient[domain] += log.first
      curvature[domain, domain] += max(-log.second, 0)
    }
    return (gradient, curvature)
  }
}
