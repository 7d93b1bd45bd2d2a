/// Why forms cannot be linked or their scores equated.
public enum LinkingError: Error, Hashable, Sendable {
  /// A link needs at least two anchors; so many are left.
  case tooFewAnchors(Int)
  /// Anchor `index`, counted from 0, has unlike numbers of categories in its two calibrations.
  case categoryCounts(index: Int, new: Int, base: Int)
  /// The anchors' mean slope is not above 0 in one of the calibrations.
  case slopesNotPositive
  /// The anchors lie at one single difficulty in one of the calibrations.
  case noSpread
  /// A link's slope must be finite and above 0, and its intercept finite.
  case linkNotProper(slope: Double, intercept: Double)
  /// No link brought the curves together.
  case notConverged
  /// A score distribution needs two scores and two persons that differ, and no negative count.
  case distributionNotProper
  /// A score, `score`, beyond a distribution's scores 0 to `maximum`.
  case scoreOutOfRange(score: Int, maximum: Int)
  /// A log-linear model of this degree cannot be fitted to the distribution.
  case smoothingFailed(degree: Int)
  /// A form's expected score falls somewhere as ability rises, as an item with a negative slope makes it.
  case curveNotIncreasing
}

extension LinkingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooFewAnchors(let count):
      "\(count) usable anchors are too few to link forms; at least 2 are needed, and 20 are wise."
    case .categoryCounts(let index, let new, let base):
      "Anchor \(index) (counted from 0) has \(new) categories in the new calibration and \(base) in the base one."
    case .slopesNotPositive:
      "The anchors' mean slope is not above 0; remove the anchors with negative slopes."
    case .noSpread:
      "All anchors lie at one difficulty, so that the unit cannot be found; add anchors, or link by slopes or curves."
    case .linkNotProper(let slope, let intercept):
      "A link needs a finite slope above 0 and a finite intercept, not \(slope) and \(intercept)."
    case .notConverged:
      "No link brings the anchors' curves together; look for anchors that have changed."
    case .distributionNotProper:
      "A score distribution needs persons with two different scores or more, and no negative count."
    case .scoreOutOfRange(let score, let maximum):
      "Score \(score) is not one of the form's, 0 to \(maximum)."
    case .smoothingFailed(let degree):
      "The scores cannot be smoothed by a polynomial of degree \(degree); take a lower one."
    case .curveNotIncreasing:
      "A form's expected score is not increasing in ability; remove the items with negative slopes."
    }
  }
}
