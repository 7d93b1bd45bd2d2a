/// Why responses cannot be examined for fairness.
public enum FairnessError: Error, Hashable, Sendable {
  /// One group membership is needed for each person.
  case groupCount(persons: Int, memberships: Int)
  /// A group has fewer persons with complete responses than the least that was asked for.
  case groupTooSmall(group: Group, persons: Int, minimum: Int)
  /// This method takes items scored 0 or 1; `item`, counted from 0, has another score.
  case notDichotomous(item: Int, score: Int)
  /// Item `item`, counted from 0, has a score below 0 that does not stand for a missing response.
  case negativeScore(item: Int, score: Int)
  /// One matching score is needed for each person.
  case matchingCount(persons: Int, scores: Int)
}

extension FairnessError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .groupCount(let persons, let memberships):
      "\(memberships) group memberships do not fit \(persons) persons; give one a person."
    case .groupTooSmall(let group, let persons, let minimum):
      "The \(group.rawValue) group has \(persons) persons with complete responses; at least \(minimum) are needed."
    case .notDichotomous(let item, let score):
      "Item \(item) (counted from 0) has score \(score); this method needs scores 0 and 1, so examine it as ordered."
    case .negativeScore(let item, let score):
      "Item \(item) (counted from 0) has score \(score); scores count from 0."
    case .matchingCount(let persons, let scores):
      "\(scores) matching scores do not fit \(persons) persons; give one a person."
    }
  }
}
