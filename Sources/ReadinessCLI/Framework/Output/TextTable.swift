import Readiness

/// One column of a table for people: its title, and what it shows of a row.
struct Column<Row>: Sendable {
  let title: LocalizedText
  let alignment: Alignment
  let cell: @Sendable (Row, Language) -> String

  init(_ title: LocalizedText, _ alignment: Alignment = .leading, cell: @escaping @Sendable (Row, Language) -> String) {
    self.title = title
    self.alignment = alignment
    self.cell = cell
  }

  init(_ title: LocalizedText, _ alignment: Alignment = .leading, cell: @escaping @Sendable (Row) -> String) {
    self.init(title, alignment) { row, _ in cell(row) }
  }
}

/// Rows and columns aligned for a terminal's fixed-width characters.
struct TextTable {
  private let titles: [String]
  private let alignments: [Alignment]
  private let rows: [[String]]

  init<Row>(_ rows: [Row], columns: [Column<Row>], language: Language) {
    titles = columns.map { $0.title[language] }
    alignments = columns.map(\.alignment)
    self.rows = rows.map { row in columns.map { $0.cell(row, language).printable } }
  }

  /// The lines, the titles first.
  func lines(for terminal: Terminal) -> [String] {
    let widths = titles.indices.map { index in
      rows.reduce(titles[index].displayWidth) { max($0, $1[index].displayWidth) }
    }
    return [terminal.bold(line(titles, widths))] + rows.map { line($0, widths) }
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = cells.indices.map { cells[$0].padded(to: widths[$0], alignment: alignments[$0]) }.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }
}
