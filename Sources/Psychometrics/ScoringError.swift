/// Why responses cannot be scored.
public enum ScoringError: Error, Hashable, Sendable {
  /// A parameter of an item model is infinite or not a number.
  case parameterNotFinite(name: String)
  /// A guessing or slipping asymptote that is not within 0 … 1, or a lower one that is not below the upper.
  case asymptoteOutOfRange(lower: Double, upper: Double)
  /// A graded item needs a slope above 0: with a negative one its categories would have negative probabilities.
  case slopeNotPositive(Double)
  /// An item in ordered categories without a threshold or step.
  case tooFewCategories
  /// A graded item's thresholds, where one is not above the one before it.
  case thresholdsNotRising
  /// A norm group needs a standard deviation above 0.
  case deviationNotPositive(Double)
  /// A form without items has no characteristic curve.
  case emptyForm
  /// The reference form's expected score falls somewhere as ability rises, as an item with a negative slope makes it.
  case scaleNotIncreasing
  /// The number of responses is not the form's number of items, or not a multiple of it.
  case responseCount(expected: Int, found: Int)
  /// The response to the item at `item`, counted from 0, is neither missing nor one of its categories.
  case unknownCategory(item: Int, category: Int, categoryCount: Int)
}

extension ScoringError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .parameterNotFinite(let name):
      "The item's \(name) is not a finite number."
    case .asymptoteOutOfRange(let lower, let upper):
      "Asymptotes \(lower) and \(upper) do not satisfy 0 ≤ lower < upper ≤ 1."
    case .slopeNotPositive(let slope):
      "A graded item needs a slope above 0, not \(slope)."
    case .tooFewCategories:
      "An item in ordered categories needs at least one threshold."
    case .thresholdsNotRising:
      "Thresholds must rise: each above the one before it."
    case .deviationNotPositive(let deviation):
      "A norm group needs a standard deviation above 0, not \(deviation)."
    case .emptyForm:
      "The form has no items; give it at least one."
    case .scaleNotIncreasing:
      "The reference form's expected score is not increasing in ability; remove the items with negative slopes."
    case .responseCount(let expected, let found):
      "\(found) responses do not fit a form of \(expected) items; give one response an item, missing ones included."
    case .unknownCategory(let item, let category, let categoryCount):
      "Response \(category) to item \(item) (counted from 0) is not one of its categories, 0 to \(categoryCount - 1)."
    }
  }
}
