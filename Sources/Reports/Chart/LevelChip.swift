import Readiness

/// A level of human agency in its colour, as wide as its two letters.
struct LevelChip {
  var level: HumanAgencyLevel

  var markup: Markup {
    tag("svg", ["class": "chip", "width": "34", "height": "20", "role": "img", "aria-label": level.label]) {
      SVG.rect(x: 0, width: 34, height: 20, fill: level.swatch.fill)
      SVG.text(level.description, x: 17, y: 10, style: "band", fill: level.swatch.ink)
    }
  }
}
