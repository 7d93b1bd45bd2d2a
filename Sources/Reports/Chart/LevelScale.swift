import Readiness

/// L0 to L4 from left to right: a dot where a person was measured, a line where the role requires, a ring where the plan
/// leads; what is missing in between is filled.
struct LevelScale {
  var measured: QuotientLevel?
  var required: QuotientLevel?
  var planned: QuotientLevel?

  static let height = 26.0

  static let legend = [
    Legend.Entry(swatch: .accent, label: GapsText.measuredLevel),
    Legend.Entry(swatch: .requirement, label: GapsText.requiredLevel),
    Legend.Entry(swatch: .missing, label: GapsText.gap),
    Legend.Entry(swatch: .hollow, label: GapsText.plannedLevel),
  ]

  var markup: Markup {
    SVG.strip(height: LevelScale.height) {
      SVG.rect(x: x(.l0), y: 11, width: .percent(88), height: 4, fill: Swatch.track.fill)
      for level in QuotientLevel.allCases {
        SVG.line(from: (x(level), 8), to: (x(level), 18), style: "axis-tick")
      }
      if let measured, let required, measured < required {
        SVG.rect(
          x: x(measured), y: 9, width: .percent(percent(required) - percent(measured)), height: 8,
          fill: Swatch.missing.fill)
      }
      if let required {
        SVG.line(from: (x(required), 2), to: (x(required), 24), style: "requirement")
      }
      if let planned { mark(planned, radius: 8, "ring-dot", GapsText.plannedLevel) }
      if let measured { mark(measured, radius: 5, "dot", GapsText.measuredLevel) }
    }
  }

  private func mark(_ level: QuotientLevel, radius: Length, _ style: String, _ name: LocalizedText) -> Markup {
    SVG.circle(
      x: x(level), y: 13, radius: radius, style: style, title: CommonText.item(name, value: level.description))
  }

  func percent(_ level: QuotientLevel) -> Double { 6 + 22 * Double(level.rawValue) }
  private func x(_ level: QuotientLevel) -> Length { .percent(percent(level)) }
}

extension Swatch {
  /// What is required.
  static let requirement = Swatch(fill: "#9a3412", ink: light)
  /// What lies between measured and required.
  static let missing = Swatch(fill: "#eebb78", ink: dark)
}
