import Readiness

extension BriefReport {
  /// How the AI quotient is spread over the people of each unit.
  static func quotient(_ brief: Brief) -> [Markup] {
    let units = brief.quotient
    return [
      PagePart.section(BriefText.quotient, id: "quotient", lead: BriefText.quotientLead) {
        if units.isEmpty {
          tag("p", ["class": "none"]) { BriefText.noUnits }
        } else {
          PagePart.figure(
            caption: BriefText.quotientCaption(shown: min(units.count, unitRows), of: units.count),
            table: "quotient-table"
          ) {
            Legend(entries: quotientLegend).markup
            quotientBars(units).markup
          }
        }
      }
    ]
  }

  /// Units that the chart shows, in the tree's order.
  private static let unitRows = 60

  private static var quotientLegend: [Legend.Entry] {
    QuotientLevel.allCases.map { Legend.Entry(swatch: $0.swatch, label: $0.label) } + [
      Legend.Entry(swatch: .hollow, label: BriefText.notAssessed),
      Legend.Entry(swatch: .hollow, isHatched: true, label: CommonText.fewerThanFive),
    ]
  }

  private static func quotientBars(_ units: [Brief.UnitQuotient]) -> Table {
    Table(
      caption: BriefText.quotient, style: .bars,
      columns: [
        Table.Column(title: BriefText.unit, kind: .name), Table.Column(title: BriefText.peopleByLevel, kind: .bar),
        Table.Column(title: BriefText.mean, kind: .number),
      ],
      rows: units.prefix(unitRows).map { unit in
        [PagePart.indented(clamped(unit.name), unit.depth), quotientBar(unit).markup, mean(unit)]
      })
  }

  private static func quotientBar(_ unit: Brief.UnitQuotient) -> StackedBar {
    StackedBar(
      parts: zip(QuotientLevel.allCases, unit.levels).map { level, count in
        StackedBar.Part(name: level.label, count: count, swatch: level.swatch)
      } + [StackedBar.Part(name: BriefText.notAssessed, count: unit.notAssessed, swatch: .hollow)])
  }

  static func quotientTable(_ units: [Brief.UnitQuotient]) -> Table {
    Table(
      caption: BriefText.quotient, style: .data,
      columns: [
        Table.Column(title: BriefText.unit, kind: .name), Table.Column(title: BriefText.code, kind: .text),
      ] + QuotientLevel.allCases.map { Table.Column(title: $0.description.localized, kind: .number) } + [
        Table.Column(title: BriefText.notAssessed, kind: .number), Table.Column(title: BriefText.mean, kind: .number),
      ],
      rows: units.map { unit in
        [PagePart.indented(PagePart.name(unit.name), unit.depth), tag("code") { unit.code }]
          + (unit.levels + [unit.notAssessed]).map(cell) + [mean(unit)]
      })
  }

  private static func cell(_ count: Int?) -> Markup {
    count.map { .text(Numeral.integer($0)) } ?? tag("span", ["class": "none"]) { CommonText.fewerThanFive }
  }

  private static func mean(_ unit: Brief.UnitQuotient) -> Markup {
    unit.mean.map { number(Numeral.decimal($0)) } ?? tag("span", ["class": "none"]) { CommonText.fewerThanFive }
  }
}
