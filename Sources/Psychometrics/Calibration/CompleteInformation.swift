/// The information that the responses would hold if everyone's ability were known: one block a term, bordered by the
/// slope that one-parameter items share. Its inverse turns a gradient into an EM step.
struct CompleteInformation: Sendable {
  private var blocks: [(slots: [Int], factor: Cholesky, border: [Double])] = []
  private var sharedSlot: Int?
  private var sharedInformation = 0.0
  private var prior: [Double]

  /// - Parameters:
  ///   - curves: at the point in question.
  ///   - counts: the expectation there.
  ///   - priorCurvature: one value an estimated parameter.
  init(terms: [ItemTerm], curves: CurveTable, counts: [NodeVector], priorCurvature: [Double]) {
    prior = priorCurvature
    for term in terms where !term.slots.allSatisfy({ $0 == nil }) {
      add(term, Self.information(of: term, curves: curves, counts: counts))
    }
  }

  /// Its inverse times a vector.
  func solve(_ right: [Double]) -> [Double] {
    var solution = right
    var (rest, pivot) = (sharedSlot.map { right[$0] } ?? 0, sharedInformation)
    var bordered: [(slots: [Int], weights: [Double])] = []
    for block in blocks {
      let own = block.factor.solve(block.slots.map { right[$0] })
      for (slot, value) in zip(block.slots, own) { solution[slot] = value }
      guard !block.border.isEmpty else { continue }
      let weights = block.factor.solve(block.border)
      rest -= dot(block.border, own)
      pivot -= dot(block.border, weights)
      bordered.append((block.slots, weights))
    }
    guard let sharedSlot else { return solution }
    let shared = rest / max(pivot, 1e-8)
    solution[sharedSlot] = shared
    for (slots, weights) in bordered {
      for (slot, weight) in zip(slots, weights) { solution[slot] -= weight * shared }
    }
    return solution
  }

  private mutating func add(_ term: ItemTerm, _ information: SymmetricMatrix) {
    let own = term.slots.indices.filter { term.slots[$0] != nil && !($0 == 0 && term.sharesSlope) }
    let slots = own.compactMap { term.slots[$0] }
    var matrix = information.restricted(to: own)
    // Parameters that the responses barely touch, such as the asymptote of an easy item, must not make it singular.
    for (place, slot) in slots.enumerated() {
      matrix[place, place] += max(prior[slot], 0) + 1e-6 * matrix[place, place] + 1e-6
    }
    guard let factor = Cholesky(matrix) ?? Cholesky(matrix.diagonalOnly) else { return }
    var border: [Double] = []
    if term.sharesSlope, let slot = term.slots[0] {
      sharedSlot = slot
      sharedInformation += information[0, 0]
      border = own.map { information[0, $0] }
    }
    blocks.append((slots, factor, border))
  }

  /// Σ over nodes and categories of expected people × P × score × scoreᵀ.
  private static func information(of term: ItemTerm, curves: CurveTable, counts: [NodeVector]) -> SymmetricMatrix {
    let lanes = curves.grid.lanes
    let size = term.parameterCount
    var sums = Array(repeating: NodeVector.zero, count: size * size)
    let people = (0..<lanes).map { lane in
      (0..<term.categoryCount).reduce(NodeVector.zero) { $0 + counts[(term.firstRow + $1) * lanes + lane] }
    }
    let everyone = people.reduce(NodeVector.zero, +).sum()
    for category in 0..<term.categoryCount {
      let score = (term.firstScore + category * size) * lanes
      for lane in 0..<lanes {
        let probability = curves.probabilities[(term.firstRow + category) * lanes + lane]
        // The population's probabilities are of nodes, not of categories at a node.
        let weight = probability * (term.curve == .population ? NodeVector(repeating: everyone) : people[lane])
        for row in 0..<size {
          let left = weight * curves.scores[score + row * lanes + lane]
          for column in 0...row { sums[row * size + column] += left * curves.scores[score + column * lanes + lane] }
        }
      }
    }
    return SymmetricMatrix(order: size) { sums[$0 * size + $1].sum() }
  }
}

extension SymmetricMatrix {
  fileprivate var diagonalOnly: SymmetricMatrix {
    SymmetricMatrix(order: order) { $0 == $1 ? max(self[$0, $0], 1e-6) : 0 }
  }
}
