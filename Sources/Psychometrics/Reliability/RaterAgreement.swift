/// How far two raters agree who scored the same works in whole, ordered scores.
public struct RaterAgreement: Hashable, Sendable {
  /// How many works both scored.
  public let workCount: Int
  /// Share of works with equal scores, 0 to 1.
  public let exact: Double
  /// Share of works with scores at most 1 apart, 0 to 1.
  public let adjacent: Double
  /// Cohen's κ (1960): agreement beyond chance, 1 where perfect, 0 where as by chance. Nil where both raters gave one
  /// and the same score throughout: chance alone then explains all, and nothing is known of their agreement.
  public let kappa: Double?
  /// Cohen's κ with disagreements weighted by their square (1968), which treats scores as ordered. Nil as `kappa` is.
  public let quadraticKappa: Double?

  /// - Parameters:
  ///   - first: the first rater's scores, one a work.
  ///   - second: the second rater's, of the same works in the same order.
  /// - Throws: `ReliabilityError.raterCounts`, `.empty`.
  public init(first: [Int], second: [Int]) throws(ReliabilityError) {
    guard first.count == second.count else { throw .raterCounts(first: first.count, second: second.count) }
    guard !first.isEmpty else { throw .empty }
    let pairs = zip(first, second)
    let count = Double(first.count)
    workCount = first.count
    exact = Double(pairs.count { $0 == $1 }) / count
    adjacent = Double(pairs.count { ($0 - $1).magnitude <= 1 }) / count
    kappa = Self.chanceCorrected(first, second) { $0 == $1 ? 0 : 1 }
    quadraticKappa = Self.chanceCorrected(first, second) {
      let distance = Double($0) - Double($1)
      return distance * distance
    }
  }

  /// 1 − disagreement found ÷ disagreement expected of raters who score independently, each with their own frequencies.
  private static func chanceCorrected(
    _ first: [Int], _ second: [Int], disagreement: (Int, Int) -> Double
  ) -> Double? {
    let found = zip(first, second).reduce(0) { $0 + disagreement($1.0, $1.1) } / Double(first.count)
    var expected = 0.0
    for (one, frequency) in frequencies(first) {
      for (other, otherFrequency) in frequencies(second) {
        expected += frequency * otherFrequency * disagreement(one, other)
      }
    }
    return expected > 0 ? 1 - found / expected : nil
  }

  /// The share of each score, in rising order, so that sums do not depend on how a dictionary is laid out.
  private static func frequencies(_ scores: [Int]) -> [(score: Int, share: Double)] {
    let counts = scores.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value) / Double(scores.count)) }
  }
}
