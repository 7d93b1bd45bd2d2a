import Readiness

/// A share of a whole as a bar on a track.
struct ShareBar {
  /// 0 to 1.
  var share: Double

  var markup: Markup {
    SVG.strip(height: ValueBar.height) {
      SVG.rect(x: 0, y: 3, width: .percent(100), height: 10, fill: Swatch.track.fill)
      SVG.rect(x: 0, y: 3, width: LinearScale(domain: 0...1)(share), height: 10, fill: Swatch.accent.fill)
    }
  }
}
