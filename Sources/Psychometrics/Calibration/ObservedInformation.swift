/// The information matrix of the estimated parameters by Louis (1982): what the complete data would tell, less what is
/// lost because ability is not seen,
/// I = Σ −∂² log P expected − Σ_i (E[s sᵀ] − E[s] E[s]ᵀ), s the score of person i's answers as a function of ability.
///
/// E[s sᵀ] needs the expected number of people by pair of answers and node. For one answer these are the block rows of
/// those who gave it, summed as in the expectation step. The work is cut into pieces that may run on any thread; they
/// are added up in their order.
struct ObservedInformation: Sendable {
  private let posterior: MarginalPosterior
  private let counts: [NodeVector]
  private let point: [Double]
  /// Each pattern's posterior, times its weight.
  private let masses: [NodeVector]
  /// By row of category probabilities: the patterns with that answer.
  private let patternsOfAnswer: [[Int32]]
  /// By row of category probabilities: its term.
  private let termOfAnswer: [Int]

  private static let pieces = 8
  var pieceCount: Int { 2 * Self.pieces }

  /// - Parameters:
  ///   - posterior: with its curves at `point`.
  ///   - rows: the likelihood's rows there.
  ///   - counts: the expectation there.
  init(_ posterior: MarginalPosterior, at point: [Double], rows: [NodeVector], counts: [NodeVector]) {
    self.posterior = posterior
    self.point = point
    self.counts = counts
    termOfAnswer = posterior.terms.indices.flatMap { term in
      Array(repeating: term, count: posterior.terms[term].categoryCount)
    }
    let (step, patterns, lanes) = (posterior.step, posterior.step.patterns, posterior.step.lanes)
    var masses = Array(repeating: NodeVector.zero, count: patterns.patternCount * lanes)
    rows.withUnsafeBufferPointer { rows in
      masses.withUnsafeMutableBufferPointer { masses in
        for pattern in 0..<patterns.patternCount {
          let row = UnsafeMutableBufferPointer(rebasing: masses[pattern * lanes..<(pattern + 1) * lanes])
          _ = step.posterior(of: pattern, rows: rows, into: row)
        }
      }
    }
    self.masses = masses
    var patternsOfAnswer = Array(repeating: [Int32](), count: termOfAnswer.count)
    for pattern in 0..<patterns.patternCount {
      patterns.forEachAnswer(of: pattern) { patternsOfAnswer[$0].append(Int32(pattern)) }
    }
    self.patternsOfAnswer = patternsOfAnswer
  }

  /// A share of E[s sᵀ], or of E[s] E[s]ᵀ; the matrix row by row, to be added to the others.
  func piece(_ index: Int) -> [Double] {
    index < Self.pieces ? jointScores(piece: index) : meanScores(piece: index - Self.pieces)
  }

  /// The information, from all pieces in their order.
  func combine(_ pieces: [[Double]]) -> SymmetricMatrix {
    let size = posterior.parameterCount
    var total = completeData()
    for piece in pieces {
      for index in total.indices { total[index] += piece[index] }
    }
    for (slot, curvature) in posterior.priorCurvature(at: point).enumerated() { total[slot * size + slot] += curvature }
    return SymmetricMatrix(order: size) { (total[$0 * size + $1] + total[$1 * size + $0]) / 2 }
  }

  // MARK: The complete data

  /// Minus the second derivatives of the expected log-likelihood, by central differences of its gradient.
  private func completeData() -> [Double] {
    let size = posterior.parameterCount
    var total = Array(repeating: 0.0, count: size * size)
    for term in posterior.terms {
      for case let slot? in term.slots {
        let width = 1e-5 * max(1, point[slot].magnitude)
        let (above, below) = (gradient(of: term, slot, width), gradient(of: term, slot, -width))
        for (index, other) in term.slots.enumerated() {
          if let other { total[slot * size + other] -= (above[index] - below[index]) / (2 * width) }
        }
      }
    }
    return total
  }

  /// The gradient of one term's expected log-likelihood, the parameter in `slot` displaced.
  private func gradient(of term: ItemTerm, _ slot: Int, _ displacement: Double) -> [Double] {
    let lanes = posterior.step.lanes
    var (alone, displaced) = (term, point)
    (alone.firstRow, alone.firstScore) = (0, 0)
    displaced[slot] += displacement
    var curves = CurveTable(terms: [alone], grid: posterior.curves.grid)
    curves.update(terms: [alone], at: displaced)
    return (0..<term.parameterCount).map { parameter in
      var sum = NodeVector.zero
      for category in 0..<term.categoryCount {
        let score = (category * term.parameterCount + parameter) * lanes
        let count = (term.firstRow + category) * lanes
        for lane in 0..<lanes { sum += counts[count + lane] * curves.scores[score + lane] }
      }
      return sum.sum()
    }
  }

  // MARK: What is lost

