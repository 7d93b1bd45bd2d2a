#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Uncorrelated common factors of a covariance matrix S ≈ Λ Λᵀ + Ψ, unrotated.
///
/// For given uniquenesses Ψ the best loadings follow from eigenvectors, so that only Ψ is searched: by scoring steps on
/// log ψ with the approximate second derivatives of Jöreskog (1967) and Clarke (1970).
struct FactorExtraction: Sendable {
  enum Discrepancy: Sendable {
    /// log |Σ| − log |S| + tr(S Σ⁻¹) − k.
    case maximumLikelihood
    /// Half the sum of the squared residuals of all entries off the diagonal.
    case minimumResidual
  }

  /// One array a factor, one loading an item; each factor's loadings sum to at least 0.
  let loadings: [[Double]]
  /// ψ: each item's variance that the factors do not explain.
  let uniquenesses: [Double]
  /// What was minimised, at its minimum.
  let discrepancy: Double
  /// Whether a uniqueness ran into its bound, 0.5 % of its item's variance (a Heywood case): too little data, or too
  /// many factors.
  let isImproper: Bool

  /// - Throws: `ReliabilityError.singular`, `.notConverged`.
  init(
    of matrix: SymmetricMatrix, factorCount: Int, minimizing kind: Discrepancy
  ) throws(ReliabilityError) {
    guard let inverse = Cholesky(matrix)?.inverse else { throw .singular }
    let floors = matrix.diagonal.map { log(0.005 * $0) }
    let share = 1 - Double(factorCount) / Double(2 * matrix.order)
    var point = UniquenessPoint(
      matrix, kind, factorCount, logUniquenesses: zip(inverse.diagonal, floors).map { max(log(share / $0), $1) })
    var settled = false
    for _ in 0..<500 where !settled {
      guard let next = point.improved(floors: floors) else {
        settled = true
        break
      }
      settled = (point.value - next.value).magnitude < 1e-15 && next.largestSlope(floors: floors) < 1e-7
      point = next
    }
    guard settled, point.largestSlope(floors: floors) < 1e-4 else { throw .notConverged }
    loadings = point.loadings
    uniquenesses = point.uniquenesses
    discrepancy = point.value
    isImproper = zip(point.logUniquenesses, floors).contains { $0 <= $1 }
  }
}

/// The discrepancy at one Ψ, with what its derivatives are made of.
private struct UniquenessPoint {
  let matrix: SymmetricMatrix
  let kind: FactorExtraction.Discrepancy
  let factorCount: Int
  let logUniquenesses: [Double]
  let uniquenesses: [Double]
  let value: Double
  private let eigen: EigenDecomposition

  init(
    _ matrix: SymmetricMatrix, _ kind: FactorExtraction.Discrepancy, _ factorCount: Int, logUniquenesses: [Double]
  ) {
    self.matrix = matrix
    self.kind = kind
    self.factorCount = factorCount
    self.logUniquenesses = logUniquenesses
    let uniquenesses = logUniquenesses.map { exp($0) }
    self.uniquenesses = uniquenesses
    switch kind {
    case .maximumLikelihood:
      eigen = EigenDecomposition(matrix.scaled(by: uniquenesses.map { 1 / $0.squareRoot() }))
      value = eigen.values.dropFirst(factorCount).reduce(0) { $0 + $1 - floorLog($1) - 1 }
    case .minimumResidual:
      eigen = EigenDecomposition(
        SymmetricMatrix(order: matrix.order) { matrix[$0, $1] - ($0 == $1 ? uniquenesses[$0] : 0) })
      value = eigen.values.dropFirst(factorCount).reduce(0) { $0 + $1 * $1 } / 2
    }
  }

  private var discarded: Range<Int> { factorCount..<matrix.order }

  /// Of `value` by log ψ.
  private var gradient: [Double] {
    (0..<matrix.order).map { item in
      discarded.reduce(0) { sum, index in
        let square = eigen.vectors[index][item] * eigen.vectors[index][item]
        return switch kind {
        case .maximumLikelihood: sum + (1 - eigen.values[index]) * square
        case .minimumResidual: sum - uniquenesses[item] * eigen.values[index] * square
        }
      }
    }
  }

  private var curvature: SymmetricMatrix {
    SymmetricMatrix(order: matrix.order) { row, column in
      let overlap = discarded.reduce(0) { $0 + eigen.vectors[$1][row] * eigen.vectors[$1][column] }
      let scale = kind == .maximumLikelihood ? 1 : uniquenesses[row] * uniquenesses[column]
      return scale * overlap * overlap
    }
  }

  /// The steepest descent that the floors allow, in units of the discrepancy.
  func largestSlope(floors: [Double]) -> Double {
    let gradient = gradient
    return free(gradient, floors).reduce(0) { max($0, gradient[$1].magnitude) }
  }

  private func free(_ gradient: [Double], _ floors: [Double]) -> [Int] {
    gradient.indices.filter { logUniquenesses[$0] > floors[$0] || gradient[$0] < 0 }
  }

  /// One damped scoring step; nil where none lowers the discrepancy any more.
  func improved(floors: [Double]) -> UniquenessPoint? {
    let gradient = gradient
    let free = free(gradient, floors)
    var curvature = curvature.restricted(to: free)
    let ridge = 1e-8 * (curvature.diagonal.max() ?? 0)
    for index in free.indices { curvature[index, index] += ridge }
    guard let step = Cholesky(curvature)?.solve(free.map { gradient[$0] }) else { return nil }
    var length = min(1, 2 / (step.map(\.magnitude).max() ?? 1))
    for _ in 0..<40 {
      var moved = logUniquenesses
      for (index, item) in free.enumerated() { moved[item] = max(moved[item] - length * step[index], floors[item]) }
      let next = UniquenessPoint(matrix, kind, factorCount, logUniquenesses: moved)
      if next.value < value { return next }
      length /= 2
    }
    return nil
  }

  var loadings: [[Double]] {
    (0..<factorCount).map { factor in
      let (value, vector) = (eigen.values[factor], eigen.vectors[factor])
      let column =
        switch kind {
        case .maximumLikelihood:
          zip(vector, uniquenesses).map { $0 * $1.squareRoot() * max(value - 1, 0).squareRoot() }
        case .minimumResidual: vector.map { $0 * max(value, 0).squareRoot() }
        }
      return column.reduce(0, +) < 0 ? column.map { -$0 } : column
    }
  }
}
