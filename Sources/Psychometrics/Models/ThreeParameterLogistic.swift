/// A right-or-wrong item that may be guessed right, or missed by a slip:
/// P(right | θ) = g + (u − g) ÷ (1 + exp(−a(θ − b))) (Birnbaum, 1968; with u < 1, Barton & Lord, 1981).
public struct ThreeParameterLogistic: Hashable, ItemModel {
  /// Discrimination a, finite. A negative one is kept as it is: it marks an item that the able get wrong.
  public let slope: Double
  /// Difficulty b, finite: the ability halfway between the asymptotes.
  public let difficulty: Double
  /// g, 0 ..< `upperAsymptote`: the probability that the least able answer right.
  public let lowerAsymptote: Double
  /// u, above `lowerAsymptote` and up to 1: the probability that the most able answer right.
  public let upperAsymptote: Double

  /// - Throws: `ScoringError.parameterNotFinite`, `.asymptoteOutOfRange`.
  public init(
    slope: Double, difficulty: Double, lowerAsymptote: Double, upperAsymptote: Double = 1
  ) throws(ScoringError) {
    guard slope.isFinite else { throw .parameterNotFinite(name: "slope") }
    guard difficulty.isFinite else { throw .parameterNotFinite(name: "difficulty") }
    guard lowerAsymptote >= 0, lowerAsymptote < upperAsymptote, upperAsymptote <= 1 else {
      throw .asymptoteOutOfRange(lower: lowerAsymptote, upper: upperAsymptote)
    }
    self.slope = slope
    self.difficulty = difficulty
    self.lowerAsymptote = lowerAsymptote
    self.upperAsymptote = upperAsymptote
  }

  public var categoryCount: Int { 2 }

  /// Each category is summed from two positive parts, so that nothing is lost to 1 − P.
  public func logProbability(ofCategory category: Int, at theta: Double) -> Double {
    let logit = slope * (theta - difficulty)
    let range = upperAsymptote - lowerAsymptote
    let probability =
      category == 1
      ? lowerAsymptote + range * logistic(logit)
      : (1 - upperAsymptote) + range * logistic(-logit)
    return floorLog(probability)
  }

  /// With s = logistic(a(θ − b)) and w the part of P that is not guessing: u = a(1 − s)w and
  /// v = a²(1 − s)w((1 − s)(1 − w) − s). A wrong answer is the same with the sign of a(θ − b) turned.
  public func logDerivatives(ofCategory category: Int, at theta: Double) -> LogDerivatives {
    let (upper, lower) = logisticPair(slope * (theta - difficulty))
    let (own, other, floor, a) =
      category == 1 ? (upper, lower, lowerAsymptote, slope) : (lower, upper, 1 - upperAsymptote, -slope)
    let part = partAbove(floor, logistic: own)
    return LogDerivatives(
      first: a * other * part, second: a * a * other * part * (other * (1 - part) - own))
  }

  public func information(at theta: Double) -> ItemInformation {
    let (upper, lower) = logisticPair(slope * (theta - difficulty))
    let right = lower * partAbove(lowerAsymptote, logistic: upper)
    let wrong = upper * partAbove(1 - upperAsymptote, logistic: lower)
    let information = slope * slope * (upperAsymptote - lowerAsymptote) * upper * lower * (right + wrong)
    return ItemInformation(expected: information, warm: information * slope * (lower - upper))
  }

  /// The part of a category's probability that its asymptote does not account for; 1 where the asymptote is 0.
  private func partAbove(_ floor: Double, logistic: Double) -> Double {
    guard floor > 0 else { return 1 }
    let rise = (upperAsymptote - lowerAsymptote) * logistic
    return rise / (floor + rise)
  }

  public func expectedScore(at theta: Double) -> Double {
    lowerAsymptote + (upperAsymptote - lowerAsymptote) * logistic(slope * (theta - difficulty))
  }
}
