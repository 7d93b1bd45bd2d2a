#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Every term's category probabilities and their scores, ∂ log P ÷ ∂ parameter, at every node.
struct CurveTable: Sendable {
  let grid: NodeGrid
  /// P of each category of each term, a row each.
  private(set) var probabilities: [NodeVector]
  /// A row for each category and parameter of each term.
  private(set) var scores: [NodeVector]

  init(terms: [ItemTerm], grid: NodeGrid) {
    self.grid = grid
    let rows = terms.reduce(0) { $0 + $1.categoryCount }
    let scoreRows = terms.reduce(0) { $0 + $1.categoryCount * $1.parameterCount }
    probabilities = Array(repeating: NodeVector(repeating: 1), count: rows * grid.lanes)
    scores = Array(repeating: .zero, count: scoreRows * grid.lanes)
    for term in terms where term.curve == .held { hold(term) }
  }

  /// Recomputes what depends on the estimated parameters.
  mutating func update(terms: [ItemTerm], at point: [Double]) {
    for term in terms {
      let parameters = term.parameters(at: point)
      switch term.curve {
      case .cumulative: cumulative(term, parameters)
      case .adjacent: adjacent(term, parameters)
      case .guessed: guessed(term, parameters)
      case .population: population(term, parameters)
      case .held: break
      }
    }
  }

  private func row(_ term: ItemTerm, _ category: Int) -> Int { (term.firstRow + category) * grid.lanes }

  private func score(_ term: ItemTerm, _ category: Int, _ parameter: Int) -> Int {
    (term.firstScore + category * term.parameterCount + parameter) * grid.lanes
  }

  private mutating func hold(_ term: ItemTerm) {
    guard let model = term.anchor?.model else { return }
    for (category, original) in term.categories.enumerated() {
      for lane in 0..<grid.lanes {
        for index in 0..<NodeVector.scalarCount {
          let logProbability = model.logProbability(ofCategory: original, at: grid.theta[lane][index])
          probabilities[row(term, category) + lane][index] = max(exp(logProbability), leastProbability)
        }
      }
    }
  }

  /// The middle categories by σ(x) − σ(y) = σ(x) σ(−y) (1 − exp(y − x)), which loses no digit.
  private mutating func cumulative(_ term: ItemTerm, _ parameters: [Double]) {
    let last = term.stepCount
    let widths = (0...last).map { category in
      category > 0 && category < last ? -expm1(parameters[category + 1] - parameters[category]) : 1
    }
    var pairs = Array(repeating: (up: NodeVector(repeating: 1), down: NodeVector(repeating: 1)), count: last + 2)
    for lane in 0..<grid.lanes {
      let theta = grid.theta[lane]
      for step in 1...last { pairs[step] = logisticPair(held(theta * parameters[0] + parameters[step])) }
      for category in 0...last {
        let (below, above, width) = (pairs[category], pairs[category + 1], widths[category])
        let upperDown = category < last ? above.down : NodeVector(repeating: 1)
        let lowerUp = category > 0 ? below.up : NodeVector(repeating: 1)
        write(lowerUp * upperDown * width, at: row(term, category) + lane)
        var total = NodeVector.zero
        if category > 0 {
          let lower = below.down / (upperDown * width)
          scores[score(term, category, category) + lane] = lower
          total += lower
        }
        if category < last {
          let upper = above.up / (lowerUp * width)
          scores[score(term, category, category + 1) + lane] = -upper
          total -= upper
        }
        scores[score(term, category, 0) + lane] = theta * total
      }
    }
  }

