import Foundation
import Readiness
import Testing

@testable import Reports

struct ChartTests {
  private func bar(_ counts: [Int?]) -> StackedBar {
    StackedBar(
      parts: counts.map { StackedBar.Part(name: Sample.text("part", "部分"), count: $0, swatch: .accent) })
  }

  @Test func `parts of a bar are as long as their counts`() {
    let segments = bar([1, 0, 2, 5]).segments
    #expect(segments.map(\.width) == [12.5, 25, 62.5])
    #expect(segments.map(\.start) == [0, 12.5, 37.5])
  }

  @Test func `a withheld part has a length that says nothing`() {
    for counts in [[nil, 10, 30], [nil, 1, 3], [nil, 1_000, 3_000]] as [[Int?]] {
      let segments = bar(counts).segments
      #expect(segments.map(\.width) == [8, 23, 69])
    }
  }

  @Test func `a bar with nothing to show stays empty, one that shows nothing is hatched throughout`() {
    #expect(bar([0, 0]).segments.isEmpty)
    #expect(bar([nil, nil, 0]).segments.map(\.width) == [50, 50])
    let svg = bar([nil, nil]).markup.written(in: .en)
    #expect(svg.contains("url(#hatch)") && svg.contains("fewer than 5"))
  }

  @Test func `a scale keeps what is outside at its ends`() {
    let scale = LinearScale(domain: 10...30)
    #expect([0, 10, 15, 30, 40].map(scale.percent) == [0, 0, 25, 100, 100])
    #expect(LinearScale(domain: 7...7).percent(7) == 50)
  }

  @Test func `rotations agree with the mathematics library`() {
    for step in 0...100 {
      let rotation = Rotation(turns: Double(step) / 100)
      let angle = 2 * Double.pi * Double(step) / 100
      #expect(abs(rotation.cosine - cos(angle)) < 1e-13)
      #expect(abs(rotation.sine - sin(angle)) < 1e-13)
    }
  }

  @Test func `the radar's points lie on their spokes at their values`() throws {
    let values = [100.0, 50, 25, 0, 75, 30, 60]
    let radar = Radar(
      axes: values.map { Radar.Axis(name: Sample.text("axis", "轴"), value: $0) }, label: Sample.text("radar", "雷达图"))
    let svg = try Node.parsing(radar.markup.written(in: .en))
    let area = try #require(svg.all("polygon", style: "area").first?.attributes["points"])
    let points = area.split(separator: " ").map { $0.split(separator: ",").compactMap { Double($0) } }
    #expect(points.count == values.count)
    for (index, (point, value)) in zip(points, values).enumerated() {
      let angle = 2 * Double.pi * Double(index) / 7
      #expect(abs(point[0] - (210 + Radar.radius * value / 100 * sin(angle))) < 0.001)
      #expect(abs(point[1] - (166 - Radar.radius * value / 100 * cos(angle))) < 0.001)
    }
  }

  @Test func `a radar with a gap has no area`() throws {
    let radar = Radar(
      axes: [50, nil, 70].map { Radar.Axis(name: Sample.text("axis", "轴"), value: $0) },
      label: Sample.text("radar", "雷达图"))
    let svg = try Node.parsing(radar.markup.written(in: .en))
    #expect(svg.all("polygon", style: "area").isEmpty)
    #expect(svg.all("line", style: "spoke").count == 2)
    #expect(svg.all("circle").count == 2)
  }

  @Test func `a trend's line leaves out the days without a value`() throws {
    let values: [Double?] = [nil, 40, 50, nil, 100, 0]
    let points = values.enumerated().map {
      TrendChart.Point(day: Sample.day.adding(days: 10 * $0), value: $1)
    }
    let svg = try Node.parsing(
      TrendChart(points: points, label: Sample.text("trend", "趋势")).markup.written(in: .en))
    #expect(svg.all("line", style: "trend").count == 2)
    let dots = svg.all("circle")
    #expect(dots.map { $0.styles.contains("withheld") } == [true, false, false, true, false, false])
    let heights = dots.compactMap { $0.length("cy") }
    #expect([heights[1], heights[2], heights[4], heights[5]] == [126, 105, 0, 210])
    let days = dots.compactMap { $0.length("cx") }
    for (day, next) in zip(days, days.dropFirst()) { #expect(abs(next - day - 19.2) < 0.002) }
  }

  @Test func `a trend of one day is drawn in the middle`() throws {
    let chart = TrendChart(
      points: [TrendChart.Point(day: Sample.day, value: 60)], label: Sample.text("trend", "趋势"))
    let svg = try Node.parsing(chart.markup.written(in: .zh))
    #expect(svg.all("circle").map { $0.length("cx") } == [50])
    #expect(svg.all("line", style: "trend").isEmpty)
    #expect(svg.words.contains("2026年11月23日"))
  }
}
