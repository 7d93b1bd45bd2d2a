#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How ability is estimated after each answer.
public enum ProvisionalEstimation: Hashable, Sendable {
  /// The posterior's mean, with its standard deviation as standard error: the least squared error at every length.
  case expectedAPosteriori
}

/// Mean and standard deviation of a posterior given by its unnormalised logarithm at a quadrature's nodes.
func posteriorMoments(logPosterior: [Double], nodes: [Double]) -> (mean: Double, standardDeviation: Double) {
  var peak = -Double.infinity
  for value in logPosterior { peak = max(peak, value) }
  return withUnsafeTemporaryAllocation(of: Double.self, capacity: nodes.count) { weights in
    var (total, first) = (0.0, 0.0)
    for node in nodes.indices {
      let gap = logPosterior[node] - peak
      // Beneath e^−45 of the peak a node changes no digit of the sums.
      let weight = gap > -45 ? exp(gap) : 0
      weights[node] = weight
      total += weight
      first += weight * nodes[node]
    }
    let mean = first / total
    var second = 0.0
    for node in nodes.indices { second += weights[node] * (nodes[node] - mean) * (nodes[node] - mean) }
    return (mean, (second / total).squareRoot())
  }
}
