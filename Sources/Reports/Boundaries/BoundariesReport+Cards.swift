import Readiness

extension BoundariesReport {
  /// What each role may do with which tool and which data.
  static func cards(_ register: BoundaryRegister) -> [Markup] {
    let names = Dictionary(register.roles.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    let cards = register.cards.filter { !$0.tools.isEmpty }.prefix(chartRoles)
    return [
      PagePart.section(BoundariesText.cards, id: "cards", lead: BoundariesText.cardsLead) {
        if cards.isEmpty {
          tag("p", ["class": "none"]) { BoundariesText.noCards }
        } else {
          Legend(
            entries: PermissionCard.Permission.allCases.map { Legend.Entry(swatch: $0.swatch, label: $0.name) }
          ).markup
          for card in cards {
            if let role = names[card.role] { table(card, BoundariesText.caption(role)).markup }
          }
          if cards.count < register.cards.count {
            tag("p", ["class": "lead"]) { BoundariesText.moreCards(shown: cards.count, of: register.cards.count) }
          }
        }
      }
    ]
  }

  /// Cards that the page shows; all of them are in the data.
  private static let chartRoles = 60

  private static func table(_ card: BoundaryRegister.Card, _ caption: LocalizedText) -> Table {
    Table(
      caption: caption, style: .data,
      columns: [Table.Column(title: BoundariesText.tool, kind: .name)]
        + DataClass.allCases.map { Table.Column(title: BoundariesText.data(of: $0), kind: .cell) },
      rows: card.tools.map { tool in
        [PagePart.name(tool.name)] + tool.cells.map(cell)
      })
  }

  /// The most that a task permits, and for how many tasks.
  private static func cell(_ cell: PermissionCard.Cell) -> Markup {
    let tasks = cell.allowed.count + cell.withReview.count
    return tag("div") {
      SVG.strip(height: HeatCell.height, label: cell.permission.name) {
        SVG.rect(x: 0, y: 1, width: .percent(100), height: 24, fill: cell.permission.swatch.fill)
        SVG.text(cell.permission.name, x: .percent(50), y: 13, style: "count", fill: cell.permission.swatch.ink)
      }
      if tasks > 0 {
        tag("span", ["class": "remark"]) {
          BoundariesText.permitted(allowed: cell.allowed.count, withReview: cell.withReview.count)
        }
      }
    }
  }
}

extension PermissionCard.Permission {
  /// Blue where AI may, brown where it may not, as the levels are.
  var swatch: Swatch {
    switch self {
    case .forbidden: HumanAgencyLevel.h5.swatch
    case .withReview: HumanAgencyLevel.h3.swatch
    case .allowed: HumanAgencyLevel.h2.swatch
    }
  }
}
