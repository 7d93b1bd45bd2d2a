/// Stripes laid over what is withheld, so that it is never taken for a quantity.
enum Hatch {
  static let fill = "url(#hatch)"

  /// Stands once in a page, before the first drawing that refers to it.
  static var definition: Markup {
    tag("svg", ["class": "definitions", "width": "0", "height": "0", "aria-hidden": "true"]) {
      tag("defs") {
        tag(
          "pattern",
          [
            "id": "hatch", "patternUnits": "userSpaceOnUse", "width": "7", "height": "7",
            "patternTransform": "rotate(45)",
          ]
        ) {
          SVG.rect(x: 0, width: 4, height: 7, fill: "#ffffff")
          SVG.rect(x: 4, width: 1, height: 7, fill: "#4a5565")
        }
      }
    }
  }
}
