/// Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations: slower than reduction to tridiagonal form
/// for hundreds of rows, but accurate to the last digits of the largest eigenvalue and short.
struct EigenDecomposition: Sendable {
  /// Falling.
  let values: [Double]
  /// Of length 1, mutually perpendicular, in the order of `values`; the sign of each is arbitrary.
  let vectors: [[Double]]

  init(_ matrix: SymmetricMatrix) {
    var rotations = JacobiRotations(matrix)
    // Convergence is quadratic: a dozen sweeps do for any size used here; the cap only guards against NaN.
    for _ in 0..<60 where !rotations.isDiagonal { rotations.sweep() }
    let diagonal = rotations.diagonal
    let order = diagonal.indices.sorted { diagonal[$0] > diagonal[$1] }
    values = order.map { diagonal[$0] }
    vectors = order.map { rotations.vector($0) }
  }
}

private struct JacobiRotations {
  private let order: Int
  private var a: [Double]
  /// Row j becomes eigenvector j.
  private var v: [Double]
  private let tolerance: Double

  init(_ matrix: SymmetricMatrix) {
    order = matrix.order
    a = matrix.values
    v = Array(repeating: 0, count: a.count)
    for index in 0..<order { v[index * order + index] = 1 }
    tolerance = 1e-32 * a.reduce(0) { $0 + $1 * $1 }
  }

  var diagonal: [Double] { (0..<order).map { a[$0 * order + $0] } }

  func vector(_ index: Int) -> [Double] { Array(v[index * order..<(index + 1) * order]) }

  var isDiagonal: Bool {
    var sum = 0.0
    for row in 0..<order {
      for column in 0..<row { sum += a[row * order + column] * a[row * order + column] }
    }
    return sum <= tolerance
  }

  mutating func sweep() {
    for p in 0..<order {
      for q in p + 1..<order where a[p * order + q] != 0 { rotate(p, q) }
    }
  }

  /// Turns axes p and q so that entry (p, q) vanishes.
  private mutating func rotate(_ p: Int, _ q: Int) {
    let ratio = (a[q * order + q] - a[p * order + p]) / (2 * a[p * order + q])
    let tangent = (ratio >= 0 ? 1 : -1) / (ratio.magnitude + (ratio * ratio + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for k in 0..<order {
      let (left, right) = (a[k * order + p], a[k * order + q])
      a[k * order + p] = cosine * left - sine * right
      a[k * order + q] = sine * left + cosine * right
    }
    for k in 0..<order {
      let (upper, lower) = (a[p * order + k], a[q * order + k])
      a[p * order + k] = cosine * upper - sine * lower
      a[q * order + k] = sine * upper + cosine * lower
      let (one, other) = (v[p * order + k], v[q * order + k])
      v[p * order + k] = cosine * one - sine * other
      v[q * order + k] = sine * one + cosine * other
    }
  }
}
