import Readiness

/// A mean gap on a ground that is darker the wider it is.
struct HeatCell {
  /// Levels; nil when withheld or not known.
  var gap: Double?
  /// What stands where there is no number.
  var nothing: any Wording

  static let height = 26.0

  var markup: Markup {
    SVG.strip(height: HeatCell.height, label: gap.map { Numeral.decimal($0) } ?? nothing) {
      if let gap {
        let swatch = HeatCell.Band(gap: gap).swatch
        SVG.rect(x: 0, y: 1, width: .percent(100), height: 24, fill: swatch.fill)
        SVG.text(Numeral.decimal(gap), x: .percent(50), y: 13, style: "band", fill: swatch.ink)
      } else {
        SVG.text(nothing, x: .percent(50), y: 13, style: "axis")
      }
    }
  }

  /// How wide a gap is, in levels: the lower bound is in the band. Gaps are banded as they are shown, in tenths.
  enum Band: CaseIterable {
    case least, small, middle, wide, widest

    init(gap: Double) {
      let tenths = Numeral.scaled(gap, places: 1) ?? 0
      self = Band.allCases.last { $0.tenths <= tenths } ?? .least
    }

    private var tenths: Int {
      switch self {
      case .least: Int.min
      case .small: 3
      case .middle: 6
      case .wide: 10
      case .widest: 15
      }
    }

    var name: LocalizedText {
      switch self {
      case .least: LocalizedText(en: "below 0.3", zh: "低于 0.3")
      case .small: LocalizedText(en: "0.3 to 0.5", zh: "0.3 至 0.5")
      case .middle: LocalizedText(en: "0.6 to 0.9", zh: "0.6 至 0.9")
      case .wide: LocalizedText(en: "1.0 to 1.4", zh: "1.0 至 1.4")
      case .widest: LocalizedText(en: "1.5 and more", zh: "1.5 及以上")
      }
    }

    var swatch: Swatch {
      switch self {
      case .least: Swatch(fill: "#eef3ea", ink: Swatch.dark)
      case .small: Swatch(fill: "#f0d68a", ink: Swatch.dark)
      case .middle: Swatch(fill: "#e6a656", ink: Swatch.dark)
      case .wide: Swatch(fill: "#b5581a", ink: Swatch.light)
      case .widest: Swatch(fill: "#7a2e0b", ink: Swatch.light)
      }
    }
  }
}
