#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The pass over the responses in several domains. People are collapsed within each domain, where few patterns are
/// different, and then by their combination of patterns.
struct DomainPass: Sendable {
  /// One a domain.
  let steps: [ExpectationStep]
  /// By combination: each domain's pattern, nil where the domain was not answered.
  private let combinations: [[Int?]]
  /// How many people have each combination.
  private let weights: [Double]
  private let categoryRows: Int

  /// People who answered anything.
  var personCount: Int { Int(weights.reduce(0, +)) }

  init(_ matrix: ResponseMatrix, plan: CalibrationPlan, domains: [Int], domainCount: Int, lanes: Int) {
    steps = (0..<domainCount).map { domain in
      let own = plan.terms.filter { term in term.column.map { domains[$0] == domain } ?? true }
      return ExpectationStep(patterns: ResponsePatterns(matrix, terms: own), lanes: lanes)
    }
    categoryRows = plan.terms.reduce(0) { $0 + $1.categoryCount }
    var places: [[Int?]: Int] = [:]
    var combinations: [[Int?]] = []
    var weights: [Double] = []
    for person in 0..<matrix.personCount {
      let combination = steps.map { $0.patterns.patternOfPerson[person] }
      guard combination.contains(where: { $0 != nil }) else { continue }
      let place = places[combination, default: combinations.count]
      if place == combinations.count {
        places[combination] = place
        combinations.append(combination)
        weights.append(0)
      }
      weights[place] += 1
    }
    self.combinations = combinations
    self.weights = weights
  }

  struct Sums: Sendable {
    var expectation: Expectation
    /// Σ over people of E[θ θᵀ] given their responses, less the same without them; row by row.
    var excessMoments: [Double]
  }

  func sums(curves: CurveTable, prior: JointPrior) -> Sums {
    let likelihoods = steps.map { $0.patternLikelihoods(curves) }
    let lanes = curves.grid.lanes
    var masses = steps.map { Array(repeating: NodeVector.zero, count: $0.patterns.patternCount * $0.lanes) }
    var excess = prior.secondMoments.map { _ in 0.0 }
    var logLikelihood = 0.0
    for (combination, weight) in zip(combinations, weights) {
      let rows = combination.enumerated().map { domain, pattern in
        pattern.map { Array(likelihoods[domain].rows[$0 * lanes..<($0 + 1) * lanes]) } ?? curves.grid.ones
      }
      let logScale = combination.enumerated().reduce(0) { sum, entry in
        sum + (entry.element.map { likelihoods[entry.offset].logScales[$0] } ?? 0)
      }
      let moments = prior.moments(of: rows)
      logLikelihood += weight * (log(moments.likelihood) + logScale)
      for index in excess.indices { excess[index] += weight * (moments.second[index] - prior.secondMoments[index]) }
      for (domain, pattern) in combination.enumerated() {
        guard let pattern else { continue }
        for (lane, mass) in moments.margins[domain].enumerated() {
          masses[domain][pattern * lanes + lane] += mass * weight
        }
      }
    }
    var counts = Array(repeating: NodeVector.zero, count: categoryRows * lanes)
    for (step, mass) in zip(steps, masses) {
      let own = step.combine([Expectation(logLikelihood: 0, counts: step.rowSums(mass))], categoryRows: categoryRows)
      for index in counts.indices { counts[index] += own.counts[index] }
    }
    return Sums(expectation: Expectation(logLikelihood: logLikelihood, counts: counts), excessMoments: excess)
  }
}

extension ExpectationStep {
  /// The likelihood of each pattern at the nodes, without the population's share: rows whose greatest value is 1, and
  /// the logarithms of what they were divided by.
  fileprivate func patternLikelihoods(_ curves: CurveTable) -> (rows: [NodeVector], logScales: [Double]) {
    let rows = likelihoodRows(curves)
    var products = Array(repeating: NodeVector(repeating: 1), count: patterns.patternCount * lanes)
    var logScales = Array(repeating: 0.0, count: patterns.patternCount)
    for pattern in 0..<patterns.patternCount {
      for entry in patterns.starts[pattern] + 1..<patterns.starts[pattern + 1] {
        let row = Int(patterns.entries[entry]) * lanes
        var peak = NodeVector(repeating: .leastNormalMagnitude)
        for lane in 0..<lanes {
          products[pattern * lanes + lane] *= rows[row + lane]
          peak = peak.maximum(products[pattern * lanes + lane])
        }
        let scale = peak.max()
        for lane in 0..<lanes { products[pattern * lanes + lane] /= scale }
        logScales[pattern] += log(scale)
      }
    }
    return (products, logScales)
  }

  /// Patterns' posterior masses, summed by row.
  fileprivate func rowSums(_ masses: [NodeVector]) -> [NodeVector] {
    var sums = Array(repeating: NodeVector.zero, count: patterns.rowCount * lanes)
    for pattern in 0..<patterns.patternCount {
      for entry in patterns.starts[pattern]..<patterns.starts[pattern + 1] {
        let row = Int(patterns.entries[entry]) * lanes
        for lane in 0..<lanes { sums[row + lane] += masses[pattern * lanes + lane] }
      }
    }
    return sums
  }
}
