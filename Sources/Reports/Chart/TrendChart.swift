import Readiness

/// Values out of 100 over time, above the bands of the grades; no line crosses a day without a value.
struct TrendChart {
  struct Point {
    var day: Day
    var value: Double?
  }

  /// Oldest first.
  var points: [Point]
  var label: LocalizedText

  static let height = 210.0

  var markup: Markup {
    tag("div", ["class": "trend-chart"]) {
      valueAxis
      tag("div") {
        SVG.strip(height: TrendChart.height, label: label) {
          for grade in Grade.allCases { band(grade) }
          lines
          for point in points { mark(point) }
          for point in labelled { valueLabel(point) }
        }
        dayAxis
      }
      gradeNames
    }
  }

  private var scale: LinearScale {
    guard let first = points.first, let last = points.last else { return .hundred }
    return LinearScale(domain: Double(first.day.number)...Double(max(first.day, last.day).number))
  }

  private func x(_ point: Point) -> Double { 2 + 0.96 * scale.percent(Double(point.day.number)) }

  private func y(_ value: Double) -> Double {
    TrendChart.height * (1 - LinearScale.hundred.percent(value) / 100)
  }

  private func band(_ grade: Grade) -> Markup {
    let (top, bottom) = (y(grade.band.upperBound), y(grade.band.lowerBound))
    return SVG.rect(
      x: 0, y: .pixels(top), width: .percent(100), height: .pixels(bottom - top), fill: grade.swatch.fill)
  }

  private var lines: [Markup] {
    zip(points, points.dropFirst()).compactMap { start, end in
      guard let from = start.value, let to = end.value else { return nil }
      return SVG.line(
        from: (.percent(x(start)), .pixels(y(from))), to: (.percent(x(end)), .pixels(y(to))), style: "trend")
    }
  }

  /// A dot at the value; a small ring on the base line where the value is withheld.
  private func mark(_ point: Point) -> Markup {
    SVG.circle(
      x: .percent(x(point)), y: .pixels(point.value.map(y) ?? TrendChart.height - 8), radius: 4,
      style: point.value == nil ? "dot withheld" : "dot",
      title: CommonText.item(
        point.day.localized, value: point.value.map { Numeral.decimal($0).localized } ?? CommonText.withheld))
  }

  /// The last point, and those before it whose labels have room.
  private var labelled: [Point] {
    var chosen: [Point] = []
    for point in points.reversed() where point.value != nil {
      if let nearest = chosen.last, x(nearest) - x(point) < 13 { continue }
      chosen.append(point)
    }
    return chosen.reversed()
  }

  private func valueLabel(_ point: Point) -> Markup {
    let value = point.value ?? 0
    let above = y(value) > 24
    return SVG.text(
      Numeral.decimal(value), x: .percent(x(point)), y: .pixels(above ? y(value) - 13 : y(value) + 15),
      anchor: anchor(point), style: "value")
  }

  private func anchor(_ point: Point) -> SVG.Anchor {
    x(point) < 6 ? .start : x(point) > 94 ? .end : .middle
  }
}

extension TrendChart {
  private var valueAxis: Markup {
    tag("svg", ["class": "value-axis", "width": "30", "height": "\(Int(TrendChart.height))", "aria-hidden": "true"]) {
      for tick in Grade.ticks {
        SVG.text(Numeral.short(tick), x: 24, y: .pixels(y(tick)), anchor: .end, style: "axis")
      }
    }
  }

  private var gradeNames: Markup {
    tag("svg", ["class": "grade-names", "width": "76", "height": "\(Int(TrendChart.height))", "aria-hidden": "true"]) {
      for grade in Grade.allCases {
        let middle = (grade.band.lowerBound + grade.band.upperBound) / 2
        SVG.text(grade.name, x: 8, y: .pixels(y(middle)), anchor: .start, style: "axis")
      }
    }
  }

  /// First and last day, and one near the middle, which a phone has no room for.
  private var dayAxis: Markup {
    SVG.strip(height: 24) {
      for point in dated {
        let style = anchor(point) == .middle && points.count > 1 ? "axis optional" : "axis"
        SVG.line(from: (.percent(x(point)), 0), to: (.percent(x(point)), 5), style: "axis-tick")
        SVG.text(point.day, x: .percent(x(point)), y: 15, anchor: anchor(point), style: style)
      }
    }
  }

  private var dated: [Point] {
    guard let first = points.first, let last = points.last, first.day < last.day else { return points.suffix(1) }
    let middle = points.min { abs(x($0) - 50) < abs(x($1) - 50) }
    guard let middle, (38...62).contains(x(middle)) else { return [first, last] }
    return [first, middle, last]
  }
}
