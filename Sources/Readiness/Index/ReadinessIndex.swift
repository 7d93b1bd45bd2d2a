/// The readiness index of a group of people on one day.
///
/// **Value.** A rated item at level L counts 25·L; a dimension is the weighted mean of what was answered, and the index
/// the weighted mean of the dimensions that have a value. What does not apply is dropped and its weight spread over the
/// rest. Below 60 % coverage the index is withheld.
///
/// **Interval.** It answers: where would the index be if nothing were missing and scores had no error? What is missing
/// of one dimension is taken as one unknown, uniform on 0…100 (mean 50, variance 100² ÷ 12), independent of the other
/// dimensions'; one unknown a dimension, not one a question, because what goes unanswered for one reason tends to be
/// alike. The complete index has mean Σ w·m and variance Σ w²·v over the dimensions' weights w. For a rated dimension of
/// value V and coverage c, m = c·V + (1 − c)·50 and v = (1 − c)²·100² ÷ 12; the workforce dimension adds the errors of
/// its scores (`IndexFacts.workforceFigures`), and boundaries are counted, so v = 0. The interval is that mean ± 1.96 standard deviations, widened where it must be to hold
/// the value, and clipped to 0…100.
public enum ReadinessIndex {
  /// Below this weighted share of answers the index is withheld.
  public static let leastCoverage = 0.6
  /// The share of evidence, by weight, that must be verified for “competent”.
  public static let leastVerified = 0.5

  /// Weights are decimal fractions: a sum this near to a limit is at it.
  private static let tolerance = 1e-9

  /// Computes the index; the same inputs always give the same result.
  ///
  /// - Parameter ratings: of an item rated twice the last counts; ratings of items not in the profile are ignored.
  public static func compute(profile: IndexProfile, ratings: [Rating], facts: IndexFacts) -> IndexResult {
    let parts = estimates(profile: profile, ratings: ratings, facts: facts)
    let answered = parts.filter { $0.estimate.value != nil }
    let answeredWeight = answered.map(\.weight).reduce(0, +)
    let coverage = parts.map { $0.weight * $0.estimate.coverage }.reduce(0, +) / 100
    let raw = answered.map { $0.weight * ($0.estimate.value ?? 0) }.reduce(0, +) / answeredWeight
    let value = answeredWeight > 0 && coverage >= leastCoverage - tolerance ? raw : nil
    let evidence = coverage * 100
    let confidence = evidence > 0 ? parts.map { $0.weight * $0.estimate.strength }.reduce(0, +) / evidence : 0
    let verified = evidence > 0 ? parts.map { $0.weight * $0.estimate.verified }.reduce(0, +) / evidence : 0
    let grading = value.map { grade($0, dimensions: answered, verified: verified) }
    return IndexResult(
      value: value, interval: value.map { interval(around: $0, parts) }, grade: grading?.grade,
      gradeLimitedBy: grading?.limitedBy, gradeLimitedByEvidence: grading?.limitedByEvidence ?? false,
      coverage: coverage, confidence: confidence, dimensions: parts.map(\.result),
      missing: parts.flatMap(\.missing).sorted { $0.weight > $1.weight }.map(\.answer))
  }

  /// One dimension with its share of the index once those that do not apply are dropped, 0 to 100.
  struct Part {
    let dimension: Dimension
    let weight: Double
    let estimate: DimensionEstimate

    var result: IndexResult.DimensionResult {
      IndexResult.DimensionResult(
        dimension: dimension, weight: weight, value: estimate.value, grade: estimate.value.map(Grade.init(value:)),
        coverage: estimate.coverage,
        confidence: estimate.coverage > 0 ? estimate.strength / estimate.coverage : 0)
    }

    var missing: [(weight: Double, answer: IndexResult.MissingAnswer)] {
      estimate.missing.map {
        (weight * $0.share, IndexResult.MissingAnswer(dimension: dimension, item: $0.item, text: $0.text))
      }
    }
  }

  static func estimates(profile: IndexProfile, ratings: [Rating], facts: IndexFacts) -> [Part] {
    let answers = Dictionary(ratings.map { ($0.item, $0) }, uniquingKeysWith: { $1 })
    let all = profile.dimensions.map { entry in
      let estimate =
        switch entry.dimension {
        case .boundaries: facts.boundaryFigures(profile.boundaryWeights).estimate
        case .workforce: facts.workforceFigures(profile.workforceWeights).estimate
        default: DimensionEstimate(items: entry.items ?? [], answers: answers)
        }
      return (entry, estimate)
    }
    let total = all.filter { $0.1.applies }.map(\.0.weight).reduce(0, +)
    return all.map { entry, estimate in
      let weight = estimate.applies && total > 0 ? 100 * entry.weight / total : 0
      return Part(dimension: entry.dimension, weight: weight, estimate: estimate)
    }
  }

  private static func interval(around value: Double, _ parts: [Part]) -> IndexResult.Interval {
    let mean = parts.map { $0.weight / 100 * $0.estimate.completeMean }.reduce(0, +)
    let variance = parts.map { $0.weight * $0.weight / 10_000 * $0.estimate.completeVariance }.reduce(0, +)
    let reach = 1.96 * variance.squareRoot()
    return IndexResult.Interval(lower: max(0, min(value, mean - reach)), upper: min(100, max(value, mean + reach)))
  }

  /// At most one grade above the weakest dimension's; “competent” needs half of the evidence verified.
  private static func grade(
    _ value: Double, dimensions: [Part], verified: Double
  ) -> (grade: Grade, limitedBy: Dimension?, limitedByEvidence: Bool) {
    let alone = Grade(value: value)
    let weakest = dimensions.filter { $0.weight > 0 }.map(\.result).min { ($0.value ?? 0) < ($1.value ?? 0) }
    let cap = weakest?.grade?.next ?? alone
    let unproven = alone == .competent && verified < leastVerified - tolerance
    return (
      grade: min(alone, cap, unproven ? .ready : alone), limitedBy: cap < alone ? weakest?.dimension : nil,
      limitedByEvidence: unproven
    )
  }
}
