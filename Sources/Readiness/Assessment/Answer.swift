/// An answer that fits its item: known options, none twice, as many as the item's kind takes; or a text that is not too long.
public struct Answer: Hashable, Sendable {
  /// In the answerer's order for an ordering, else in the item's order of options; of an answer in words, the text alone.
  public let keys: [String]

  /// - Parameters:
  ///   - keys: of the chosen options, as the answerer gave them; of a matching, each with its target's key behind it
  ///     (`a2`); of an answer in words, the text alone.
  ///   - item: the item answered.
  public init(parsing keys: [String], for item: PresentedItem) throws(AnswerError) {
    do throws(AnswerError.Reason) {
      guard !keys.isEmpty else { throw AnswerError.Reason.empty }
      switch item.kind.marking {
      case .rubric: self.keys = [try Answer.text(keys, for: item)]
      case .key, .none:
        self.keys = item.kind == .matching ? try Answer.pairs(keys, for: item) : try Answer.options(keys, for: item)
      }
    } catch {
      throw AnswerError(item: item.code, reason: error)
    }
  }

  private static func text(_ keys: [String], for item: PresentedItem) throws(AnswerError.Reason) -> String {
    guard keys.count == 1 else { throw .notOneText }
    guard !keys[0].isBlank else { throw .empty }
    let limit = item.maximumCharacters ?? 0
    guard keys[0].unicodeScalars.count <= limit else { throw .tooLong(limit: limit) }
    return keys[0]
  }

  private static func options(_ keys: [String], for item: PresentedItem) throws(AnswerError.Reason) -> [String] {
    let known = item.options.map(\.key)
    let chosen = try distinct(keys, among: known)
    guard let lengths = item.kind.answerLengths(optionCount: known.count) else { return keys }
    guard keys.count <= lengths.upperBound else { throw .tooManyOptions(limit: lengths.upperBound) }
    guard keys.count >= lengths.lowerBound else {
      throw .incompleteOrder(missing: known.filter { !chosen.contains($0) })
    }
    return item.kind == .ordering ? keys : known.filter(chosen.contains)
  }

  /// Each option once, with any target; in the item's order of options.
  private static func pairs(_ keys: [String], for item: PresentedItem) throws(AnswerError.Reason) -> [String] {
    let known = item.options.map(\.key)
    let targets = item.targets.map(\.key)
    var pairs: [String: String] = [:]
    for key in keys {
      guard let option = known.first(where: { option in targets.contains { option + $0 == key } }) else {
        throw .notAPair(key, options: known, targets: targets)
      }
      guard pairs.updateValue(key, forKey: option) == nil else { throw .repeatedOption(option) }
    }
    let missing = known.filter { pairs[$0] == nil }
    guard missing.isEmpty else { throw .incompleteMatching(missing: missing) }
    return known.compactMap { pairs[$0] }
  }

  private static func distinct(_ keys: [String], among known: [String]) throws(AnswerError.Reason) -> Set<String> {
    var seen: Set<String> = []
    for key in keys {
      guard known.contains(key) else { throw .unknownOption(key, known: known) }
      guard seen.insert(key).inserted else { throw .repeatedOption(key) }
    }
    return seen
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

  public enum Reason: Error, Hashable, Sendable {
    case unknownItem
    case repeatedItem
    case empty
    case unknownOption(String, known: [String])
    case repeatedOption(String)
    case tooManyOptions(limit: Int)
    /// An ordering without all of its options.
    case incompleteOrder(missing: [String])
    /// What is no option with a target behind it.
    case notAPair(String, options: [String], targets: [String])
    /// A matching without a target for each option.
    case incompleteMatching(missing: [String])
    /// Several texts where one is asked for.
    case notOneText
    /// A text of more characters than the item takes.
    case tooLong(limit: Int)
    case confidenceOutOfRange
    case negativeTime
  }

  /// Stable, for programs: `answer-unknown-option`.
  public var code: String {
    switch reason {
    case .unknownItem: "answer-unknown-item"
    case .repeatedItem: "answer-repeated-item"
    case .empty: "answer-empty"
    case .unknownOption: "answer-unknown-option"
    case .repeatedOption: "answer-repeated-option"
    case .tooManyOptions: "answer-too-many-options"
    case .incompleteOrder: "answer-incomplete-order"
    case .notAPair: "answer-not-a-pair"
    case .incompleteMatching: "answer-incomplete-matching"
    case .notOneText: "answer-not-one-text"
    case .tooLong: "answer-too-long"
    case .confidenceOutOfRange: "answer-confidence-out-of-range"
    case .negativeTime: "answer-negative-time"
    }
  }
}
