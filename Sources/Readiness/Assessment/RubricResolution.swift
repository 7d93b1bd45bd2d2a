/// What the ratings of one answer come to.
///
/// Two raters, neither of whom knows the other's scores, score every criterion of the rubric.
/// 1. Where they differ nowhere, that is the answer's score.
/// 2. Where no criterion differs by more than 1, nor the totals, it is the mean of the totals, a half rounded up, in the
///    person's favour.
/// 3. Else a third rater scores the answer, just as blind. Of the three pairs of ratings the closest decides by the mean of
///    its totals, a half rounded up, so that one rater who sees it unlike the others moves nothing. Closest is the pair
///    whose scores differ least, summed over the criteria; of equally close ones the pair whose totals differ less; then a
///    pair with the third rater, whom the first two have been put before; then the pair with the higher totals.
public enum RubricResolution: Hashable, Sendable {
  /// So many raters have yet to score the answer.
  case open(missing: Int)
  /// The answer's score, 0 to the rubric's highest.
  case agreed(Int)

  /// How many raters score an answer at most.
  public static let mostRaters = 3

  /// - Parameter ratings: up to three, in the order they were given, each by another rater: the scores of the criteria, in
  ///   the rubric's order.
  public init(_ ratings: [[Int]]) {
    guard ratings.count >= 2 else {
      self = .open(missing: 2 - ratings.count)
      return
    }
    let first = RatingPair(ratings[0], ratings[1], hasThird: false)
    guard ratings.count >= 3 else {
      self = first.isClose ? .agreed(first.score) : .open(missing: 1)
      return
    }
    let others = ratings[..<2].map { RatingPair($0, ratings[2], hasThird: true) }
    self = .agreed(others.reduce(first) { $1.isCloser(than: $0) ? $1 : $0 }.score)
  }
}

/// Two ratings of one answer.
private struct RatingPair {
  private let differences: [Int]
  private let totals: (Int, Int)
  private let hasThird: Bool

  init(_ one: [Int], _ other: [Int], hasThird: Bool) {
    differences = zip(one, other).map { abs($0 - $1) }
    totals = (one.reduce(0, +), other.reduce(0, +))
    self.hasThird = hasThird
  }

  /// The mean of the totals, a half rounded up.
  var score: Int { (totals.0 + totals.1 + 1) / 2 }

  /// Whether it needs no third.
  var isClose: Bool { differences.allSatisfy { $0 <= 1 } && abs(totals.0 - totals.1) <= 1 }

  func isCloser(than other: RatingPair) -> Bool { rank.lexicographicallyPrecedes(other.rank) }

  private var rank: [Int] {
    [differences.reduce(0, +), abs(totals.0 - totals.1), hasThird ? 0 : 1, -(totals.0 + totals.1)]
  }
}
