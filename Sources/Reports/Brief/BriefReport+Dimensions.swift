import Readiness

extension BriefReport {
  /// The seven dimensions: their shape as a radar, their numbers as bars.
  static func dimensions(_ index: IndexResult) -> [Markup] {
    let results = index.dimensions
    return [
      PagePart.section(BriefText.dimensions, id: "dimensions", lead: BriefText.dimensionsLead) {
        tag("div", ["class": "dimensions"]) {
          PagePart.figure(caption: BriefText.radarCaption, style: "whole") {
            Radar(
              axes: results.map { Radar.Axis(name: $0.dimension.shortName, value: $0.value) },
              label: BriefText.radarLabel(results)
            ).markup
          }
          dimensionTable(results).markup
        }
      }
    ]
  }

  private static func dimensionTable(_ results: [IndexResult.DimensionResult]) -> Table {
    Table(
      caption: BriefText.dimensions, style: .bars,
      columns: [
        Table.Column(title: BriefText.dimension, kind: .name), Table.Column(title: BriefText.zeroToHundred, kind: .bar),
        Table.Column(title: BriefText.value, kind: .number), Table.Column(title: BriefText.grade, kind: .text),
        Table.Column(title: BriefText.weight, kind: .number), Table.Column(title: BriefText.coverage, kind: .number),
        Table.Column(title: BriefText.evidenceShort, kind: .number),
      ],
      rows: results.map { result in
        [
          .text(result.dimension.name), ValueBar(value: result.value).markup,
          number(result.value.map { Numeral.decimal($0) }),
          .text(result.grade?.name ?? Numeral.none.localized), .text(Numeral.short(result.weight)),
          .text(Numeral.percent(result.coverage)),
          .text(result.value == nil ? Numeral.none : Numeral.decimal(result.confidence, places: 2)),
        ]
      })
  }

  /// A number in bold, or a dash where there is none.
  static func number(_ text: String?) -> Markup {
    text.map { text in tag("strong") { text } } ?? .text(Numeral.none)
  }

  /// The dimensions that cost the index most.
  @MarkupBuilder
  static func constraints(_ brief: Brief) -> [Markup] {
    if !brief.constraints.isEmpty {
      PagePart.section(BriefText.constraints, id: "constraints", lead: BriefText.constraintsLead) {
        tag("ol", ["class": "constraints"]) {
          for constraint in brief.constraints {
            tag("li") { draw(constraint, in: brief.index) }
          }
        }
      }
    }
  }

  @MarkupBuilder
  private static func draw(_ constraint: Brief.Constraint, in index: IndexResult) -> [Markup] {
    let weight = index.dimensions.first { $0.dimension == constraint.dimension }?.weight
    tag("div") {
      tag("p", ["class": "lost"]) { "−\(Numeral.decimal(constraint.pointsLost))" }
      tag("p", ["class": "lost-of"]) { BriefText.pointsLost(of: weight) }
    }
    tag("div") {
      tag("h3") {
        constraint.dimension.name
        " "
        tag("span") { constraint.value.map { Numeral.decimal($0).localized } ?? BriefText.notAnswered }
      }
      tag("p", ["class": "reason"]) { PagePart.name(constraint.reason) }
      ValueBar(value: constraint.value, rest: .shortfall).markup
    }
  }
}
