import Psychometrics
import Readiness

extension InstrumentCalibration {
  /// What was found of a column, on the present scale.
  func itemReport(_ column: Int) -> CalibrationReport.ItemReport {
    let item = data.items[column]
    let scores = data.scores(ofColumn: column)
    let given = scores.filter { $0 != ResponseMatrix.missing }
    let found = columns.firstIndex(of: column).map { result.items[$0] }
    let estimate = found?.estimate.flatMap(linked)
    let total = given.reduce(0) { $0 + Int($1) }
    return .init(
      code: item.code, domain: item.domain, kind: item.kind, status: item.status, responses: given.count,
      proportionRight: given.isEmpty ? nil : Double(total) / Double(given.count * max(item.maximumScore, 1)),
      pointBiserial: restCorrelation(column, scores),
      present: item.parameters ?? ItemParameters(slope: 1, thresholds: [0], source: .expertRated), estimate: estimate,
      slopeError: found?.estimate?.slopeError.flatMap { finite($0 / link.slope) },
      thresholdErrors: found?.estimate?.difficultyErrors.flatMap { errors in
        let linked = errors.map { $0 * link.slope }
        return linked.allSatisfy(\.isFinite) ? linked : nil
      }, flags: flags(column, found, estimate), functioning: nil)
  }

  /// Nil where a parameter is no finite number.
  private func linked(_ estimate: ItemEstimate) -> ItemParameters? {
    let slope = estimate.slope / link.slope
    let thresholds = estimate.difficulties.map { link.base(of: $0) }
    guard slope.isFinite, thresholds.allSatisfy(\.isFinite) else { return nil }
    return ItemParameters(slope: slope, thresholds: thresholds, source: .calibrated)
  }

  private func flags(
    _ column: Int, _ found: ItemCalibration?, _ estimate: ItemParameters?
  ) -> [CalibrationReport.Flag] {
    guard let found else { return [.tooFewResponses] }
    var flags: [CalibrationReport.Flag] = []
    if found.flags.contains(.noVariance) || found.flags.contains(.noResponses) { flags.append(.noVariance) }
    if found.flags.contains(.collapsedCategories) { flags.append(.missingScores) }
    if found.flags.contains(.negativeSlope) || found.flags.contains(.negativeRestCorrelation) {
      flags.append(.negativeSlope)
    } else if let estimate, !estimate.isInRange {
      flags.append(.outOfRange)
    }
    if drifted.contains(column) { flags.append(.drifted) }
    return flags
  }

  /// Of the item's score with the mean share of points on the other items that each person was given.
  private func restCorrelation(_ column: Int, _ scores: [Int8]) -> Double? {
    var (own, rest): ([Double], [Double]) = ([], [])
    for row in scores.indices where scores[row] != ResponseMatrix.missing {
      let others = shares[row].sum - Double(scores[row]) / Double(max(data.items[column].maximumScore, 1))
      guard shares[row].count > 1 else { continue }
      own.append(Double(scores[row]))
      rest.append(others / Double(shares[row].count - 1))
    }
    return correlation(own, rest)
  }
}

extension ItemParameters {
  /// Whether an instrument may be published with it.
  fileprivate var isInRange: Bool {
    slope > 0 && slope <= 4 && thresholds.allSatisfy { (-6...6).contains($0) }
      && zip(thresholds, thresholds.dropFirst()).allSatisfy { $0 < $1 }
  }
}

/// Pearson's; nil where one side does not vary.
func correlation(_ left: [Double], _ right: [Double]) -> Double? {
  let count = Double(left.count)
  guard count > 1 else { return nil }
  let (meanLeft, meanRight) = (left.reduce(0, +) / count, right.reduce(0, +) / count)
  var (product, squaresLeft, squaresRight) = (0.0, 0.0, 0.0)
  for (one, other) in zip(left, right) {
    product += (one - meanLeft) * (other - meanRight)
    squaresLeft += (one - meanLeft) * (one - meanLeft)
    squaresRight += (other - meanRight) * (other - meanRight)
  }
  return finite(product / (squaresLeft * squaresRight).squareRoot())
}

/// The value, where it is a number that can be written down.
func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
