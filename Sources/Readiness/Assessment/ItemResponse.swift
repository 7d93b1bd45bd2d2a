/// What a test taker submits for one item, as it arrives: not yet held against the item.
public struct ItemResponse: Codable, Hashable, Sendable {
  /// The item's code.
  public var item: String
  /// Keys of the chosen options; in order for an ordering.
  public var answer: [String]
  /// How sure the person is to be right, 0 to 1; nil when not asked.
  public var confidence: Double?
  /// Time spent on the item.
  public var milliseconds: Int?

  public init(item: String, answer: [String], confidence: Double?, milliseconds: Int?) {
    self.item = item
    self.answer = answer
    self.confidence = confidence
    self.milliseconds = milliseconds
  }

  /// The answer, held against the item it is to.
  public func parsed(for item: PresentedItem) throws(AnswerError) -> Answer {
    guard item.code == self.item else { throw AnswerError(item: self.item, reason: .unknownItem) }
    if let confidence, !(0...1).contains(confidence) {
      throw AnswerError(item: self.item, reason: .confidenceOutOfRange)
    }
    if let milliseconds, milliseconds < 0 { throw AnswerError(item: self.item, reason: .negativeTime) }
    return try Answer(parsing: answer, for: item)
  }
}
