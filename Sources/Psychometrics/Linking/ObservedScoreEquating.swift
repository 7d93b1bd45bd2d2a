/// A score of one form with the score of another that means the same.
public struct EquatedScore: Hashable, Sendable {
  /// Of the form equated.
  public let score: Int
  /// On the form equated to; a fraction, and for equipercentile equating −½ to the maximum + ½.
  public let equivalent: Double
  /// Standard error of `equivalent` from the sampling of persons; nil where the method has none.
  public let standardError: Double?
}

/// Equating of observed scores: two forms taken by random groups of one population (Kolen & Brennan, 2014).
public enum ObservedScoreEquating {
  /// Moves scores by the difference of the means.
  public static func mean(from form: ScoreDistribution, to base: ScoreDistribution) -> [EquatedScore] {
    form.frequencies.indices.map {
      EquatedScore(score: $0, equivalent: Double($0) - form.mean + base.mean, standardError: nil)
    }
  }

  /// Gives equal scores to equal distances from the mean in standard deviations, with standard errors by the delta
  /// method, normality not assumed (Braun & Holland, 1982).
  public static func linear(from form: ScoreDistribution, to base: ScoreDistribution) -> [EquatedScore] {
    let skewness = form.skewness / form.personCount + base.skewness / base.personCount
    let kurtosis = (form.kurtosis - 1) / (4 * form.personCount) + (base.kurtosis - 1) / (4 * base.personCount)
    return form.frequencies.indices.map { score in
      let z = (Double(score) - form.mean) / form.standardDeviation
      let relative = 1 / form.personCount + 1 / base.personCount + skewness * z + kurtosis * z * z
      return EquatedScore(
        score: score, equivalent: base.mean + base.standardDeviation * z,
        standardError: base.standardDeviation * max(relative, 0).squareRoot())
    }
  }

  /// Gives equal scores to equal mid-rank percentiles, each whole score spread evenly over ± ½, with standard errors by
  /// the delta method (Lord, 1982).
  ///
  /// Smooth both distributions first where groups are below some thousands.
  public static func equipercentile(from form: ScoreDistribution, to base: ScoreDistribution) -> [EquatedScore] {
    form.frequencies.indices.map { score in
      let rank = form.midRank(of: score)
      // Rounding must not lead to a score that nobody has.
      guard rank > 0, let upper = base.cumulative.firstIndex(where: { $0 > rank + 1e-12 }) else {
        let end = rank > 0 ? Double(base.maximumScore) + 0.5 : -0.5
        return EquatedScore(score: score, equivalent: end, standardError: 0)
      }
      let below = upper == 0 ? 0 : base.cumulative[upper - 1]
      let share = base.cumulative[upper] - below
      let ranks = rank * (1 - rank) * (1 / form.personCount + 1 / base.personCount)
      let within = (base.cumulative[upper] - rank) * (rank - below) / (base.personCount * share)
      return EquatedScore(
        score: score, equivalent: Double(upper) - 0.5 + (rank - below) / share,
        standardError: max(ranks - within, 0).squareRoot() / share)
    }
  }
}
