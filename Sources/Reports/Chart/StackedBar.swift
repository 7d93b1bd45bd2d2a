import Readiness

/// One bar of parts side by side, as long together as the bar is wide.
///
/// A part that is withheld has a length of its own that says nothing of its number; the others share what is left in
/// proportion to their counts.
struct StackedBar {
  struct Part {
    var name: LocalizedText
    /// Nil when withheld.
    var count: Int?
    var swatch: Swatch
  }

  /// A part's place: percent of the bar's width.
  struct Segment {
    var part: Part
    var start: Double
    var width: Double
  }

  /// Percent of the bar's width for each withheld part.
  static let withheldWidth = 8.0
  static let height = 22.0

  var parts: [Part]

  /// Parts that have a length, in order.
  var segments: [Segment] {
    let known = parts.reduce(0) { $0 + ($1.count ?? 0) }
    let withheld = parts.count { $0.count == nil }
    let block = known > 0 ? StackedBar.withheldWidth : 100 / Double(max(withheld, 1))
    let rest = 100 - block * Double(withheld)
    var segments: [Segment] = []
    var start = 0.0
    for part in parts where part.count != 0 {
      let width = part.count.map { rest * Double($0) / Double(known) } ?? block
      segments.append(Segment(part: part, start: start, width: width))
      start += width
    }
    return segments
  }

  var markup: Markup {
    SVG.strip(height: StackedBar.height, label: label) {
      if segments.isEmpty {
        SVG.text(CommonText.nothing, x: 0, y: 11, anchor: .start, style: "axis")
      } else if segments.allSatisfy({ $0.part.count == nil }) {
        wholeWithheld
      } else {
        for segment in segments { draw(segment) }
      }
    }
  }

  /// “H1 AI alone 3, H2 … 4”, for who can't see the bar.
  private var label: LocalizedText {
    let words = parts.filter { $0.count != 0 }.map { CommonText.item($0.name, count: $0.count) }
    return words.isEmpty ? CommonText.nothing : CommonText.list(words)
  }

  private var wholeWithheld: [Markup] {
    [
      SVG.rect(
        x: 0.5, y: 0.5, width: .percent(99.7), height: 21, fill: Swatch.hollow.fill, style: "hollow"),
      SVG.rect(x: 1, y: 1, width: .percent(99.4), height: 20, fill: Hatch.fill),
      SVG.text(CommonText.fewerThanFive, x: .percent(50), y: 11, style: "halo"),
    ]
  }

  private func draw(_ segment: Segment) -> [Markup] {
    let (part, x, width) = (segment.part, Length.percent(segment.start), Length.percent(segment.width))
    let title = CommonText.item(part.name, count: part.count)
    var shapes = [
      SVG.rect(
        x: x, y: 0.5, width: width, height: 21, fill: part.swatch.fill,
        style: part.swatch.isHollow ? "part hollow" : "part", title: title)
    ]
    let middle = Length.percent(segment.start + segment.width / 2)
    if let count = part.count {
      let digits = Numeral.integer(count)
      // A number without room is in the table. A digit takes about 1.6 % of a screen's bar, 2.4 % of a narrow one.
      let room = (segment.width - 2) / Double(digits.count)
      guard room >= 1.6 else { return shapes }
      let style = room < 2.4 ? "count optional" : "count"
      shapes.append(SVG.text(digits, x: middle, y: 11, style: style, fill: part.swatch.ink))
    } else {
      shapes.append(SVG.rect(x: x, y: 0.5, width: width, height: 21, fill: Hatch.fill, style: "part", title: title))
    }
    return shapes
  }
}
