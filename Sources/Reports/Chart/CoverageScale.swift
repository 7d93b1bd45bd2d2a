import Readiness

/// How much was answered, and how much has to be for an index to be published.
struct CoverageScale {
  /// 0 to 1.
  var coverage: Double
  /// The least coverage that is enough, 0 to 1.
  static let required = 0.6

  /// What the drawing shows, in a sentence.
  var label: LocalizedText

  private let scale = LinearScale(domain: 0...1)

  var markup: Markup {
    let required = scale(CoverageScale.required)
    return SVG.strip(height: 60, label: label) {
      SVG.rect(x: 0, y: 22, width: .percent(100), height: 20, fill: Swatch.track.fill)
      SVG.rect(x: 0, y: 22, width: scale(coverage), height: 20, fill: Swatch.accent.fill)
      SVG.line(from: (required, 16), to: (required, 46), style: "threshold")
      SVG.text(
        Numeral.percent(coverage), x: scale(coverage), y: 10, anchor: coverage < 0.1 ? .start : .end, style: "value")
      SVG.text(
        CommonText.item(BriefText.required, value: "\(Numeral.short(CoverageScale.required * 100))%"), x: required,
        y: 54,
        style: "axis")
    }
  }
}
