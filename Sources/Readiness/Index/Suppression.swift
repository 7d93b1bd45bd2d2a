/// Hides small cells of a table of people, units × levels, so that nothing published gives one back.
///
/// The reader is taken to know every row total (a unit's headcount), every column total and the grand total, and to
/// solve the table over whole numbers of 0 or more. What is hidden:
///
/// - every cell of 1 to 4 people, and every cell of a unit of fewer than five;
/// - a cell that holds all of its unit's people: it would tell the level of each of them, however many they are;
/// - further cells until every hidden cell has at least two possible values, and the hidden cells of a row or column
///   together hold five people or more (or all that the row or column has), since total less published is their sum.
///
/// A zero is published unless it is hidden to protect another cell: that nobody of a unit stands at a level says nothing
/// of any person that a published level of others does not. A hidden cell may therefore be a zero, and the reader
/// cannot take it to be a small number.
///
/// It defends against arithmetic, not against knowing the people: someone who knows one person's level can subtract it.
public enum Suppression {
  /// Cells of 1 to 4 people are hidden.
  public static let threshold = 5

  /// - Parameter table: rows of equal length, each cell 0 or more; the rows are the units, of disjoint people.
  /// - Returns: the same table, nil where a cell is hidden. Where all people are in one row or in one column, totals
  ///   alone tell every cell: the table comes back all nil, and its totals are not to be published either.
  public static func suppress(_ table: [[Int]]) -> [[Int?]] {
    precondition(table.allSatisfy { $0.count == table.first?.count }, "rows of a table have equal length")
    precondition(table.joined().allSatisfy { $0 >= 0 }, "counts are 0 or more")
    var mask = SuppressionMask(table)
    mask.hideSensitive()
    guard mask.isProtectable else { return table.map { $0.map { _ in nil } } }
    mask.hideComplements()
    return mask.published
  }
}
