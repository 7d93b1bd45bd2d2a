import Readiness

/// Values out of 100 on spokes around a centre, with a ring where each grade ends.
struct Radar {
  struct Axis {
    var name: LocalizedText
    /// Nil when nothing is known.
    var value: Double?
  }

  var axes: [Axis]
  var label: LocalizedText

  static let radius = 118.0
  private static let centre = (x: 210.0, y: 166.0)

  var markup: Markup {
    SVG.picture(width: 420, height: 322, label: label) {
      for ring in Grade.ticks.dropFirst().reversed() {
        polygon(Array(repeating: ring, count: axes.count), style: ring == 100 ? "ring outer" : "ring")
      }
      for spoke in spokes { line(from: Radar.centre, to: place(spoke, 100), style: "ring") }
      outline
      for (axis, spoke) in zip(axes, spokes) { marks(axis, spoke) }
    }
  }

  private typealias Point = (x: Double, y: Double)

  /// Unit vectors, the first one up, then clockwise.
  private var spokes: [Point] {
    let turn = Rotation(turns: 1 / Double(max(axes.count, 1)))
    var spoke: Point = (0, -1)
    return axes.map { _ in
      defer { spoke = turn.applied(to: spoke) }
      return spoke
    }
  }

  private func place(_ spoke: Point, _ value: Double) -> Point {
    let length = Radar.radius * LinearScale.hundred.percent(value) / 100
    return (Radar.centre.x + spoke.x * length, Radar.centre.y + spoke.y * length)
  }

  /// An area when every value is known; else a bar on each spoke that has one.
  @MarkupBuilder
  private var outline: [Markup] {
    let values = axes.compactMap(\.value)
    if values.count == axes.count {
      polygon(values, style: "area")
    } else {
      for (axis, spoke) in zip(axes, spokes) {
        if let value = axis.value { line(from: Radar.centre, to: place(spoke, value), style: "spoke") }
      }
    }
  }

  @MarkupBuilder
  private func marks(_ axis: Axis, _ spoke: Point) -> [Markup] {
    if let value = axis.value {
      let point = place(spoke, value)
      SVG.circle(
        x: .pixels(point.x), y: .pixels(point.y), radius: 4, style: "dot",
        title: CommonText.item(axis.name, value: Numeral.decimal(value)))
    }
    let anchor: SVG.Anchor = spoke.x > 0.2 ? .start : spoke.x < -0.2 ? .end : .middle
    let x = Radar.centre.x + spoke.x * (Radar.radius + 12)
    let y = Radar.centre.y + spoke.y * (Radar.radius + 22)
    SVG.text(axis.name, x: .pixels(x), y: .pixels(y - 8), anchor: anchor, style: "axis-name")
    SVG.text(
      axis.value.map { Numeral.decimal($0) } ?? Numeral.none, x: .pixels(x), y: .pixels(y + 9), anchor: anchor,
      style: "axis-value")
  }

  private func polygon(_ values: [Double], style: String) -> Markup {
    let points = zip(spokes, values).map { spoke, value in
      let point = place(spoke, value)
      return "\(Length.pixels(point.x).text),\(Length.pixels(point.y).text)"
    }
    return tag("polygon", ["class": style, "points": points.joined(separator: " ")])
  }

  private func line(from start: Point, to end: Point, style: String) -> Markup {
    SVG.line(
      from: (.pixels(start.x), .pixels(start.y)), to: (.pixels(end.x), .pixels(end.y)), style: style)
  }
}
