import Readiness

/// Bars on a calendar, each in a row of a table: months as lines, and a line for the day of the report.
struct Gantt {
  var today: Day
  /// First to last day; a day's bar ends with the day.
  let first: Day
  let last: Day

  static let height = 22.0

  /// - Parameter spans: what is to be drawn; the day of the report is taken in when it is at most a quarter away.
  /// - Returns: nil when there is nothing to draw.
  init?(today: Day, spans: [(start: Day, end: Day)]) {
    guard let first = spans.map(\.start).min(), let last = spans.map(\.end).max() else { return nil }
    self.today = today
    let isNear = today.adding(months: 3) >= first && today.adding(months: -3) <= last
    self.first = isNear ? min(first, today) : first
    self.last = isNear ? max(last, today) : last
  }

  var showsToday: Bool { (first...last).contains(today) }

  /// A text stands this far from the line that it names, in percent.
  private let besideLine = 0.8
  /// Today's line leaves less room on its right.
  private var isLate: Bool { percent(today) > 60 }

  /// The middle of the room beside today's line, where it is widest.
  private var widestMiddle: Double {
    guard showsToday else { return 50 }
    let line = percent(today)
    return line > 50 ? line / 2 : (line + 100) / 2
  }

  /// A little air at both ends, so that a line at an end is seen.
  func percent(_ day: Day) -> Double {
    1 + 0.98 * LinearScale(domain: Double(first.number)...Double(last.number + 1)).percent(Double(day.number))
  }

  /// The bar of one row.
  func bar(from start: Day, to end: Day, swatch: Swatch, isHatched: Bool = false, title: LocalizedText) -> Markup {
    let x = percent(start)
    let width = Length.percent(max(0.8, percent(end.adding(days: 1)) - x))
    return SVG.strip(height: Gantt.height, label: title) {
      grid
      SVG.rect(
        x: .percent(x), y: 4, width: width, height: 14, fill: swatch.fill, style: swatch.isHollow ? "hollow" : nil,
        title: title)
      if isHatched { SVG.rect(x: .percent(x), y: 4, width: width, height: 14, fill: Hatch.fill, style: "hatched") }
      todayLine
    }
  }

  /// A row whose days are withheld.
  var withheld: Markup {
    SVG.strip(height: Gantt.height, label: CommonText.fewerThanFive) {
      grid
      todayLine
      SVG.text(CommonText.fewerThanFive, x: .percent(widestMiddle), y: 11, style: "halo")
    }
  }

  /// The months' names, above the rows.
  var axis: Markup {
    let months = months
    let step = max(1, (months.count + 3) / 4)
    return SVG.strip(height: 34, label: label) {
      for (index, month) in months.enumerated() where index.isMultiple(of: step) && percent(month) < 92 {
        SVG.text(
          GapsText.month(month), x: .percent(percent(month) + besideLine), y: 9, anchor: .start,
          style: index.isMultiple(of: 2 * step) ? "axis" : "axis optional")
      }
      grid
      todayLine
      if showsToday {
        SVG.text(
          today, x: .percent(percent(today) + (isLate ? -besideLine : besideLine)), y: 25,
          anchor: isLate ? .end : .start, style: "today-name")
      }
    }
  }

  private var label: LocalizedText { GapsText.calendar(from: first, to: last) }

  /// First days of months within the calendar; its first day where it has none.
  private var months: [Day] {
    let (year, month, _) = first.components
    let start = Day(year: year, month: month, day: 1) ?? first
    let count = (last.number - first.number) / 28 + 2
    let months = (0...count).map { start.adding(months: $0) }.filter { (first...last).contains($0) }
    return months.isEmpty ? [first] : months
  }

  private var grid: [Markup] {
    let step = max(1, (months.count + 23) / 24)
    return months.enumerated().filter { $0.offset.isMultiple(of: step) }.map { line($0.element, "month") }
  }

  @MarkupBuilder
  private var todayLine: [Markup] {
    if showsToday { line(today, "today") }
  }

  private func line(_ day: Day, _ style: String) -> Markup {
    SVG.line(from: (.percent(percent(day)), 0), to: (.percent(percent(day)), .percent(100)), style: style)
  }
}
