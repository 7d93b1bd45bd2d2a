/// The correlations among the parameters of a calibration: the entries of R below its diagonal, row by row.
struct CorrelationParameters: Sendable {
  /// Where they begin among all parameters; they are the last.
  let first: Int
  let domainCount: Int

  var count: Int { domainCount * (domainCount - 1) / 2 }

  private var places: [(row: Int, column: Int)] {
    (0..<domainCount).flatMap { row in (0..<row).map { (row, $0) } }
  }

  /// R.
  func matrix(at point: [Double]) -> SymmetricMatrix {
    var matrix = SymmetricMatrix(order: domainCount) { $0 == $1 ? 1 : 0 }
    for (index, place) in places.enumerated() { matrix[place.row, place.column] = point[first + index] }
    return matrix
  }

  /// ∂ log-likelihood ÷ ∂R_ij, an entry of R⁻¹ M R⁻¹.
  ///
  /// - Parameter excessMoments: M, how far people's second moments exceed the prior's.
  func setGradient(
    of evaluation: inout QuasiNewtonAscent.Evaluation, inverse: SymmetricMatrix, excessMoments: [Double]
  ) {
    for (index, place) in places.enumerated() {
      var sum = 0.0
      for left in 0..<domainCount {
        for right in 0..<domainCount {
          sum += inverse[place.row, left] * excessMoments[left * domainCount + right] * inverse[right, place.column]
        }
      }
      evaluation.gradient[first + index] = sum
    }
  }

  /// These parameters' part of a vector, times the inverse of what seen abilities would tell of R:
  /// N ÷ 2 · tr(R⁻¹ E_k R⁻¹ E_l).
  func step(_ vector: [Double], inverse: SymmetricMatrix, people: Int) -> [Double] {
    let places = places
    let information = SymmetricMatrix(order: places.count) { left, right in
      let ((i, j), (k, l)) = (places[left], places[right])
      return Double(people) * (inverse[i, k] * inverse[j, l] + inverse[i, l] * inverse[j, k])
    }
    let own = Array(vector[first...])
    return Cholesky(information)?.solve(own) ?? own
  }

  /// Halves these parameters' part of a step until every correlation is below 0.995 and R positive definite.
  func limited(_ step: [Double], from point: [Double]) -> [Double] {
    var limited = step
    for _ in 0..<60 {
      let next = matrix(at: zip(point, limited).map { $0 + $1 })
      if places.allSatisfy({ next[$0.row, $0.column].magnitude < 0.995 }), Cholesky(next) != nil { break }
      for index in first..<step.count { limited[index] /= 2 }
    }
    return limited
  }
}
