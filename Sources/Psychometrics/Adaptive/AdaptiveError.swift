/// Why an adaptive test cannot be set up, or cannot take an answer.
public enum AdaptiveError: Error, Hashable, Sendable {
  /// A pool needs at least one item.
  case emptyPool
  /// The item's domain is negative.
  case domainNegative(item: Int, domain: Int)
  /// An exposure parameter that is not above 0 and up to 1.
  case exposureParameterOutOfRange(item: Int, parameter: Double)
  /// The number of exposure parameters is not the pool's number of items.
  case exposureParameterCount(expected: Int, found: Int)
  /// The shares are not all within 0 … 1 with a sum of 1.
  case sharesInvalid([Double])
  /// Items of this domain are in the pool, but it has no share.
  case domainWithoutShare(domain: Int)
  /// This domain has a share above 0, but the pool has no item of it.
  case domainWithoutItems(domain: Int)
  /// The choice must be among at least one item.
  case candidateCountInvalid(Int)
  /// A standard error to stop at must be positive and finite.
  case standardErrorInvalid(Double)
  /// Lengths that do not satisfy 0 ≤ minimum ≤ maximum and 1 ≤ maximum.
  case lengthsInvalid(minimum: Int, maximum: Int?)
  /// A time limit must be positive.
  case timeLimitInvalid(milliseconds: Int)
  /// An exposure rate to aim at must be above 0 and up to 1.
  case exposureTargetInvalid(Double)
  /// A simulation needs people and rounds.
  case simulationEmpty
  /// The answer is to another item than the one asked; answers already given cannot be changed.
  case notTheItemAsked(asked: Int, answered: Int)
  /// The answer is not one of the item's categories.
  case unknownCategory(item: Int, category: Int, categoryCount: Int)
  /// The test has ended and takes no more answers.
  case testEnded(StopReason)
}

extension AdaptiveError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .emptyPool: "The pool has no items; give it at least one."
    case .domainNegative(let item, let domain):
      "Item \(item) is in domain \(domain); domains are counted from 0."
    case .exposureParameterOutOfRange(let item, let parameter):
      "Item \(item) has the exposure parameter \(parameter); it must be above 0 and at most 1."
    case .exposureParameterCount(let expected, let found):
      "\(found) exposure parameters do not fit a pool of \(expected) items; give one an item."
    case .sharesInvalid(let shares):
      "Domain shares \(shares) must each be within 0 … 1 and sum to 1."
    case .domainWithoutShare(let domain):
      "Domain \(domain) has items but no share; give it one, which may be 0."
    case .domainWithoutItems(let domain):
      "Domain \(domain) has a share but the pool has no item of it; add items or set the share to 0."
    case .candidateCountInvalid(let count):
      "An item cannot be chosen among the \(count) best; choose among at least 1."
    case .standardErrorInvalid(let value):
      "A test cannot stop at a standard error of \(value); give a positive, finite one."
    case .lengthsInvalid(let minimum, let maximum):
      "Lengths from \(minimum) to \(maximum.map(String.init) ?? "any") items do not satisfy 0 ≤ minimum ≤ maximum, 1 ≤ maximum."
    case .timeLimitInvalid(let milliseconds):
      "A time limit of \(milliseconds) ms ends the test at once; give a positive one."
    case .exposureTargetInvalid(let target):
      "Exposure rates cannot be held to \(target); give a target above 0 and at most 1."
    case .simulationEmpty:
      "A simulation needs at least one person and one round."
    case .notTheItemAsked(let asked, let answered):
      "Item \(asked) was asked, but item \(answered) answered; answer the item asked, and only once."
    case .unknownCategory(let item, let category, let categoryCount):
      "Answer \(category) to item \(item) is not one of its categories, 0 to \(categoryCount - 1)."
    case .testEnded(let reason):
      "The test has ended (\(reason.rawValue)) and takes no more answers."
    }
  }
}
