/// The Cholesky factor L of a positive definite matrix L Lᵀ.
struct Cholesky: Sendable {
  private let order: Int
  /// L, row by row; zero above the diagonal.
  private let factor: [Double]

  /// Nil where the matrix is not positive definite: a pivot is below 1e-12 of its diagonal entry, or not a number.
  init?(_ matrix: SymmetricMatrix) {
    let order = matrix.order
    var factor = [Double](repeating: 0, count: order * order)
    for row in 0..<order {
      for column in 0...row {
        var rest = matrix[row, column]
        for inner in 0..<column { rest -= factor[row * order + inner] * factor[column * order + inner] }
        if row == column {
          guard rest > 1e-12 * matrix[row, row], rest.isFinite else { return nil }
          factor[row * order + row] = rest.squareRoot()
        } else {
          factor[row * order + column] = rest / factor[column * order + column]
        }
      }
    }
    self.order = order
    self.factor = factor
  }

  /// x with L Lᵀ x = `right`.
  func solve(_ right: [Double]) -> [Double] {
    var x = right
    for row in 0..<order {
      for inner in 0..<row { x[row] -= factor[row * order + inner] * x[inner] }
      x[row] /= factor[row * order + row]
    }
    for row in (0..<order).reversed() {
      for inner in row + 1..<order { x[row] -= factor[inner * order + row] * x[inner] }
      x[row] /= factor[row * order + row]
    }
    return x
  }

  var inverse: SymmetricMatrix {
    let columns = (0..<order).map { column in
      solve((0..<order).map { $0 == column ? 1 : 0 })
    }
    return SymmetricMatrix(order: order) { columns[$1][$0] }
  }
}
