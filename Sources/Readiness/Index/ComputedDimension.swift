/// A dimension counted from the product's own records: its estimate, and the figures that explain it.
struct ComputedDimension {
  let estimate: DimensionEstimate
  let figures: [Figure]

  /// One part of the dimension in words.
  struct Figure {
    /// Points of the dimension that the part leaves on the table, 0 to 100.
    let pointsLost: Double
    /// Without full stop: “60 % of approved boundaries are in date”.
    let phrase: LocalizedText
  }

  /// One term of the dimension's formula.
  struct Term {
    /// Share of the dimension; renormalised over the terms that there are.
    var weight: Double
    /// What it counts, 0 to 1.
    var value: Double
    /// Share of what it should rest upon that is known, 0 to 1.
    var coverage = 1.0
    /// Mean evidence strength and verified share of what is known, 0 to 1.
    var strength = 1.0
    var verified = 1.0
    /// Mean of its complete value, 0 to 1; nil when that is `value`.
    var completeMean: Double?
    /// Standard deviation of its value by the scores' errors, 0 to 1.
    var error = 0.0
    var phrase: LocalizedText
  }

  init(estimate: DimensionEstimate, figures: [Figure] = []) {
    self.estimate = estimate
    self.figures = figures
  }

  /// Sums the terms up. Errors of two terms come from the same scores, and gaps from the same people, so that standard
  /// deviations add up within either kind; the two kinds are independent of one another.
  init(_ terms: [Term], missing: [DimensionEstimate.Missing]) {
    let total = terms.map(\.weight).reduce(0, +)
    guard total > 0 else {
      self.init(estimate: .notApplicable)
      return
    }
    func sum(_ part: (Term) -> Double) -> Double { terms.map { $0.weight / total * part($0) }.reduce(0, +) }
    let errors = 100 * sum(\.error)
    let gaps = DimensionEstimate.unknownDeviation * sum { 1 - $0.coverage }
    self.init(
      estimate: DimensionEstimate(
        applies: true, value: 100 * sum(\.value), coverage: sum(\.coverage),
        strength: sum { $0.coverage * $0.strength }, verified: sum { $0.coverage * $0.verified },
        completeMean: 100 * sum { $0.completeMean ?? $0.value }, completeVariance: errors * errors + gaps * gaps,
        missing: missing),
      figures: terms.map {
        Figure(pointsLost: 100 * $0.weight / total * (1 - $0.value), phrase: $0.phrase)
      })
  }
}

/// Shares in words, never so exact that fewer than five people could be counted back.
enum ShareText {
  /// “41 %”.
  static func percent(_ share: Double) -> LocalizedText {
    let percent = Int((100 * share).rounded())
    return LocalizedText(en: "\(percent) %", zh: "\(percent)%")
  }

  /// “41 % of people”, or “fewer than five people” where the share would tell how many.
  static func people(_ count: Int, of total: Int) -> LocalizedText {
    if (1..<5).contains(count) || total < 5 { return LocalizedText(en: "fewer than five people", zh: "不到 5 人") }
    if (1..<5).contains(total - count) {
      return LocalizedText(en: "all but fewer than five people", zh: "除不到 5 人外，其余员工")
    }
    let share = percent(Double(count) / Double(total))
    return LocalizedText(en: "\(share.en) of people", zh: "\(share.zh) 的员工")
  }
}
