extension ReadinessIndex {
  /// The three dimensions that leave most index points on the table, most first, each with what pulls it down most.
  ///
  /// A dimension without a value counts as 0, as nothing of its weight is earned.
  ///
  /// - Parameter result: `compute` of the same profile, ratings and facts.
  public static func constraints(
    of result: IndexResult, profile: IndexProfile, ratings: [Rating], facts: IndexFacts
  ) -> [Brief.Constraint] {
    let answers = Dictionary(ratings.map { ($0.item, $0) }, uniquingKeysWith: { $1 })
    return result.dimensions
      .map { (dimension: $0, lost: $0.weight * (100 - ($0.value ?? 0)) / 100) }
      .filter { $0.lost > 0 }
      .sorted { $0.lost > $1.lost }
      .prefix(3)
      .map { dimension, lost in
        let reason =
          switch dimension.dimension {
          case .boundaries: reason(facts.boundaryFigures(profile.boundaryWeights))
          case .workforce: reason(facts.workforceFigures(profile.workforceWeights))
          default:
            reason(profile.dimensions.first { $0.dimension == dimension.dimension }?.items ?? [], answers, dimension)
          }
        return Brief.Constraint(
          dimension: dimension.dimension, value: dimension.value, pointsLost: lost, reason: reason)
      }
  }

  /// The two figures that lose most points, or what is missing where nothing is known.
  private static func reason(_ computed: ComputedDimension) -> LocalizedText {
    let figures = computed.figures.filter { $0.pointsLost > 0 }.sorted { $0.pointsLost > $1.pointsLost }.prefix(2)
    if figures.isEmpty, let missing = computed.estimate.missing.first { return missing.text }
    return joined(figures.map(\.phrase))
  }

  /// The answer that loses most points, and how much is unanswered.
  private static func reason(
    _ items: [IndexProfile.RatedItem], _ answers: [String: Rating], _ dimension: IndexResult.DimensionResult
  ) -> LocalizedText {
    let applicable = items.filter { answers[$0.code]?.answer != .notApplicable }
    let rated = applicable.compactMap { item in
      answers[item.code].flatMap { rating in rating.answer.points.map { (item: item, level: rating.answer, points: $0) }
      }
    }
    let unanswered = applicable.count - rated.count
    let weight = rated.map(\.item.weight).reduce(0, +)
    var phrases: [LocalizedText] = []
    if let worst = rated.max(by: { $0.item.weight * (100 - $0.points) < $1.item.weight * (100 - $1.points) }),
      worst.points < 100
    {
      let lost = dimension.weight * worst.item.weight / weight * (100 - worst.points) / 100
      phrases.append(lowest(worst.item, at: worst.level, lost: lost))
    }
    if unanswered > 0 {
      phrases.append(
        LocalizedText(
          en: "\(unanswered) of \(applicable.count) questions are unanswered",
          zh: "\(applicable.count) 道题中有 \(unanswered) 道未作答"))
    }
    return joined(phrases)
  }

  private static func lowest(
    _ item: IndexProfile.RatedItem, at level: RatingAnswer, lost: Double
  ) -> LocalizedText {
    let tenths = Int((10 * lost).rounded())
    let points = "\(tenths / 10).\(tenths % 10)"
    return LocalizedText(
      en: "“\(item.question.en)” stands at \(level) and alone costs \(points) index points",
      zh: "“\(item.question.zh)”目前为 \(level)，仅此一项就失去 \(points) 分")
  }

  private static func joined(_ phrases: [LocalizedText]) -> LocalizedText {
    LocalizedText(
      en: phrases.map(\.en).joined(separator: "; "), zh: phrases.map(\.zh).joined(separator: "；")
    ).sentence
  }
}
