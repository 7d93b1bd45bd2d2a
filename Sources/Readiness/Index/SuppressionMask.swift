/// A table and which of its cells are hidden so far.
struct SuppressionMask {
  let table: [[Int]]
  private(set) var hidden: [[Bool]]
  let rowTotals: [Int]
  let columnTotals: [Int]
  private var hiddenInRow: [Int]
  private var hiddenInColumn: [Int]

  struct Cell: Equatable {
    let row: Int
    let column: Int
  }

  private enum Line: Equatable {
    case row(Int)
    case column(Int)
  }

  init(_ table: [[Int]]) {
    self.table = table
    hidden = table.map { $0.map { _ in false } }
    rowTotals = table.map { $0.reduce(0, +) }
    columnTotals = (table.first ?? []).indices.map { column in table.map { $0[column] }.reduce(0, +) }
    hiddenInRow = rowTotals.map { _ in 0 }
    hiddenInColumn = columnTotals.map { _ in 0 }
  }

  var published: [[Int?]] {
    zip(table, hidden).map { zip($0, $1).map { $1 ? nil : $0 } }
  }

  /// True when nothing is hidden, or when hiding more can protect it: with one row or column of people it cannot.
  var isProtectable: Bool {
    !hidden.joined().contains(true)
      || rowTotals.filter { $0 > 0 }.count > 1 && columnTotals.filter { $0 > 0 }.count > 1
  }

  mutating func hideSensitive() {
    for (row, total) in rowTotals.enumerated() where total > 0 {
      for (column, count) in table[row].enumerated() {
        let small = (1..<Suppression.threshold).contains(count)
        if small || total < Suppression.threshold || count == total { hide(Cell(row: row, column: column)) }
      }
    }
  }

  /// Hides more until every line and every hidden cell is safe; ends at the latest when all cells are hidden.
  ///
  /// Hiding more only adds to the tables that the reader must hold possible, so a cell once safe stays safe.
  mutating func hideComplements() {
    hideInLines()
    let live = allCells.filter(isLive)
    var safe = hidden.map { $0.map { _ in false } }
    var isSettled = false
    while !isSettled {
      isSettled = true
      for cell in live where isHidden(cell) && !safe[cell.row][cell.column] {
        while isDetermined(cell), let more = complement(of: cell) {
          hide(more)
          hideInLines()
        }
        safe[cell.row][cell.column] = true
        isSettled = false
      }
    }
  }

  private mutating func hideInLines() {
    let lines = lines
    var isSettled = false
    while !isSettled {
      isSettled = true
      for line in lines {
        while !isSafe(line), let cell = cheapest(of: cells(of: line)) {
          hide(cell)
          isSettled = false
        }
      }
    }
  }

  /// A cell of the same row or column where one is left.
  private func complement(of cell: Cell) -> Cell? {
    cheapest(of: cells(of: .row(cell.row)) + cells(of: .column(cell.column))) ?? cheapest(of: allCells)
  }

  private mutating func hide(_ cell: Cell) {
    guard !isHidden(cell) else { return }
    hidden[cell.row][cell.column] = true
    hiddenInRow[cell.row] += 1
    hiddenInColumn[cell.column] += 1
  }

  /// Lines that hold people: those of zeros alone are known from their total and protect nothing.
  private var lines: [Line] {
    rowTotals.indices.filter { rowTotals[$0] > 0 }.map(Line.row)
      + columnTotals.indices.filter { columnTotals[$0] > 0 }.map(Line.column)
  }

  private func cells(of line: Line) -> [Cell] {
    switch line {
    case .row(let row): columnTotals.indices.map { Cell(row: row, column: $0) }
    case .column(let column): rowTotals.indices.map { Cell(row: $0, column: column) }
    }
  }

  private var allCells: [Cell] { rowTotals.indices.flatMap { cells(of: .row($0)) } }

  private func isHidden(_ cell: Cell) -> Bool { hidden[cell.row][cell.column] }

  private func isLive(_ cell: Cell) -> Bool { rowTotals[cell.row] > 0 && columnTotals[cell.column] > 0 }

  private func count(_ cell: Cell) -> Int { table[cell.row][cell.column] }

  /// With none hidden, or with two or more hidden whose sum is no small number itself.
  private func isSafe(_ line: Line) -> Bool {
    let live = cells(of: line).filter(isLive)
    let hidden = live.filter(isHidden)
    let sum = hidden.map(count).reduce(0, +)
    let total = live.map(count).reduce(0, +)
    return hidden.isEmpty || hidden.count > 1 && sum >= min(Suppression.threshold, total)
  }

  /// The published cell that costs the reader least: rather in a line where cells are hidden already, rather with
  /// people than empty, rather few of them; the first of equals.
  private func cheapest(of cells: [Cell]) -> Cell? {
    cells.filter { !isHidden($0) && isLive($0) }.min { cost($0).lexicographicallyPrecedes(cost($1)) }
  }

  private func cost(_ cell: Cell) -> [Int] {
    let newLines = (hiddenInRow[cell.row] == 0 ? 1 : 0) + (hiddenInColumn[cell.column] == 0 ? 1 : 0)
    return [count(cell) == 0 ? 1 : 0, newLines, count(cell)]
  }
}

extension SuppressionMask {
  /// True when all tables that agree with what is published have the same value in this hidden cell.
  ///
  /// Moving one person into the cell must be made good along a chain of hidden cells from its row back to its column,
  /// taking one out and putting one in by turns; moving one out, the other way about. Whole people can always be put
  /// in, and taken out where there are some. If no such chain exists either way, the cell cannot change: it is the
  /// residual graph of a flow problem, where a flow is greatest when no path is left.
  func isDetermined(_ cell: Cell) -> Bool {
    !hasChain(around: cell, rising: true) && (count(cell) == 0 || !hasChain(around: cell, rising: false))
  }

  /// - Parameter rising: true when the chain takes people out along rows and puts them in along columns.
  private func hasChain(around cell: Cell, rising: Bool) -> Bool {
    var rows = [cell.row]
    var seenRows: Set = [cell.row]
    var seenColumns: Set<Int> = []
    func isLink(_ link: Cell, takes: Bool) -> Bool { link != cell && isHidden(link) && (!takes || count(link) > 0) }
    while let row = rows.popLast() {
      for column in columnTotals.indices
      where !seenColumns.contains(column) && isLink(Cell(row: row, column: column), takes: rising) {
        if column == cell.column { return true }
        seenColumns.insert(column)
        let next = rowTotals.indices.filter {
          !seenRows.contains($0) && isLink(Cell(row: $0, column: column), takes: !rising)
        }
        seenRows.formUnion(next)
        rows += next
      }
    }
    return false
  }
}
