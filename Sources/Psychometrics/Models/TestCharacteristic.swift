/// A form's characteristic curve: the score that ability θ is expected to reach on it.
public struct TestCharacteristic: Sendable {
  private let items: [any ItemModel]
  /// The sum of the items' highest scores.
  public let maximumScore: Int

  /// - Throws: `ScoringError.emptyForm`.
  public init(items: [any ItemModel]) throws(ScoringError) {
    guard !items.isEmpty else { throw .emptyForm }
    self.items = items
    maximumScore = items.reduce(0) { $0 + $1.maximumScore }
  }

  /// 0 to `maximumScore`.
  public func expectedScore(at theta: Double) -> Double {
    items.reduce(0) { $0 + $1.expectedScore(at: theta) }
  }

  /// Expected score as a share of the maximum, 0 to 1.
  public func expectedShare(at theta: Double) -> Double {
    expectedScore(at: theta) / Double(maximumScore)
  }
}
