/// Climbs to a maximum by limited-memory quasi-Newton steps (L-BFGS) with a preconditioner that the caller supplies.
///
/// It asks instead of calling: evaluate the objective at `trial`, hand the result to `advance`, repeat until it says
/// stop. So the evaluation may be synchronous or not. With an empty memory a step is the preconditioner applied to the
/// gradient; where that is the inverse of the complete data's information, the step is one of the EM gradient algorithm
/// (Lange, 1995), and the memory then accelerates EM.
struct QuasiNewtonAscent: Sendable {
  /// What the objective is at a point.
  struct Evaluation: Sendable {
    var value: Double
    var gradient: [Double]
  }

  enum Verdict: Hashable, Sendable {
    case proceed
    case converged
    /// No step along the preconditioned gradient raises the objective any more.
    case stalled
    case iterationLimit
  }

  /// Where to evaluate next.
  private(set) var trial: [Double]
  /// The best point so far, and what it is worth; nil before the first evaluation.
  private(set) var best: (point: [Double], evaluation: Evaluation)?
  /// Accepted steps.
  private(set) var iterations = 0

  private let iterationLimit: Int
  private let gradientTolerance: Double
  private let relativeTolerance: Double
  /// The last steps with the falls of the gradient along them, the newest last.
  private var memory: [(step: [Double], fall: [Double], inverse: Double)] = []
  /// The step that `trial` takes, shortened so far.
  private var step: [Double] = []
  private var shortenings = 0

  init(start: [Double], iterationLimit: Int, gradientTolerance: Double, relativeTolerance: Double) {
    trial = start
    self.iterationLimit = iterationLimit
    self.gradientTolerance = gradientTolerance
    self.relativeTolerance = relativeTolerance
  }

  /// Judges what was found at `trial` and sets the next one.
  ///
  /// - Parameters:
  ///   - precondition: an approximate inverse of the negated Hessian, times a vector; positive definite.
  ///   - limit: shortens a step from a point so that it stays in the domain.
  mutating func advance(
    _ found: Evaluation, precondition: ([Double]) -> [Double], limit: (_ point: [Double], _ step: [Double]) -> [Double]
  ) -> Verdict {
    guard let (point, last) = best else {
      best = (trial, found)
      guard !trial.isEmpty else { return .converged }
      return propose(precondition, limit)
    }
    // A rise too small to be told from rounding counts if the gradient says it is one.
    let rise = dot(last.gradient, step)
    let rounding = 1e-13 * last.value.magnitude
    guard found.value.isFinite, found.value >= last.value + 1e-4 * rise - rounding else {
      return shorten(from: point, precondition, limit)
    }
    remember(fall: zip(last.gradient, found.gradient).map { $0 - $1 })
    best = (trial, found)
    iterations += 1
    let direction = direction(for: found.gradient, precondition)
    let isFlat = max(dot(found.gradient, direction), 0).squareRoot() <= gradientTolerance
    if isFlat, (found.value - last.value).magnitude <= relativeTolerance * found.value.magnitude { return .converged }
    if iterations >= iterationLimit { return .iterationLimit }
    return take(direction, precondition, limit)
  }

  private mutating func propose(
    _ precondition: ([Double]) -> [Double], _ limit: ([Double], [Double]) -> [Double]
  ) -> Verdict {
    guard let (_, evaluation) = best else { return .stalled }
    return take(direction(for: evaluation.gradient, precondition), precondition, limit)
  }

  private mutating func take(
    _ direction: [Double], _ precondition: ([Double]) -> [Double], _ limit: ([Double], [Double]) -> [Double]
  ) -> Verdict {
    guard let (point, evaluation) = best else { return .stalled }
    step = limit(point, direction)
    if dot(evaluation.gradient, step) <= 0 {
      guard !memory.isEmpty else { return .stalled }
      memory.removeAll()
      step = limit(point, precondition(evaluation.gradient))
    }
    shortenings = 0
    trial = zip(point, step).map { $0 + $1 }
    return .proceed
  }

  private mutating func shorten(
    from point: [Double], _ precondition: ([Double]) -> [Double], _ limit: ([Double], [Double]) -> [Double]
  ) -> Verdict {
    shortenings += 1
    if shortenings > 12 {
      guard !memory.isEmpty else { return .stalled }
      memory.removeAll()
      return propose(precondition, limit)
    }
    step = step.map { $0 * 0.4 }
    trial = zip(point, step).map { $0 + $1 }
    return .proceed
  }

  private mutating func remember(fall: [Double]) {
    let curvature = dot(step, fall)
    guard curvature > 1e-10 * (dot(step, step) * dot(fall, fall)).squareRoot() else { return }
    memory.append((step, fall, 1 / curvature))
    if memory.count > 12 { memory.removeFirst() }
  }

  /// The two-loop recursion.
  private func direction(for gradient: [Double], _ precondition: ([Double]) -> [Double]) -> [Double] {
    var direction = gradient
    var projections: [Double] = []
    for pair in memory.reversed() {
      let projection = pair.inverse * dot(pair.step, direction)
      projections.append(projection)
      for index in direction.indices { direction[index] -= projection * pair.fall[index] }
    }
    direction = precondition(direction)
    for (pair, projection) in zip(memory, projections.reversed()) {
      let correction = projection - pair.inverse * dot(pair.fall, direction)
      for index in direction.indices { direction[index] += correction * pair.step[index] }
    }
    return direction
  }
}

func dot(_ left: [Double], _ right: [Double]) -> Double {
  var sum = 0.0
  for index in left.indices { sum += left[index] * right[index] }
  return sum
}
