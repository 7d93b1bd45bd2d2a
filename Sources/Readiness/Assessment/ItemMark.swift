/// The result of one scored item in a submitted attempt.
public struct ItemMark: Hashable, Sendable {
  /// The item's code.
  public var item: String
  public var domain: QuotientDomain
  /// 1 right, 0 wrong or left out.
  public var score: Int
  public var isAnswered: Bool
  /// Nil when not asked or left out.
  public var confidence: Double?

  public init(item: String, domain: QuotientDomain, score: Int, isAnswered: Bool, confidence: Double?) {
    self.item = item
    self.domain = domain
    self.score = score
    self.isAnswered = isAnswered
    self.confidence = confidence
  }
}

extension Sequence<ItemMark> {
  /// Mean squared distance between confidence and outcome (Brier, 1950): 0 is perfect, 0.25 what “half sure” of
  /// everything earns, 1 the worst; nil when no confidence was given.
  public var brierScore: Double? {
    var (sum, count) = (0.0, 0)
    for mark in self {
      guard let confidence = mark.confidence else { continue }
      let distance = confidence - Double(mark.score)
      sum += distance * distance
      count += 1
    }
    return count == 0 ? nil : sum / Double(count)
  }
}
