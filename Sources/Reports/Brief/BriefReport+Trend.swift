import Readiness

extension BriefReport {
  /// The index on past dates.
  @MarkupBuilder
  static func trend(_ brief: Brief) -> [Markup] {
    if !brief.trend.isEmpty {
      PagePart.section(BriefText.trend, id: "trend", lead: BriefText.trendLead(brief.trend)) {
        PagePart.figure(caption: BriefText.trendCaption, table: "trend-table", style: "whole") {
          TrendChart(
            points: brief.trend.map { TrendChart.Point(day: $0.day, value: $0.value) },
            label: BriefText.trendLabel(brief.trend)
          ).markup
        }
      }
    }
  }

  static func trendTable(_ points: [Brief.TrendPoint]) -> Table {
    Table(
      caption: BriefText.trend, style: .data,
      columns: [
        Table.Column(title: BriefText.asOf, kind: .name), Table.Column(title: BriefText.index, kind: .number),
        Table.Column(title: BriefText.grade, kind: .text),
      ],
      rows: points.map { point in
        [
          PagePart.date(point.day), .text(point.value.map { Numeral.decimal($0).localized } ?? CommonText.withheld),
          .text(point.grade?.name ?? Numeral.none.localized),
        ]
      })
  }

  /// Every number of the charts, for who reads numbers.
  @MarkupBuilder
  static func tables(_ brief: Brief) -> [Markup] {
    if !(brief.trend.isEmpty && brief.roles.isEmpty && brief.quotient.isEmpty) {
      tag("section", ["id": "tables", "class": "appendix", "aria-labelledby": "tables-title"]) {
        tag("h2", ["id": "tables-title"]) { CommonText.tables }
        if !brief.trend.isEmpty { tag("div", ["id": "trend-table"]) { trendTable(brief.trend).markup } }
        if !brief.roles.isEmpty { tag("div", ["id": "roles-table"]) { roleTable(brief.roles).markup } }
        if !brief.quotient.isEmpty { tag("div", ["id": "quotient-table"]) { quotientTable(brief.quotient).markup } }
      }
    }
  }
}
