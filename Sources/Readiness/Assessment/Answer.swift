/// An answer that fits its item: known options, none twice, as many as the item's kind takes.
public struct Answer: Hashable, Sendable {
  /// In the answerer's order for an ordering, else in the item's order of options.
  public let keys: [String]

  /// - Parameters:
  ///   - keys: of the chosen options, as the answerer gave them.
  ///   - item: the item answered.
  public init(parsing keys: [String], for item: PresentedItem) throws(AnswerError) {
    func fail(_ reason: AnswerError.Reason) -> AnswerError { AnswerError(item: item.code, reason: reason) }
    guard !keys.isEmpty else { throw fail(.empty) }
    let known = item.options.map(\.key)
    var seen: Set<String> = []
    for key in keys {
      guard known.contains(key) else { throw fail(.unknownOption(key, known: known)) }
      guard seen.insert(key).inserted else { throw fail(.repeatedOption(key)) }
    }
    let lengths = item.kind.answerLengths(optionCount: known.count)
    guard keys.count <= lengths.upperBound else { throw fail(.tooManyOptions(limit: lengths.upperBound)) }
    guard keys.count >= lengths.lowerBound else {
      throw fail(.incompleteOrder(missing: known.filter { !seen.contains($0) }))
    }
    self.keys = item.kind == .ordering ? keys : known.filter(seen.contains)
  }
}

/// What was wrong with a response, in which item and what to do about it.
public struct AnswerError: Error, Hashable, Sendable {
  public var item: String
  public var reason: Reason

  public init(item: String, reason: Reason) {
    self.item = item
    self.reason = reason
  }

  public enum Reason: Hashable, Sendable {
    case unknownItem
    case repeatedItem
    case empty
    case unknownOption(String, known: [String])
    case repeatedOption(String)
    case tooManyOptions(limit: Int)
    /// An ordering without all of its options.
    case incompleteOrder(missing: [String])
    case confidenceOutOfRange
    case negativeTime
  }

  /// Stable, for programs: `answer.unknown_option`.
  public var code: String {
    switch reason {
    case .unknownItem: "answer-unknown-item"
    case .repeatedItem: "answer-repeated-item"
    case .empty: "answer-empty"
    case .unknownOption: "answer-unknown-option"
    case .repeatedOption: "answer-repeated-option"
    case .tooManyOptions: "answer-too-many-options"
    case .incompleteOrder: "answer-incomplete-order"
    case .confidenceOutOfRange: "answer-confidence-out-of-range"
    case .negativeTime: "answer-negative-time"
    }
  }
}
