import Readiness

extension GapsReport {
  /// Rows that a heatmap shows; all of them are in the data.
  static let heatRows = 200

  /// Mean gaps by unit or by role, in six domains.
  static func heat(
    _ rows: [GapReport.Row], _ title: LocalizedText, id: String, lead: LocalizedText, first: LocalizedText
  ) -> [Markup] {
    [
      PagePart.section(title, id: id, lead: lead) {
        if rows.isEmpty {
          tag("p", ["class": "none"]) { GapsText.nobody }
        } else {
          PagePart.figure(caption: GapsText.heatCaption(shown: min(rows.count, heatRows), of: rows.count)) {
            Legend(entries: HeatCell.Band.allCases.map { Legend.Entry(swatch: $0.swatch, label: $0.name) }).markup
            Table(
              caption: title, style: .heat,
              columns: [
                Table.Column(title: first, kind: .name), Table.Column(title: GapsText.people, kind: .number),
              ] + QuotientDomain.allCases.map { Table.Column(title: $0.shortName, kind: .cell) },
              rows: rows.prefix(heatRows).map(row)
            ).markup
          }
        }
      }
    ]
  }

  private static func row(_ row: GapReport.Row) -> [Markup] {
    let nothing: any Wording = row.people == nil ? "<5" : Numeral.none
    return [
      PagePart.indented(BriefReport.clamped(row.name), row.depth),
      row.people.map { .text(Numeral.integer($0)) } ?? tag("span", ["class": "none"]) { CommonText.withheld },
    ] + row.gaps.map { HeatCell(gap: $0, nothing: nothing).markup }
  }
}

extension QuotientDomain {
  /// One word, for the head of a column.
  var shortName: LocalizedText {
    switch self {
    case .understand: LocalizedText(en: "Understand", zh: "理解")
    case .explore: LocalizedText(en: "Explore", zh: "探索")
    case .direct: LocalizedText(en: "Direct", zh: "驾驭")
    case .evaluate: LocalizedText(en: "Evaluate", zh: "评估")
    case .responsible: LocalizedText(en: "Responsible", zh: "负责")
    case .delegate: LocalizedText(en: "Delegate", zh: "委派")
    }
  }
}
