import Readiness

/// A colour to fill with, and the one of the letters on it.
///
/// Every pair has at least the contrast of 4.5 that WCAG AA asks of text.
struct Swatch: Sendable {
  var fill: String
  var ink: String
  /// Drawn with an outline, for what is not there yet.
  var isHollow = false

  static let dark = "#17202e"
  static let light = "#ffffff"

  /// Nothing decided, nobody assessed.
  static let hollow = Swatch(fill: "#ffffff", ink: dark, isHollow: true)
  static let accent = Swatch(fill: "#1d4e79", ink: light)
  /// What a value falls short of.
  static let shortfall = Swatch(fill: "#b5581a", ink: light)
  static let track = Swatch(fill: "#e8ebf0", ink: dark)
}

/// Blue for AI to brown for human: told apart with every common kind of colour blindness, and in grey by its ends.
extension HumanAgencyLevel {
  var swatch: Swatch {
    switch self {
    case .h1: Swatch(fill: "#1d4e79", ink: Swatch.light)
    case .h2: Swatch(fill: "#7fb0d9", ink: Swatch.dark)
    case .h3: Swatch(fill: "#f3e6ae", ink: Swatch.dark)
    case .h4: Swatch(fill: "#e8a054", ink: Swatch.dark)
    case .h5: Swatch(fill: "#8c420c", ink: Swatch.light)
    }
  }
}

/// Darker with every level.
extension QuotientLevel {
  var swatch: Swatch {
    switch self {
    case .l0: Swatch(fill: "#f1e6b8", ink: Swatch.dark)
    case .l1: Swatch(fill: "#b7d7a8", ink: Swatch.dark)
    case .l2: Swatch(fill: "#6db5a6", ink: Swatch.dark)
    case .l3: Swatch(fill: "#31708f", ink: Swatch.light)
    case .l4: Swatch(fill: "#1f3a68", ink: Swatch.light)
    }
  }
}

/// Backgrounds, darker with every grade.
extension Grade {
  var swatch: Swatch {
    switch self {
    case .unaware: Swatch(fill: "#f3f5f8", ink: Swatch.dark)
    case .aware: Swatch(fill: "#e3e9f0", ink: Swatch.dark)
    case .ready: Swatch(fill: "#cfdae6", ink: Swatch.dark)
    case .competent: Swatch(fill: "#b4c6d8", ink: Swatch.dark)
    }
  }

  /// The values of the grade, out of 100.
  var band: ClosedRange<Double> {
    switch self {
    case .unaware: 0...30
    case .aware: 30...60
    case .ready: 60...85
    case .competent: 85...100
    }
  }

  /// Where one grade ends and the next begins, and the ends of the scale.
  static let ticks: [Double] = [0, 30, 60, 85, 100]
}
