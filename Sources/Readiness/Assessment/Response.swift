/// What a test taker submits for one item, as it arrives: not yet held against the item.
public struct Response: Codable, Hashable, Sendable {
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

/// The result of one scored item in a submitted attempt.
public struct Mark: Hashable, Sendable {
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

extension Sequence<Mark> {
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
