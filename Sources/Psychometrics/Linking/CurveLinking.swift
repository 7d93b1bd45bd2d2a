#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The link that brings the anchors' characteristic curves of two calibrations together, by least squares.
///
/// Unlike the mean methods it heeds all parameters of an item together, so that errors of a and b which cancel in the
/// curve cancel in the link.
public struct CurveLinking: Sendable {
  /// What is brought together.
  public enum Criterion: Sendable, CaseIterable {
    /// Every category's probability, item by item (Haebara, 1980).
    case haebara
    /// The expected sum of the anchors' scores (Stocking & Lord, 1983).
    case stockingLord
  }

  /// The abilities at which curves are compared, and how much each counts.
  public struct Grid: Sendable {
    let nodes: [Double]
    /// Sum to 1.
    let weights: [Double]

    /// −4 to 4 by 0.05, all alike.
    public static let uniform = Grid { _ in 1 }

    /// −4 to 4 by 0.05, weighted by the standard normal density.
    public static let normal = Grid { exp(-$0 * $0 / 2) }

    private init(density: (Double) -> Double) {
      nodes = (-80...80).map { Double($0) / 20 }
      let densities = nodes.map(density)
      let total = densities.reduce(0, +)
      weights = densities.map { $0 / total }
    }
  }

  private let anchors: AnchorSet
  private let criterion: Criterion
  private let grid: Grid
  private let isSymmetric: Bool
  /// Curves on their own scales at the grid's nodes: what the other calibration's are compared with.
  private let baseCurves: [[Double]]
  private let newCurves: [[Double]]

  /// - Parameters:
  ///   - anchors: at least two, by their type.
  ///   - criterion: what to bring together.
  ///   - grid: where.
  ///   - isSymmetric: whether to compare the curves on both scales, so that linking back gives the inverse; else on the
  ///     base scale alone.
  public init(
    _ anchors: AnchorSet, criterion: Criterion = .stockingLord, grid: Grid = .normal, isSymmetric: Bool = true
  ) {
    self.anchors = anchors
    self.criterion = criterion
    self.grid = grid
    self.isSymmetric = isSymmetric
    baseCurves = criterion.curves(of: anchors.anchors.map(\.base), at: grid.nodes)
    newCurves = criterion.curves(of: anchors.anchors.map(\.new), at: grid.nodes)
  }

  /// What is minimised: the weighted mean over the grid of the squared differences of the curves, summed over items and
  /// categories (Haebara) or of the sum of scores (Stocking–Lord), and over both scales if symmetric.
  public func loss(at link: ScaleLink) -> Double {
    residuals(at: link).reduce(0) { $0 + $1 * $1 }
  }

  /// The link of least loss, by Levenberg and Marquardt's method from the mean/mean link.
  ///
  /// - Throws: `LinkingError.slopesNotPositive`, `.notConverged`, `.linkNotProper`.
  public func link() throws(LinkingError) -> ScaleLink {
    let start = try anchors.meanMean()
    var (scale, shift) = (log(start.slope), start.intercept)
    var (best, damping) = (loss(at: start), 1e-3)
    for _ in 0..<200 {
      let step = try step(scale, shift, damping: damping)
      let moved = try ScaleLink(slope: exp(scale + step.scale), intercept: shift + step.shift)
      let next = loss(at: moved)
      if next <= best {
        (scale, shift, best, damping) = (scale + step.scale, shift + step.shift, next, damping / 10)
      } else {
        damping *= 10
      }
      if max(step.scale.magnitude, step.shift.magnitude) < 1e-8 {
        return try ScaleLink(slope: exp(scale), intercept: shift)
      }
    }
    throw .notConverged
  }

  /// The damped normal equations' solution at log A and B, with differences for derivatives.
  private func step(
    _ scale: Double, _ shift: Double, damping: Double
  ) throws(LinkingError) -> (scale: Double, shift: Double) {
    let width = 1e-5
    let here = residuals(at: try ScaleLink(slope: exp(scale), intercept: shift))
    let up = residuals(at: try ScaleLink(slope: exp(scale + width), intercept: shift))
    let down = residuals(at: try ScaleLink(slope: exp(scale - width), intercept: shift))
    let right = residuals(at: try ScaleLink(slope: exp(scale), intercept: shift + width))
    let left = residuals(at: try ScaleLink(slope: exp(scale), intercept: shift - width))
    var (aa, ab, bb, ar, br) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for index in here.indices {
      let (a, b) = ((up[index] - down[index]) / (2 * width), (right[index] - left[index]) / (2 * width))
      (aa, ab, bb) = (aa + a * a, ab + a * b, bb + b * b)
      (ar, br) = (ar + a * here[index], br + b * here[index])
    }
    (aa, bb) = (aa * (1 + damping), bb * (1 + damping))
    let determinant = aa * bb - ab * ab
    guard determinant > 0 else { throw .notConverged }
    return ((ab * br - bb * ar) / determinant, (ab * ar - aa * br) / determinant)
  }

  /// Differences of the curves, each times the root of its weight.
  private func residuals(at link: ScaleLink) -> [Double] {
    let (new, base) = (anchors.anchors.map(\.new), anchors.anchors.map(\.base))
    var all = differences(criterion.curves(of: new, at: grid.nodes.map { link.new(of: $0) }), baseCurves)
    if isSymmetric {
      all += differences(criterion.curves(of: base, at: grid.nodes.map { link.base(of: $0) }), newCurves)
    }
    return all
  }

  private func differences(_ moved: [[Double]], _ fixed: [[Double]]) -> [Double] {
    var all: [Double] = []
    all.reserveCapacity(moved.count * grid.nodes.count)
    for (one, other) in zip(moved, fixed) {
      for node in one.indices { all.append((one[node] - other[node]) * grid.weights[node].squareRoot()) }
    }
    return all
  }
}

extension CurveLinking.Criterion {
  /// The curves to compare, each with a value a node.
  fileprivate func curves(of items: [any LinkableItem], at nodes: [Double]) -> [[Double]] {
    switch self {
    case .stockingLord: [nodes.map { theta in items.reduce(0) { $0 + $1.expectedScore(at: theta) } }]
    case .haebara:
      items.flatMap { item in
        // Of two categories one tells all: the other's differences are the same.
        (item.categoryCount == 2 ? 1..<2 : 0..<item.categoryCount).map { category in
          nodes.map { exp(item.logProbability(ofCategory: category, at: $0)) }
        }
      }
    }
  }
}
