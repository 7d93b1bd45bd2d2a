/// A form's log-likelihood at every node, laid out so that a response costs one vector addition.
///
/// `base` assumes that everyone answers in category 0; a response in another category, or none, adds the row that
/// corrects it. A person's log-likelihood is then base[node] + Σ over responses of row[node]. Rows are padded with
/// zeros to whole vectors, and `base` with a weight that vanishes.
struct LikelihoodTable: Sendable {
  let nodeCount: Int
  /// Vectors a row.
  let width: Int
  /// Categories of each item.
  private let categoryCounts: [Int]
  /// Where each item's rows begin: missing, then each of its categories; that of category 0 is never read.
  private let firstRows: [Int]
  /// Rows of `width` vectors, one after another.
  private let rows: [NodeVector]
  /// Log weight + Σ over items of log P(category 0).
  private let base: [NodeVector]

  var itemCount: Int { categoryCounts.count }

  /// - Parameters:
  ///   - nodes: abilities.
  ///   - logWeights: what is added to the log-likelihood, one a node.
  init(items: [any ItemModel], nodes: [Double], logWeights: [Double]) {
    var base = logWeights
    var rows: [NodeVector] = []
    var firstRows: [Int] = []
    for item in items {
      let logs = (0..<item.categoryCount).map { category in
        nodes.map { item.logProbability(ofCategory: category, at: $0) }
      }
      firstRows.append(rows.count)
      rows += vectors(of: logs[0].map { -$0 }, padding: 0)
      for category in logs { rows += vectors(of: zip(category, logs[0]).map { $0 - $1 }, padding: 0) }
      for node in base.indices { base[node] += logs[0][node] }
    }
    self.nodeCount = nodes.count
    self.categoryCounts = items.map(\.categoryCount)
    self.firstRows = firstRows
    self.rows = rows
    self.base = vectors(of: base, padding: -1e300)
    self.width = self.base.count
  }

  /// Room for one person's sums; reused from person to person.
  struct Scratch {
    /// A value a node.
    fileprivate(set) var sums: [NodeVector]
    /// Where the rows of the person's responses begin.
    fileprivate var picked: [Int]
    /// How many responses were not missing.
    fileprivate(set) var answered = 0

    /// The sum at a node.
    subscript(node: Int) -> Double { sums[node / NodeVector.scalarCount][node % NodeVector.scalarCount] }

    /// The greatest of the sums.
    var peak: Double {
      var peaks = sums[0]
      for block in sums.indices.dropFirst() { peaks = peaks.maximum(sums[block]) }
      var half = peaks.lowHalf.replacing(with: peaks.highHalf, where: peaks.lowHalf .< peaks.highHalf)
      half.lowHalf.replace(with: half.highHalf, where: half.lowHalf .< half.highHalf)
      return max(max(half[0], half[1]), max(half[2], half[3]))
    }
  }

  func emptyScratch() -> Scratch {
    Scratch(sums: Array(repeating: .zero, count: width), picked: Array(repeating: 0, count: itemCount))
  }

  /// Writes one person's weighted log-likelihood into `scratch`, one value a node.
  ///
  /// - Throws: `ScoringError.responseCount`, `.unknownCategory`.
  func sum(_ responses: Span<Int8>, into scratch: inout Scratch) throws(ScoringError) {
    let count = try pick(responses, into: &scratch)
    rows.withUnsafeBufferPointer { rows in
      scratch.picked.withUnsafeBufferPointer { picked in
        for block in 0..<width {
          var sum = base[block]
          for index in 0..<count { sum += rows[picked[index] + block] }
          scratch.sums[block] = sum
        }
      }
    }
  }

  /// Notes where the rows that correct `base` begin.
  ///
  /// - Returns: how many there are.
  private func pick(_ responses: Span<Int8>, into scratch: inout Scratch) throws(ScoringError) -> Int {
    guard responses.count == itemCount else {
      throw .responseCount(expected: itemCount, found: responses.count)
    }
    var (picked, answered) = (0, 0)
    for item in responses.indices {
      // 0 for a missing response, then 1 + its category.
      let row = Int(responses[item]) + 1
      guard row >= 0, row <= categoryCounts[item] else {
        throw .unknownCategory(item: item, category: row - 1, categoryCount: categoryCounts[item])
      }
      // Written before it is known whether it counts: which response comes is nothing that a branch could predict.
      scratch.picked[picked] = firstRows[item] + row * width
      picked += row == 1 ? 0 : 1
      answered += row == 0 ? 0 : 1
    }
    scratch.answered = answered
    return picked
  }
}

/// Numbers as vectors, the last one filled with `padding`.
func vectors(of values: [Double], padding: Double) -> [NodeVector] {
  let lanes = NodeVector.scalarCount
  return stride(from: 0, to: values.count, by: lanes).map { start in
    var vector = NodeVector(repeating: padding)
    for lane in 0..<min(lanes, values.count - start) { vector[lane] = values[start + lane] }
    return vector
  }
}
