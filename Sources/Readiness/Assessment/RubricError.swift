extension [RubricCriterion] {
  /// A rater's scores in the rubric's order.
  ///
  /// - Parameter scores: by criterion code.
  /// - Throws: what is wrong first: a criterion that the rubric does not have, one without a score, a score that the
  ///   criterion does not have.
  public func parse(_ scores: [String: Int]) throws(RubricError) -> [Int] {
    let known = map(\.code)
    if let stranger = scores.keys.sorted().first(where: { !known.contains($0) }) {
      throw .unknownCriterion(stranger, known: known)
    }
    var parsed: [Int] = []
    for criterion in self {
      guard let score = scores[criterion.code] else { throw .missingCriterion(criterion.code) }
      guard (0...criterion.maximumScore).contains(score) else {
        throw .outOfRange(criterion: criterion.code, maximum: criterion.maximumScore)
      }
      parsed.append(score)
    }
    return parsed
  }
}

/// What was wrong with a rater's scores, and what to do about it.
public enum RubricError: Error, Hashable, Sendable {
  case unknownCriterion(String, known: [String])
  case missingCriterion(String)
  case outOfRange(criterion: String, maximum: Int)

  /// Stable, for programs: `rating-unknown-criterion`.
  public var code: String {
    switch self {
    case .unknownCriterion: "rating-unknown-criterion"
    case .missingCriterion: "rating-missing-criterion"
    case .outOfRange: "rating-out-of-range"
    }
  }

  public var message: LocalizedText {
    switch self {
    case .unknownCriterion(let code, let known):
      LocalizedText(
        en: "The rubric has no criterion “\(code.prefix(60))”; score \(known.joined(separator: ", ")).",
        zh: "评分标准中没有“\(code.prefix(60))”一项；请为 \(known.joined(separator: "、")) 评分。")
    case .missingCriterion(let code):
      LocalizedText(en: "Score the criterion “\(code)” too.", zh: "请同时为“\(code)”一项评分。")
    case .outOfRange(let criterion, let maximum):
      LocalizedText(
        en: "Score “\(criterion)” from 0 to \(maximum).", zh: "“\(criterion)”的得分须在 0 到 \(maximum) 之间。")
    }
  }
}
