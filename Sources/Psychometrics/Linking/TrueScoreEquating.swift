/// Equating of true scores by item response theory (Lord, 1980): a score of one form means what the base form's expected
/// score is at the ability where it is expected.
public enum TrueScoreEquating {
  /// Beyond these no item of use is between its asymptotes.
  private static let limit = 100.0

  /// The equivalent of every whole score of a form. Scores that guessing alone is expected to reach have no ability;
  /// Kolen's line (1981) leads from 0 to the score that guessing gives on either form.
  ///
  /// - Parameters:
  ///   - form: items on one scale with `base`'s; link them first.
  ///   - base: items of the form to equate to.
  /// - Throws: `LinkingError.curveNotIncreasing`.
  public static func equate(
    from form: TestCharacteristic, to base: TestCharacteristic
  ) throws(LinkingError) -> [EquatedScore] {
    try requireIncreasing(form)
    try requireIncreasing(base)
    let (guessed, baseGuessed) = (form.expectedScore(at: -limit), base.expectedScore(at: -limit))
    return (0...form.maximumScore).map { score in
      let target = Double(score)
      let equivalent =
        if score == form.maximumScore {
          Double(base.maximumScore)
        } else if target <= guessed {
          guessed > 0 ? target * baseGuessed / guessed : baseGuessed
        } else {
          base.expectedScore(at: ability(expecting: target, on: form))
        }
      return EquatedScore(score: score, equivalent: equivalent, standardError: nil)
    }
  }

  private static func requireIncreasing(_ curve: TestCharacteristic) throws(LinkingError) {
    let values = (-60...60).map { curve.expectedScore(at: Double($0) / 10) }
    guard zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 }) else { throw .curveNotIncreasing }
  }

  /// By halving, to the last digits.
  private static func ability(expecting score: Double, on curve: TestCharacteristic) -> Double {
    var (low, high) = (-limit, limit)
    for _ in 0..<64 {
      let middle = (low + high) / 2
      if curve.expectedScore(at: middle) < score { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
