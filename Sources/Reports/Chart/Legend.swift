import Readiness

/// What the colours of a chart mean.
struct Legend {
  struct Entry {
    var swatch: Swatch
    var isHatched = false
    var label: LocalizedText
  }

  var entries: [Entry]

  var markup: Markup {
    tag("ul", ["class": "legend"]) {
      for entry in entries {
        tag("li") {
          tag("svg", ["width": "16", "height": "16", "aria-hidden": "true"]) {
            SVG.rect(
              x: 0.5, y: 0.5, width: 15, height: 15, fill: entry.swatch.fill,
              style: entry.swatch.isHollow || entry.isHatched ? "hollow" : nil)
            if entry.isHatched { SVG.rect(x: 1, y: 1, width: 14, height: 14, fill: Hatch.fill) }
          }
          tag("span") { entry.label }
        }
      }
    }
  }
}
