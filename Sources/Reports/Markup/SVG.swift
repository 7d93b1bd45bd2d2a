/// A position or a length in a drawing: pixels, or percent of the drawing's width or height.
struct Length: Sendable, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  var text: String

  static func pixels(_ value: Double) -> Length { Length(text: coordinate(value)) }
  static func percent(_ value: Double) -> Length { Length(text: "\(coordinate(value))%") }

  init(integerLiteral value: Int) { self = .pixels(Double(value)) }
  init(floatLiteral value: Double) { self = .pixels(value) }

  private init(text: String) { self.text = text }

  /// Three places, as source: no thousands' commas, a hyphen for minus.
  private static func coordinate(_ value: Double) -> String {
    let thousandths = Numeral.scaled(value, places: 3) ?? 0
    let whole = thousandths.magnitude / 1000
    let fraction = Numeral.short(Double(thousandths.magnitude % 1000) / 1000, places: 3).dropFirst()
    return "\(thousandths < 0 ? "-" : "")\(whole)\(fraction)"
  }
}

/// Inline drawings.
///
/// Most are `strip`s: as wide as their place, with horizontal positions in percent and vertical ones in pixels. So a chart
/// fits a phone, a screen and a sheet of paper while its letters and lines keep their size.
enum SVG {
  /// A drawing as wide as its place and `height` pixels high, described by `label`, or hidden from screen readers when
  /// the text beside it says the same.
  static func strip(
    height: Double, label: (any Wording)? = nil, @MarkupBuilder content: () -> [Markup]
  ) -> Markup {
    tag(
      "svg",
      [
        "width": "100%", "height": Length.pixels(height).text, "role": label.map { _ in "img" }, "aria-label": label,
        "aria-hidden": label == nil ? "true" : nil,
      ], content: content)
  }

  /// A drawing that scales as a whole, letters and all.
  static func picture(
    width: Int, height: Int, label: any Wording, @MarkupBuilder content: () -> [Markup]
  ) -> Markup {
    tag(
      "svg", ["class": "picture", "viewBox": "0 0 \(width) \(height)", "role": "img", "aria-label": label],
      content: content)
  }

  /// - Parameter title: what a pointer resting on it is told.
  static func rect(
    x: Length, y: Length = 0, width: Length, height: Length, fill: String? = nil, style: String? = nil,
    title: (any Wording)? = nil
  ) -> Markup {
    let shape = tag(
      "rect",
      [
        "class": style, "x": x.text, "y": y.text, "width": width.text, "height": height.text, "fill": fill,
      ])
    guard let title else { return shape }
    return tag("g") {
      tag("title") { Markup.text(title) }
      shape
    }
  }

  static func line(from: (x: Length, y: Length), to: (x: Length, y: Length), style: String) -> Markup {
    tag("line", ["class": style, "x1": from.x.text, "y1": from.y.text, "x2": to.x.text, "y2": to.y.text])
  }

  static func circle(x: Length, y: Length, radius: Length, style: String, title: any Wording) -> Markup {
    tag("g") {
      tag("title") { Markup.text(title) }
      tag("circle", ["class": style, "cx": x.text, "cy": y.text, "r": radius.text])
    }
  }

  enum Anchor: String, Sendable {
    case start, middle, end
  }

  static func text(
    _ wording: any Wording, x: Length, y: Length, anchor: Anchor = .middle, style: String? = nil, fill: String? = nil
  ) -> Markup {
    tag("text", ["class": style, "x": x.text, "y": y.text, "text-anchor": anchor.rawValue, "fill": fill]) {
      Markup.text(wording)
    }
  }
}
