/// A norm group: the scores that others' scores are ranked among.
public struct NormGroup: Hashable, Sendable {
  /// Rising.
  private let scores: [Double]

  public var personCount: Int { scores.count }

  /// - Throws: `ReliabilityError.empty`, `.scoreNotFinite`.
  public init(scores: [Double]) throws(ReliabilityError) {
    guard !scores.isEmpty else { throw .empty }
    guard scores.allSatisfy(\.isFinite) else { throw .scoreNotFinite }
    self.scores = scores.sorted()
  }

  /// The mid-rank percentile, 0 to 100: the percentage of the group that scored less, and half of those who scored the
  /// same.
  public func percentileRank(of score: Double) -> Double {
    let below = firstIndex { $0 >= score }
    let through = firstIndex { $0 > score }
    return 50 * Double(below + through) / Double(scores.count)
  }

  /// Where the first score that satisfies a condition stands, which all after it satisfy too.
  private func firstIndex(where condition: (Double) -> Bool) -> Int {
    var (low, high) = (0, scores.count)
    while low < high {
      let middle = (low + high) / 2
      if condition(scores[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