  private mutating func adjacent(_ term: ItemTerm, _ parameters: [Double]) {
    let last = term.stepCount
    var powers = Array(repeating: NodeVector.zero, count: last + 1)
    for lane in 0..<grid.lanes {
      let theta = grid.theta[lane]
      var peak = NodeVector.zero
      for step in 1...last {
        powers[step] = powers[step - 1] + held(theta * parameters[0] + parameters[step])
        peak = peak.replacing(with: powers[step], where: powers[step] .> peak)
      }
      var (total, mean) = (NodeVector.zero, NodeVector.zero)
      for category in 0...last {
        let weight = (powers[category] - peak).exponential
        probabilities[row(term, category) + lane] = weight
        total += weight
        mean += weight * Double(category)
      }
      mean /= total
      var below = NodeVector.zero
      for category in 0...last {
        let probability = probabilities[row(term, category) + lane] / total
        write(probability, at: row(term, category) + lane)
        for other in 0...last where category > 0 {
          scores[score(term, other, category) + lane] = (other >= category ? 1 : 0) - (1 - below)
        }
        scores[score(term, category, 0) + lane] = theta * (Double(category) - mean)
        below += probability
      }
    }
  }

  private mutating func guessed(_ term: ItemTerm, _ parameters: [Double]) {
    let floor = logistic(parameters[2])
    let range = logistic(-parameters[2])
    for lane in 0..<grid.lanes {
      let theta = grid.theta[lane]
      let (up, down) = logisticPair(held(theta * parameters[0] + parameters[1]))
      let right = floor + range * up
      write(range * down, at: row(term, 0) + lane)
      write(right, at: row(term, 1) + lane)
      let rising = range * up * down / right
      scores[score(term, 0, 0) + lane] = -theta * up
      scores[score(term, 0, 1) + lane] = -up
      scores[score(term, 0, 2) + lane] = NodeVector(repeating: -floor)
      scores[score(term, 1, 0) + lane] = theta * rising
      scores[score(term, 1, 1) + lane] = rising
      scores[score(term, 1, 2) + lane] = floor * range * down / right
    }
  }

  /// Normal weights that sum to 1 over the nodes; a score is a deviation from its mean over them.
  private mutating func population(_ term: ItemTerm, _ parameters: [Double]) {
    let (mean, precision) = (parameters[0], exp(-2 * parameters[1]))
    var (total, first, second) = (0.0, 0.0, 0.0)
    for node in 0..<grid.lanes * NodeVector.scalarCount {
      let (lane, index) = node.quotientAndRemainder(dividingBy: NodeVector.scalarCount)
      let deviation = grid.theta[lane][index] - mean
      let weight = node < grid.nodeCount ? exp(-precision * deviation * deviation / 2) : 0
      probabilities[row(term, 0) + lane][index] = weight
      scores[score(term, 0, 0) + lane][index] = precision * deviation
      scores[score(term, 0, 1) + lane][index] = precision * deviation * deviation
      total += weight
      first += weight * precision * deviation
      second += weight * precision * deviation * deviation
    }
    for lane in 0..<grid.lanes {
      probabilities[row(term, 0) + lane] /= total
      scores[score(term, 0, 0) + lane] -= first / total
      scores[score(term, 0, 1) + lane] -= second / total
    }
  }

  private mutating func write(_ probability: NodeVector, at index: Int) {
    probabilities[index] = probability.replacing(with: leastProbability, where: probability .< leastProbability)
  }
}

/// What a probability is held above, so that its logarithm and its reciprocal stay finite.
private let leastProbability = 1e-300

/// Logits, held to where the logistic function and its products are still normal numbers.
@inline(__always)
private func held(_ logit: NodeVector) -> NodeVector {
  logit.clamped(lowerBound: NodeVector(repeating: -300), upperBound: NodeVector(repeating: 300))
}

/// logistic(x) and logistic(−x) of each value, both without cancellation.
@inline(__always)
private func logisticPair(_ x: NodeVector) -> (up: NodeVector, down: NodeVector) {
  let isNegative = x .< 0
  let tail = x.replacing(with: -x, where: .!isNegative).exponential
  let near = 1 / (1 + tail)
  let far = tail * near
  return (near.replacing(with: far, where: isNegative), far.replacing(with: near, where: isNegative))
}