  /// −E[s sᵀ] for the terms of this piece against all later terms. Terms are dealt out in turn, since the early ones
  /// have more to do.
  private func jointScores(piece: Int) -> [Double] {
    let size = posterior.parameterCount
    var total = Array(repeating: 0.0, count: size * size)
    var sums = Array(repeating: NodeVector.zero, count: posterior.step.patterns.rowCount * posterior.step.lanes)
    for index in stride(from: piece, to: posterior.terms.count, by: Self.pieces) {
      let term = posterior.terms[index]
      guard term.slots.contains(where: { $0 != nil }) else { continue }
      for category in 0..<term.categoryCount {
        sumMasses(ofAnswer: term.firstRow + category, from: index, into: &sums)
        let joint = jointCounts(from: index, sums)
        for later in index..<posterior.terms.count {
          addJoint(term, category, posterior.terms[later], joint, isSame: later == index, to: &total)
        }
      }
    }
    return total
  }

  /// Posterior mass on every row of the term's block and the later ones, over those who gave an answer.
  private func sumMasses(ofAnswer answer: Int, from term: Int, into sums: inout [NodeVector]) {
    let (patterns, lanes) = (posterior.step.patterns, posterior.step.lanes)
    let first = patterns.firstRowOfBlock[term]
    for index in Int(first) * lanes..<sums.count { sums[index] = .zero }
    masses.withUnsafeBufferPointer { masses in
      sums.withUnsafeMutableBufferPointer { sums in
        for pattern in patternsOfAnswer[answer] {
          let mass = Int(pattern) * lanes
          for entry in patterns.starts[Int(pattern)]..<patterns.starts[Int(pattern) + 1] {
            let row = patterns.entries[entry]
            if row < first { continue }
            for lane in 0..<lanes { sums[Int(row) &* lanes &+ lane] += masses[mass &+ lane] }
          }
        }
      }
    }
  }

  /// The rows' sums handed on to the answers they stand for.
  private func jointCounts(from term: Int, _ sums: [NodeVector]) -> [NodeVector] {
    let (patterns, lanes) = (posterior.step.patterns, posterior.step.lanes)
    var joint = Array(repeating: NodeVector.zero, count: termOfAnswer.count * lanes)
    for row in Int(patterns.firstRowOfBlock[term])..<patterns.rowCount {
      for index in patterns.factorStarts[row]..<patterns.factorStarts[row + 1] {
        let factor = Int(patterns.factors[index]) * lanes
        for lane in 0..<lanes { joint[factor + lane] += sums[row * lanes + lane] }
      }
    }
    return joint
  }

  private func addJoint(
    _ term: ItemTerm, _ category: Int, _ other: ItemTerm, _ joint: [NodeVector], isSame: Bool, to total: inout [Double]
  ) {
    let (lanes, size, scores) = (posterior.step.lanes, posterior.parameterCount, posterior.curves.scores)
    var weighted = Array(repeating: NodeVector.zero, count: lanes)
    for (parameter, slot) in other.slots.enumerated() {
      guard let slot else { continue }
      for lane in 0..<lanes { weighted[lane] = .zero }
      for answer in 0..<other.categoryCount {
        let count = (other.firstRow + answer) * lanes
        let score = (other.firstScore + answer * other.parameterCount + parameter) * lanes
        for lane in 0..<lanes { weighted[lane] += joint[count + lane] * scores[score + lane] }
      }
      for (own, ownSlot) in term.slots.enumerated() {
        guard let ownSlot else { continue }
        let score = (term.firstScore + category * term.parameterCount + own) * lanes
        var sum = NodeVector.zero
        for lane in 0..<lanes { sum += weighted[lane] * scores[score + lane] }
        total[ownSlot * size + slot] -= sum.sum()
        if !isSame { total[slot * size + ownSlot] -= sum.sum() }
      }
    }
  }

  /// E[s] E[s]ᵀ over this piece's patterns.
  private func meanScores(piece: Int) -> [Double] {
    let (patterns, size) = (posterior.step.patterns, posterior.parameterCount)
    let range = patterns.patternCount * piece / Self.pieces..<patterns.patternCount * (piece + 1) / Self.pieces
    var total = Array(repeating: 0.0, count: size * size)
    var mean = Array(repeating: 0.0, count: size)
    for pattern in range {
      addMeanScores(of: pattern, to: &mean)
      let slots = mean.indices.filter { mean[$0] != 0 }
      let scale = 1 / patterns.weights[pattern]
      total.withUnsafeMutableBufferPointer { total in
        for row in slots {
          let value = mean[row] * scale
          for column in slots { total[row &* size &+ column] += value * mean[column] }
        }
      }
      for slot in slots { mean[slot] = 0 }
    }
    return total
  }

  /// A pattern's expected scores, times its weight.
  private func addMeanScores(of pattern: Int, to mean: inout [Double]) {
    let lanes = posterior.step.lanes
    posterior.step.patterns.forEachAnswer(of: pattern) { answer in
      let term = posterior.terms[termOfAnswer[answer]]
      for (parameter, slot) in term.slots.enumerated() {
        guard let slot else { continue }
        let category = answer - term.firstRow
        let score = (term.firstScore + category * term.parameterCount + parameter) * lanes
        var sum = NodeVector.zero
        for lane in 0..<lanes { sum += masses[pattern * lanes + lane] * posterior.curves.scores[score + lane] }
        mean[slot] += sum.sum()
      }
    }
  }
}
