/// A square matrix equal to its transpose, all entries kept, row by row.
struct SymmetricMatrix: Hashable, Sendable {
  let order: Int
  private(set) var values: [Double]

  /// - Parameter entry: called for row ≥ column only.
  init(order: Int, entry: (_ row: Int, _ column: Int) -> Double) {
    self.order = order
    values = Array(repeating: 0, count: order * order)
    for row in 0..<order {
      for column in 0...row { self[row, column] = entry(row, column) }
    }
  }

  /// Setting an entry sets its mirror image too.
  subscript(row: Int, column: Int) -> Double {
    get { values[row * order + column] }
    set {
      values[row * order + column] = newValue
      values[column * order + row] = newValue
    }
  }

  var diagonal: [Double] { (0..<order).map { self[$0, $0] } }

  /// The sum of all entries: of a covariance matrix, the variance of the items' sum.
  var sum: Double { values.reduce(0, +) }

  func rowSum(_ row: Int) -> Double { values[row * order..<(row + 1) * order].reduce(0, +) }

  /// Rows and columns `kept`, in that order.
  func restricted(to kept: [Int]) -> SymmetricMatrix {
    SymmetricMatrix(order: kept.count) { self[kept[$0], kept[$1]] }
  }

  /// With row and column i multiplied by factor i.
  func scaled(by factors: [Double]) -> SymmetricMatrix {
    SymmetricMatrix(order: order) { self[$0, $1] * factors[$0] * factors[$1] }
  }
}
