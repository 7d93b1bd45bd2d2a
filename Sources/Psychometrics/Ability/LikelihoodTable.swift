/// A form's log-likelihood at every node of a quadrature, laid out so that a response costs one addition a node.
///
/// `base` assumes that everyone answers in category 0; a response in another category, or none, adds the row that
/// corrects it. A person's log posterior is then base[node] + Σ over responses of row[node].
struct LikelihoodTable: Sendable {
  let quadrature: Quadrature
  /// Categories of each item.
  private let categoryCounts: [Int]
  /// Where each item's rows begin: categories 1 ..< count, then missing.
  private let firstRows: [Int]
  /// Rows of one value a node, one after another.
  private let rows: [Double]
  /// Log prior weight + Σ over items of log P(category 0), a value a node.
  private let base: [Double]

  var itemCount: Int { categoryCounts.count }

  init(items: [any ItemModel], quadrature: Quadrature) {
    var base = quadrature.logWeights
    var rows: [Double] = []
    var firstRows: [Int] = []
    rows.reserveCapacity(items.reduce(0) { $0 + $1.categoryCount } * base.count)
    for item in items {
      let lowest = quadrature.nodes.map { item.logProbability(ofCategory: 0, at: $0) }
      firstRows.append(rows.count / base.count)
      for category in 1..<item.categoryCount {
        for (node, theta) in quadrature.nodes.enumerated() {
          rows.append(item.logProbability(ofCategory: category, at: theta) - lowest[node])
        }
      }
      rows.append(contentsOf: lowest.lazy.map { -$0 })
      for node in base.indices { base[node] += lowest[node] }
    }
    self.quadrature = quadrature
    self.categoryCounts = items.map(\.categoryCount)
    self.firstRows = firstRows
    self.rows = rows
    self.base = base
  }

  /// One zero a node.
  func emptyScratch() -> [Double] { Array(repeating: 0, count: base.count) }

  /// Writes the unnormalised log posterior of one person into `scratch`, one value a node.
  ///
  /// - Parameter scratch: from `emptyScratch`; reused from person to person.
  /// - Returns: how many responses were not missing.
  /// - Throws: `ScoringError.responseCount`, `.unknownCategory`.
  func logPosterior(of responses: Span<Int8>, into scratch: inout [Double]) throws(ScoringError) -> Int {
    guard responses.count == itemCount else {
      throw .responseCount(expected: itemCount, found: responses.count)
    }
    // Copied by element: assigning the array would share its storage and allocate anew at the first addition.
    for node in base.indices { scratch[node] = base[node] }
    var answered = 0
    for item in responses.indices {
      let response = responses[item]
      if response != ResponseMatrix.missing { answered += 1 }
      if response != 0 { add(row: try row(ofItem: item, response: response), to: &scratch) }
    }
    return answered
  }

  /// The row that corrects `base` for a response other than category 0.
  private func row(ofItem item: Int, response: Int8) throws(ScoringError) -> Int {
    let count = categoryCounts[item]
    if response == ResponseMatrix.missing { return firstRows[item] + count - 1 }
    guard response > 0, response < count else {
      throw .unknownCategory(item: item, category: Int(response), categoryCount: count)
    }
    return firstRows[item] + Int(response) - 1
  }

  private func add(row: Int, to scratch: inout [Double]) {
    let start = row * base.count
    for node in scratch.indices { scratch[node] += rows[start + node] }
  }
}
