/// Correlated factors of simple structure from uncorrelated ones: direct oblimin with γ = 0 (quartimin; Jennrich &
/// Sampson, 1966) by gradient projection (Jennrich, 2002), started from the loadings as they are.
struct ObliqueRotation: Sendable {
  /// The pattern: one array a factor, one loading an item; each factor's loadings sum to at least 0.
  let loadings: [[Double]]
  /// Correlations of the factors.
  let correlations: SymmetricMatrix

  /// - Throws: `ReliabilityError.singular` where two factors fall together, `.notConverged`.
  init(of loadings: [[Double]]) throws(ReliabilityError) {
    let identity = loadings.indices.map { row in loadings.indices.map { $0 == row ? 1.0 : 0 } }
    guard var state = RotationState(loadings, axes: identity) else { throw .singular }
    var step = 1.0
    for _ in 0..<2000 {
      let slope = state.projectedGradient
      let steepness = slope.joined().reduce(0) { $0 + $1 * $1 }
      if steepness < 1e-18 { break }
      step *= 2
      guard let next = state.descended(along: slope, steepness: steepness, step: &step) else { break }
      state = next
    }
    guard state.projectedGradient.joined().allSatisfy({ $0.magnitude < 1e-5 }) else { throw .notConverged }
    let signs = state.pattern.map { $0.reduce(0, +) < 0 ? -1.0 : 1 }
    self.loadings = zip(state.pattern, signs).map { column, sign in column.map { $0 * sign } }
    correlations = gram(state.axes).scaled(by: signs)
  }
}

/// The inner products of vectors.
private func gram(_ vectors: [[Double]]) -> SymmetricMatrix {
  SymmetricMatrix(order: vectors.count) { innerProduct(vectors[$0], vectors[$1]) }
}

private func innerProduct(_ one: [Double], _ other: [Double]) -> Double {
  zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
}

/// Σ over g of weights[g] · vectors[g].
private func combination(_ vectors: [[Double]], _ weights: [Double]) -> [Double] {
  vectors[0].indices.map { entry in
    vectors.indices.reduce(0) { $0 + weights[$1] * vectors[$1][entry] }
  }
}

/// One choice of axes T (unit vectors, one a factor) with the pattern A (Tᵀ)⁻¹ that it gives.
private struct RotationState {
  let start: [[Double]]
  let axes: [[Double]]
  /// T⁻¹, one row a factor.
  private let inverse: [[Double]]
  let pattern: [[Double]]
  /// Quartimin: Σ over items and pairs of factors of the product of squared loadings, halved.
  private let value: Double

  init?(_ start: [[Double]], axes: [[Double]]) {
    // T⁻¹ = (Tᵀ T)⁻¹ Tᵀ
    guard let inner = Cholesky(gram(axes))?.inverse else { return nil }
    let inverse = axes.indices.map { row in combination(axes, axes.indices.map { inner[row, $0] }) }
    let pattern = inverse.map { combination(start, $0) }
    self.start = start
    self.axes = axes
    self.inverse = inverse
    self.pattern = pattern
    value = pattern[0].indices.reduce(0) { sum, item in
      let squares = pattern.map { $0[item] * $0[item] }
      let total = squares.reduce(0, +)
      return sum + squares.reduce(0) { $0 + $1 * (total - $1) } / 4
    }
  }

  /// The gradient by the axes, less its part along each axis, which changes lengths alone.
  var projectedGradient: [[Double]] {
    let communalities = pattern[0].indices.map { item in pattern.reduce(0) { $0 + $1[item] * $1[item] } }
    let byLoading = pattern.map { column in
      zip(column, communalities).map { loading, all in loading * (all - loading * loading) }
    }
    return axes.indices.map { factor in
      // Column `factor` of −(Lᵀ G T⁻¹)ᵀ.
      let products = byLoading.map { -innerProduct(pattern[factor], $0) }
      let gradient = combination(inverse, products)
      let along = innerProduct(axes[factor], gradient)
      return zip(gradient, axes[factor]).map { $0 - along * $1 }
    }
  }

  /// Halves `step` until the criterion falls by half of what the slope promises; nil where it cannot.
  func descended(along slope: [[Double]], steepness: Double, step: inout Double) -> RotationState? {
    for _ in 0..<50 {
      let moved = zip(axes, slope).map { axis, gradient in
        let raw = zip(axis, gradient).map { $0 - step * $1 }
        let length = innerProduct(raw, raw).squareRoot()
        return raw.map { $0 / length }
      }
      if let next = RotationState(start, axes: moved), next.value < value - 0.5 * steepness * step { return next }
      step /= 2
    }
    return nil
  }
}
