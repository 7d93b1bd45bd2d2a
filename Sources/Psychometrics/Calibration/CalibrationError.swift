/// Why items cannot be calibrated at all. What is wrong with a single item is a flag of its result instead.
public enum CalibrationError: Error, Hashable, Sendable {
  /// The number of models is not the matrix's number of items.
  case modelCount(expected: Int, found: Int)
  /// A model of ordered categories with fewer than 2, or with more than `Int8` can number.
  case categoryCount(item: Int, found: Int)
  /// A response that is neither missing nor one of the item's categories; person and item are counted from 0.
  case unknownCategory(person: Int, item: Int, category: Int, categoryCount: Int)
  /// Nobody answered an item that varies.
  case nothingToCalibrate
  /// The population's mean or deviation is to be estimated, but nothing holds the scale.
  case scaleNotIdentified
  /// The task was cancelled.
  case cancelled
}

extension CalibrationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .modelCount(let expected, let found):
      "\(found) models do not fit a matrix of \(expected) items; give one model an item."
    case .categoryCount(let item, let found):
      "Item \(item) (counted from 0) has \(found) categories; give it 2 to 127."
    case .unknownCategory(let person, let item, let category, let categoryCount):
      "Response \(category) of person \(person) to item \(item) (counted from 0) is not one of its categories, "
        + "0 to \(categoryCount - 1)."
    case .nothingToCalibrate:
      "No item has answers that differ; collect more responses."
    case .scaleNotIdentified:
      "Nothing holds the scale; fix an item's parameters, or use a standard normal population."
    case .cancelled:
      "The calibration was cancelled before it ended."
    }
  }
}
