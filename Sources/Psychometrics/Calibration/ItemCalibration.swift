/// What a calibration says of one item.
public struct ItemCalibration: Hashable, Sendable {
  /// What should be known before the item is used.
  public enum Flag: Hashable, Sendable {
    /// Nobody answered: left out.
    case noResponses
    /// Everyone answered alike: left out, for no finite difficulty explains that.
    case noVariance
    /// Some categories were never chosen; those observed were renumbered without gaps, see `observedCategories`.
    case collapsedCategories
    /// The able do worse on it: the key is wrong or the item misleads. The slope is given as it is.
    case negativeSlope
    /// Its scores fall as those on the other items rise. Under a prior that confines the slope to positive values this
    /// is what tells of a negative one.
    case negativeRestCorrelation
  }

  /// Its column of the matrix, counted from 0.
  public let item: Int
  public let model: CalibrationModel
  /// Answers that were not missing.
  public let responseCount: Int
  /// The matrix's categories that were chosen, ascending; the estimate's are counted from 0 in this order. For an
  /// anchor, all of its categories.
  public let observedCategories: [Int]
  public let flags: Set<Flag>
  /// Nil where the item was left out.
  public let estimate: ItemEstimate?
}

/// An item's estimated parameters.
public struct ItemEstimate: Hashable, Sendable {
  /// a.
  public let slope: Double
  /// b, or b_1, b_2, …: the model's difficulty, thresholds or steps.
  public let difficulties: [Double]
  /// c of the three-parameter model.
  public let lowerAsymptote: Double?
  /// The same as a value that can be stored and scored with. Nil for a graded item with a negative slope, which no
  /// graded model can have, and for a slope of 0, at which no difficulty is finite.
  public let parameters: CalibratedModel?
  /// Sampling covariance of (a, b_1, …, c), row by row; 0 where a parameter was held. Nil where the information matrix
  /// was not asked for, or is singular.
  public let covariance: [Double]?

  /// Standard errors of (a, b_1, …, c), in this order.
  public var standardErrors: [Double]? {
    guard let covariance else { return nil }
    let count = 1 + difficulties.count + (lowerAsymptote == nil ? 0 : 1)
    return (0..<count).map { max(covariance[$0 * count + $0], 0).squareRoot() }
  }

  public var slopeError: Double? { standardErrors?[0] }
  public var difficultyErrors: [Double]? { standardErrors.map { Array($0[1..<1 + difficulties.count]) } }
  public var lowerAsymptoteError: Double? { lowerAsymptote == nil ? nil : standardErrors?.last }
}
