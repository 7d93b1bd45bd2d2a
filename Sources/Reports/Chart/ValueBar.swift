import Readiness

/// A value out of 100 as a bar on a track that shows where the grades begin.
struct ValueBar {
  /// Nil when nothing is known: the track alone.
  var value: Double?
  /// The colour of what the value falls short of.
  var rest = Swatch.track

  static let height = 16.0

  var markup: Markup {
    SVG.strip(height: ValueBar.height) {
      SVG.rect(x: 0, y: 3, width: .percent(100), height: 10, fill: rest.fill)
      if let value {
        SVG.rect(x: 0, y: 3, width: LinearScale.hundred(value), height: 10, fill: Swatch.accent.fill)
      }
      for tick in Grade.ticks.dropFirst().dropLast() {
        SVG.line(from: (LinearScale.hundred(tick), 0), to: (LinearScale.hundred(tick), 16), style: "tick")
      }
    }
  }
}
