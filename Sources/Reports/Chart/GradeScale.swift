import Readiness

/// The scale from 0 to 100 with its four grades, the index on it and its interval.
struct GradeScale {
  var value: Double
  var interval: IndexResult.Interval?
  /// What the drawing shows, in a sentence.
  var label: LocalizedText

  private let scale = LinearScale.hundred

  var markup: Markup {
    SVG.strip(height: 92, label: label) {
      for grade in Grade.allCases { band(grade) }
      for tick in Grade.ticks { tickLabel(tick) }
      if let interval { whisker(interval) }
      pointer
    }
  }

  @MarkupBuilder
  private func band(_ grade: Grade) -> [Markup] {
    let (start, end) = (scale.percent(grade.band.lowerBound), scale.percent(grade.band.upperBound))
    SVG.rect(x: .percent(start), y: 28, width: .percent(end - start), height: 40, fill: grade.swatch.fill)
    SVG.text(grade.name, x: .percent((start + end) / 2), y: 60, style: "band", fill: grade.swatch.ink)
  }

  private func tickLabel(_ tick: Double) -> Markup {
    SVG.text(
      Numeral.short(tick), x: scale(tick), y: 82, anchor: anchor(tick), style: "axis")
  }

  @MarkupBuilder
  private func whisker(_ interval: IndexResult.Interval) -> [Markup] {
    let (lower, upper) = (scale.percent(interval.lower), scale.percent(interval.upper))
    SVG.rect(x: .percent(lower), y: 36, width: .percent(upper - lower), height: 12, style: "interval")
    SVG.line(from: (.percent(lower), 34), to: (.percent(lower), 50), style: "whisker")
    SVG.line(from: (.percent(upper), 34), to: (.percent(upper), 50), style: "whisker")
  }

  @MarkupBuilder
  private var pointer: [Markup] {
    SVG.line(from: (scale(value), 22), to: (scale(value), 68), style: "pointer")
    SVG.text(Numeral.decimal(value), x: scale(value), y: 11, anchor: anchor(value), style: "value")
  }

  /// Keeps what stands at an end of the scale inside the drawing.
  private func anchor(_ value: Double) -> SVG.Anchor {
    value < 4 ? .start : value > 96 ? .end : .middle
  }
}
