import Psychometrics

/// Data files as responses.
extension Reference {
  /// Numbers of a CSV file with a heading, one array a line.
  static func numbers(in lines: [Substring]) -> [[Double]] {
    lines.dropFirst().map { line in line.split(separator: ",").compactMap { Double($0) } }
  }

  /// Patterns with how many persons gave each, written out person by person.
  static func patterns(of name: String) throws -> ResponseMatrix {
    let rows = numbers(in: try lines(of: name))
    var matrix = try ResponseMatrix(itemCount: rows[0].count - 1)
    for row in rows {
      for _ in 0..<Int(row.last!) { try matrix.append(row.dropLast().map { Int8($0) }) }
    }
    return matrix
  }

  /// One person a line, one item a column.
  static func responses(in lines: [Substring]) throws -> ResponseMatrix {
    let rows = numbers(in: lines)
    return try ResponseMatrix(itemCount: rows[0].count, values: rows.joined().map { Int8($0) })
  }
}

extension Double {
  /// Whether two figures differ by less than `tolerance`; never if one of them is not a number.
  func isWithin(_ tolerance: Double, of other: Double) -> Bool { (self - other).magnitude < tolerance }
}
