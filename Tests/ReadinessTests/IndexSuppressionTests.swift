import Readiness
import SeededRandom
import Testing

/// What a reader can work out from a published table and all of its totals, by trying every table there is.
private struct Reader {
  let rowTotals: [Int]
  let columnTotals: [Int]
  let published: [[Int?]]

  init(_ table: [[Int]], _ published: [[Int?]]) {
    rowTotals = table.map { $0.reduce(0, +) }
    columnTotals = table[0].indices.map { column in table.map { $0[column] }.reduce(0, +) }
    self.published = published
  }

  /// The values that each cell takes over all tables of whole numbers that agree with what is published.
  func possible() -> [[Set<Int>]] {
    var found = published.map { $0.map { _ in Set<Int>() } }
    var table = published.map { $0.map { $0 ?? 0 } }
    visit(0, &table, rowTotals, columnTotals) { table in
      for (row, cells) in table.enumerated() {
        for (column, value) in cells.enumerated() { found[row][column].insert(value) }
      }
    }
    return found
  }

  /// Fills the table cell by cell from `index`, with what rows and columns have left.
  private func visit(
    _ index: Int, _ table: inout [[Int]], _ rows: [Int], _ columns: [Int], _ done: ([[Int]]) -> Void
  ) {
    guard index < rows.count * columns.count else { return done(table) }
    let (row, column) = (index / columns.count, index % columns.count)
    let most = min(rows[row], columns[column])
    for value in published[row][column].map({ $0...$0 }) ?? 0...most where value <= most {
      let (restOfRow, restOfColumn) = (rows[row] - value, columns[column] - value)
      if column == columns.count - 1 && restOfRow > 0 || row == rows.count - 1 && restOfColumn > 0 { continue }
      table[row][column] = value
      var (nextRows, nextColumns) = (rows, columns)
      nextRows[row] = restOfRow
      nextColumns[column] = restOfColumn
      visit(index + 1, &table, nextRows, nextColumns, done)
    }
  }
}

@Suite("Suppression of small cells")
struct IndexSuppressionTests {
  /// A cell that the rule hides for its own sake.
  private func isSensitive(_ table: [[Int]], _ row: Int, _ column: Int) -> Bool {
    let total = table[row].reduce(0, +)
    let cell = table[row][column]
    return total > 0 && ((1..<5).contains(cell) || total < 5 || cell == total)
  }

  private func check(_ table: [[Int]]) {
    let published = Suppression.suppress(table)
    for (row, cells) in table.enumerated() {
      for (column, cell) in cells.enumerated() {
        #expect(published[row][column] == nil || published[row][column] == cell, "\(table)")
        if isSensitive(table, row, column) { #expect(published[row][column] == nil, "\(table) at \(row), \(column)") }
      }
    }
    let reader = Reader(table, published)
    guard reader.rowTotals.filter({ $0 > 0 }).count > 1, reader.columnTotals.filter({ $0 > 0 }).count > 1 else {
      return
    }
    for (row, cells) in reader.possible().enumerated() {
      for (column, values) in cells.enumerated() where published[row][column] == nil {
        if reader.rowTotals[row] == 0 || reader.columnTotals[column] == 0 { continue }
        #expect(values.count > 1, "\(table) tells row \(row), column \(column) by \(published)")
      }
    }
    checkSums(table, published)
  }

  /// Total less published is the sum of what is hidden: it must not be a small number that the total itself is not.
  private func checkSums(_ table: [[Int]], _ published: [[Int?]]) {
    for (row, cells) in table.enumerated() {
      let hidden = cells.indices.filter { published[row][$0] == nil }.map { cells[$0] }
      if !hidden.isEmpty { #expect(hidden.reduce(0, +) >= min(5, cells.reduce(0, +)), "row \(row) of \(table)") }
    }
    for column in table[0].indices {
      let rows = table.indices.filter { published[$0][column] == nil }
      let total = table.map { $0[column] }.reduce(0, +)
      if !rows.isEmpty {
        #expect(rows.map { table[$0][column] }.reduce(0, +) >= min(5, total), "column \(column) of \(table)")
      }
    }
  }

  @Test func `a table without small cells is published whole`() {
    let table = [[5, 6, 0], [7, 0, 9], [0, 8, 5]]
    #expect(Suppression.suppress(table) == table)
  }

  @Test func `one small cell takes three more with it`() {
    #expect(
      Suppression.suppress([[3, 9, 20], [8, 7, 20], [30, 30, 30]]) == [[nil, nil, 20], [nil, nil, 20], [30, 30, 30]])
  }

  @Test func `two ones in a row are not enough, since their sum is told`() {
    let published = Suppression.suppress([[1, 1, 20, 30], [20, 20, 20, 20], [20, 20, 20, 20]])
    #expect(published[0].filter { $0 == nil }.count == 3)
  }

  @Test func `a unit below five is hidden as a whole`() {
    let published = Suppression.suppress([[3, 0, 0], [10, 12, 14], [20, 20, 20]])
    #expect(published[0] == [nil, nil, nil])
    #expect(published[2] == [20, 20, 20])
  }

  @Test func `a unit whose people all stand at one level does not show it`() {
    let published = Suppression.suppress([[30, 0, 0], [10, 12, 14], [20, 20, 20]])
    #expect(published[0][0] == nil)
    #expect(published[0].filter { $0 == nil }.count >= 2)
  }

  @Test func `a zero is published where nothing needs it`() {
    #expect(Suppression.suppress([[3, 9, 0], [8, 7, 20], [30, 30, 0]])[0][2] == 0)
  }

  @Test func `two hidden cells a line are not enough where the zeros beside them leave no chain`() {
    check([[0, 0, 7], [7, 3, 8], [0, 0, 2]])
    #expect(Suppression.suppress([[0, 0, 2], [0, 0, 4], [3, 2, 6]]).joined().allSatisfy { $0 == nil })
  }

  @Test func `where totals alone tell every cell all is hidden`() {
    #expect(Suppression.suppress([[3, 9]]) == [[nil, nil]])
    #expect(Suppression.suppress([[3], [9]]) == [[nil], [nil]])
    #expect(Suppression.suppress([[10, 9]]) == [[10, 9]])
    #expect(Suppression.suppress([]) == [])
    #expect(Suppression.suppress([[0, 0], [0, 0]]) == [[0, 0], [0, 0]])
  }

  @Test(arguments: 1...150 as ClosedRange<UInt64>)
  func `no reader who knows all totals can tell a hidden cell`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<10 {
      let columns = Int.random(in: 2...3, using: &generator)
      let rows = Int.random(in: 2...3, using: &generator)
      check((0..<rows).map { _ in (0..<columns).map { _ in small(&generator) } })
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `four rows of few people keep their cells`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    check((0..<4).map { _ in (0..<3).map { _ in max(0, .random(in: -3...4, using: &generator)) } })
  }

  private func small(_ generator: inout SplitMix64) -> Int {
    Bool.random(using: &generator) ? .random(in: 0...2, using: &generator) : .random(in: 0...9, using: &generator)
  }

  @Test func `a large table stays mostly legible`() {
    var generator = SplitMix64(seed: 7)
    let table = (0..<60).map { _ in (0..<6).map { _ in Int.random(in: 0...30, using: &generator) } }
    let hidden = Suppression.suppress(table).joined().filter { $0 == nil }.count
    let sensitive = table.indices.flatMap { row in (0..<6).filter { isSensitive(table, row, $0) } }.count
    #expect(hidden >= sensitive)
    #expect(hidden <= 2 * sensitive)
  }
}
