extension Instrument {
  /// The marks of an attempt: one an item of `delivered` that counts, in its order.
  ///
  /// An item that was delivered and left out counts as wrong: otherwise answering only what one is sure of would raise the
  /// score. An item in words has no mark until its raters have agreed on one.
  ///
  /// - Parameters:
  ///   - delivered: what was put before the person.
  ///   - ratings: by item code, the scores that raters agreed on.
  public func marks(
    of responses: [ItemResponse], delivered: [Item], ratings: [String: Int] = [:]
  ) throws(AnswerError) -> [ItemMark] {
    let answers = try parse(responses, delivered: delivered)
    return delivered.filter { $0.status.isScored && $0.parameters != nil }.map { item in
      let given = answers[item.code]
      let score = given.map { item.score($0.answer) ?? ratings[item.code] } ?? 0
      return ItemMark(
        item: item.code, domain: item.domain, score: score, maximumScore: item.maximumScore,
        isAnswered: given != nil, confidence: given?.confidence)
    }
  }

  /// The answers by item code.
  func parse(
    _ responses: [ItemResponse], delivered: [Item]
  ) throws(AnswerError) -> [String: (answer: Answer, confidence: Double?)] {
    let items = Dictionary(delivered.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    var answers: [String: (answer: Answer, confidence: Double?)] = [:]
    for response in responses {
      guard let item = items[response.item], item.status.isDelivered else {
        throw AnswerError(item: response.item, reason: .unknownItem)
      }
      guard answers[item.code] == nil else { throw AnswerError(item: item.code, reason: .repeatedItem) }
      answers[item.code] = (try response.parsed(for: item.presented), response.confidence)
    }
    return answers
  }
}

/// The result of one item that counts.
public struct ItemMark: Hashable, Sendable {
  /// The item's code.
  public var item: String
  public var domain: QuotientDomain
  /// 0, for wrong or left out, to `maximumScore`; nil while raters have yet to agree.
  public var score: Int?
  public var maximumScore: Int
  public var isAnswered: Bool
  /// Nil when not asked or left out.
  public var confidence: Double?

  public init(
    item: String, domain: QuotientDomain, score: Int?, maximumScore: Int, isAnswered: Bool, confidence: Double?
  ) {
    self.item = item
    self.domain = domain
    self.score = score
    self.maximumScore = maximumScore
    self.isAnswered = isAnswered
    self.confidence = confidence
  }
}

extension Sequence<ItemMark> {
  /// Mean squared distance between confidence and outcome over the right-or-wrong items (Brier, 1950): 0 is perfect, 0.25
  /// what “half sure” of everything earns, 1 the worst; nil when no confidence was given.
  public var brierScore: Double? {
    var (sum, count) = (0.0, 0)
    for mark in self {
      guard let confidence = mark.confidence, let score = mark.score, mark.maximumScore == 1 else { continue }
      let distance = confidence - Double(score)
      sum += distance * distance
      count += 1
    }
    return count == 0 ? nil : sum / Double(count)
  }
}
