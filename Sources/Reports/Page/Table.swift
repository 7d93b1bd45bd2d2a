import Readiness

/// A table whose first column names the row.
///
/// `bars` have a chart in each row: on a phone the row becomes a small card, its name above the bar and the numbers,
/// each with its column's title, below. `heat` have coloured cells; there, too, a row becomes a card. `data` keep their
/// columns and scroll sideways where there is no room.
struct Table {
  struct Column {
    enum Kind: String {
      case name, bar, number, text, level
      /// Sentences.
      case long
      /// A number on a coloured ground.
      case cell
    }

    var title: LocalizedText
    var kind: Kind
    /// What stands at the column's head instead of its title.
    var head: Markup?
  }

  enum Style: String {
    case bars, data, heat
  }

  var caption: LocalizedText
  var style: Style
  var columns: [Column]
  /// One cell a column.
  var rows: [[Markup]]

  var markup: Markup {
    let table = tag("table", ["class": style.rawValue]) {
      tag("caption") { caption }
      head
      tag("tbody") {
        for row in rows { body(row) }
      }
    }
    guard style == .data else { return table }
    let label = CommonText.item(caption, value: CommonText.scrollable)
    return tag("div", ["class": "scroll", "role": "region", "tabindex": "0", "aria-label": label]) { table }
  }

  private var head: Markup {
    tag("thead") {
      tag("tr") {
        for column in columns {
          tag("th", ["scope": "col", "class": column.kind.rawValue]) { column.head ?? .text(column.title) }
        }
      }
    }
  }

  private func body(_ row: [Markup]) -> Markup {
    tag("tr") {
      for (column, cell) in zip(columns, row) {
        if column.kind == .name {
          tag("th", ["scope": "row", "class": "name"]) { cell }
        } else {
          tag("td", ["class": column.kind.rawValue, "data-label": column.title]) { cell }
        }
      }
    }
  }
}
