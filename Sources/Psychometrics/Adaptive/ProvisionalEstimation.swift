#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How ability is estimated after each answer.
public enum ProvisionalEstimation: Hashable, Sendable, CaseIterable {
  /// The posterior's mean, with its standard deviation as standard error: the least squared error at every length, and
  /// the quickest, for each answer is added to the posterior that the answers before it left.
  case expectedAPosteriori
  /// The posterior's mode, as `MaximumAPosteriori` finds it anew from all answers.
  case maximumAPosteriori
  /// `MaximumLikelihood`; the posterior's mean as long as the answers have no such estimate.
  case maximumLikelihood
  /// `WeightedLikelihood`; the posterior's mean should the answers have no such estimate.
  case weightedLikelihood
}

extension ItemPool {
  /// What answers say of ability.
  ///
  /// - Parameters:
  ///   - answers: each in one of its item's categories.
  ///   - logPosterior: after these answers, one value a node.
  func estimate(
    by estimation: ProvisionalEstimation, answers: [ItemAnswer], logPosterior: [Double]
  ) -> AbilityEstimate {
    if estimation != .expectedAPosteriori, !answers.isEmpty {
      let models = answers.map { items[$0.item].model }
      let responses = answers.map { Int8(clamping: $0.category) }
      if let estimate = try? estimation.estimate(on: models, responses: responses) { return estimate }
    }
    let moments = posteriorMoments(logPosterior: logPosterior, nodes: quadrature.nodes)
    return AbilityEstimate(theta: moments.mean, standardError: moments.standardDeviation, answered: answers.count)
  }
}

extension ProvisionalEstimation {
  /// Nil where the posterior's mean is to be taken. Errors that claim precision rest on expected information: that of
  /// the very answers may be negative where items can be guessed.
  fileprivate func estimate(
    on items: [any ItemModel], responses: [Int8]
  ) throws(ScoringError) -> AbilityEstimate? {
    switch self {
    case .expectedAPosteriori: nil
    case .maximumAPosteriori: try MaximumAPosteriori(items: items, errorsBy: .expected).estimate(of: responses)
    case .maximumLikelihood: try MaximumLikelihood(items: items, errorsBy: .expected).estimate(of: responses)
    case .weightedLikelihood: try WeightedLikelihood(items: items).estimate(of: responses)
    }
  }
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
