/// How often each category of each item was chosen, and what that says of whether the item can be calibrated.
struct ItemSurvey: Sendable {
  /// By item, by category.
  private(set) var counts: [[Int]]
  /// Correlation of each item with the mean score on the rest of its domain, each item's scores standardised first; 0
  /// where none.
  private(set) var restCorrelations: [Double]

  /// - Parameter domains: one an item, counted from 0.
  /// - Throws: `CalibrationError.unknownCategory`.
  init(_ matrix: ResponseMatrix, models: [CalibrationModel], domains: [Int]) throws(CalibrationError) {
    var counts = models.map { Array(repeating: 0, count: $0.categoryCount) }
    for person in 0..<matrix.personCount {
      for item in models.indices {
        let response = matrix.values[person * models.count + item]
        if response == ResponseMatrix.missing { continue }
        guard response >= 0, response < counts[item].count else {
          throw .unknownCategory(
            person: person, item: item, category: Int(response), categoryCount: models[item].categoryCount)
        }
        counts[item][Int(response)] += 1
      }
    }
    self.counts = counts
    restCorrelations = Self.restCorrelations(of: matrix, counts: counts, domains: domains)
  }

  func observedCategories(ofItem item: Int) -> [Int] { counts[item].indices.filter { counts[item][$0] > 0 } }
  func responseCount(ofItem item: Int) -> Int { counts[item].reduce(0, +) }

  private static func restCorrelations(of matrix: ResponseMatrix, counts: [[Int]], domains: [Int]) -> [Double] {
    let scales = counts.map(standardScores)
    var totals = Array(repeating: (score: 0.0, answered: 0.0), count: (domains.max() ?? 0) + 1)
    var sums = Array(repeating: (product: 0.0, rest: 0.0, square: 0.0, own: 0.0, count: 0.0), count: counts.count)
    for person in 0..<matrix.personCount {
      let row = matrix.values[person * counts.count..<(person + 1) * counts.count]
      for domain in totals.indices { totals[domain] = (0, 0) }
      for (item, response) in zip(counts.indices, row) where response != ResponseMatrix.missing {
        guard let own = scales[item]?[Int(response)] else { continue }
        totals[domains[item]].score += own
        totals[domains[item]].answered += 1
      }
      for (item, response) in zip(counts.indices, row) where response != ResponseMatrix.missing {
        let (total, answered) = totals[domains[item]]
        guard answered > 1, let own = scales[item]?[Int(response)] else { continue }
        let rest = (total - own) / (answered - 1)
        sums[item].product += own * rest
        sums[item].rest += rest
        sums[item].square += rest * rest
        sums[item].own += own
        sums[item].count += 1
      }
    }
    return sums.map { sum in
      let covariance = sum.product - sum.own * sum.rest / max(sum.count, 1)
      let variance = sum.square - sum.rest * sum.rest / max(sum.count, 1)
      return variance > 0 ? covariance / (variance * sum.count).squareRoot() : 0
    }
  }

  /// What each category scores once the item's mean is 0 and its variance 1, categories never chosen not counting; nil
  /// where the item does not vary.
  private static func standardScores(_ counts: [Int]) -> [Double]? {
    var places = counts.map { _ in 0.0 }
    for category in counts.indices.dropFirst() {
      places[category] = places[category - 1] + (counts[category - 1] > 0 ? 1 : 0)
    }
    let total = max(Double(counts.reduce(0, +)), 1)
    let mean = zip(places, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / total
    let variance = zip(places, counts).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * Double($1.1) } / total
    return variance > 0 ? places.map { ($0 - mean) / variance.squareRoot() } : nil
  }
}
