/// Why a reliability or an agreement cannot be computed.
public enum ReliabilityError: Error, Hashable, Sendable {
  /// Fewer than two persons answered every item.
  case tooFewComplete(complete: Int, incomplete: Int)
  /// A matrix that is not square, or whose means or persons do not fit it.
  case matrixShape(entries: Int, itemCount: Int)
  /// A covariance matrix that is not symmetric, not finite, or has a negative variance.
  case notACovariance(row: Int, column: Int)
  /// So many factors cannot be told apart by so few items.
  case tooFewItems(found: Int, needed: Int)
  /// The covariance matrix is singular: an item is a sum of others.
  case singular
  /// The factor model's iterations did not settle.
  case notConverged
  /// Two raters must score the same works.
  case raterCounts(first: Int, second: Int)
  /// Nothing was scored.
  case empty
  /// A norm group's score is not a finite number.
  case scoreNotFinite
}

extension ReliabilityError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooFewComplete(let complete, let incomplete):
      "Only \(complete) persons answered every item (\(incomplete) did not); covariances need two or more."
    case .matrixShape(let entries, let itemCount):
      "\(entries) entries are not a square matrix of \(itemCount) items with a mean an item and two or more persons."
    case .notACovariance(let row, let column):
      "Entry (\(row), \(column)) cannot stand in a covariance matrix: it must be finite, equal its mirror image, and "
        + "be at least 0 on the diagonal."
    case .tooFewItems(let found, let needed):
      "\(found) items with variance are too few for this factor model; it needs \(needed)."
    case .singular:
      "The covariance matrix is singular: an item is a sum of others, or persons are fewer than items. Remove an item."
    case .notConverged:
      "The factor model's iterations did not settle; try fewer factors."
    case .raterCounts(let first, let second):
      "One rater scored \(first) works, the other \(second); give both raters' scores of the same works."
    case .empty:
      "There are no scores."
    case .scoreNotFinite:
      "A norm group's scores must be finite numbers."
    }
  }
}
