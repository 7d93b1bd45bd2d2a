#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What is known of one person's ability after their responses: a distribution over a quadrature's nodes.
public struct Posterior: Hashable, Sendable {
  public let quadrature: Quadrature
  /// One mass a node, summing to 1.
  public let masses: [Double]
  /// How many responses it rests on.
  public let answered: Int

  init(quadrature: Quadrature, masses: [Double], answered: Int) {
    self.quadrature = quadrature
    self.masses = masses
    self.answered = answered
  }

  /// The expected a posteriori (EAP) ability, with the posterior's standard deviation as its standard error.
  public var estimate: AbilityEstimate {
    let (mean, deviation) = moments(of: quadrature.nodes)
    return AbilityEstimate(theta: mean, standardError: deviation, answered: answered)
  }

  /// Mean and standard deviation, over the posterior, of a function given by its values at the nodes.
  ///
  /// - Parameter values: one a node.
  public func moments(of values: [Double]) -> (mean: Double, standardDeviation: Double) {
    precondition(values.count == masses.count, "A function over the posterior needs one value a node.")
    return weightedMoments(of: values, weights: masses)
  }

  /// P(ability ≥ θ), 0 to 1, smooth and falling in θ between nodes as well as at them.
  ///
  /// The logarithm of the density is interpolated, not the density: it is nearly a parabola, so the result stays
  /// positive in the tails and is good to 1e-3 for posteriors little wider than the step.
  public func probability(atLeast theta: Double) -> Double {
    let lastSegment = masses.count - 2
    let position = max((theta - quadrature.nodes[0]) / quadrature.step, 0)
    guard position < Double(masses.count - 1) else { return 0 }
    let segment = min(Int(position), lastSegment)
    var probability = mass(ofSegment: segment, from: position - Double(segment))
    for next in segment..<lastSegment { probability += mass(ofSegment: next + 1, from: 0) }
    return min(probability, 1)
  }

  /// The density's integral from `start` (0 to 1, in steps) behind node `left` to the next node.
  private func mass(ofSegment left: Int, from start: Double) -> Double {
    // Beneath this a segment adds nothing that shows, and its logarithms may not exist.
    guard max(masses[left], masses[left + 1]) > 1e-12 else {
      return (1 - start) * (masses[left] + masses[left + 1]) / 2
    }
    let (from, to) = (logMass(left), logMass(left + 1))
    let bend = (secondDifference(at: left) + secondDifference(at: left + 1)) / 2
    var integral = 0.0
    for (abscissa, weight) in gaussLegendre {
      let x = start + (1 - start) * abscissa
      integral += weight * exp(from + x * (to - from) - bend * x * (1 - x) / 2)
    }
    return (1 - start) * integral
  }

  private func logMass(_ node: Int) -> Double { log(max(masses[node], .leastNormalMagnitude)) }

  /// The log density's second difference, held to what the nodes can resolve: a deviation of a third of the step.
  private func secondDifference(at node: Int) -> Double {
    let inner = min(max(node, 1), masses.count - 2)
    let difference = logMass(inner - 1) - 2 * logMass(inner) + logMass(inner + 1)
    return min(max(difference, -9), 9)
  }
}

/// Four-point Gauss–Legendre abscissas and weights on 0 … 1.
private let gaussLegendre: [(abscissa: Double, weight: Double)] = [
  (0.069431844202973712, 0.173927422568726929), (0.330009478207571868, 0.326072577431273071),
  (0.669990521792428132, 0.326072577431273071), (0.930568155797026288, 0.173927422568726929),
]

/// Mean and standard deviation of `values` under `weights` that sum to 1.
func weightedMoments(of values: [Double], weights: [Double]) -> (mean: Double, standardDeviation: Double) {
  var mean = 0.0
  for index in values.indices { mean += weights[index] * values[index] }
  var variance = 0.0
  for index in values.indices {
    let deviation = values[index] - mean
    variance += weights[index] * deviation * deviation
  }
  return (mean, variance.squareRoot())
}
