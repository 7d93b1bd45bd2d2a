#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// N(0, R) on a grid with the same nodes along every axis: its weights, and what is left of a product of domain
/// likelihoods under them.
///
/// Simple structure makes the likelihood at a grid point a product of one factor a domain, so a person costs one pass
/// over the grid however many items there are.
struct JointPrior: Sendable {
  let grid: NodeGrid
  let domainCount: Int
  /// Rows along the last axis, one for each combination of nodes on the others; they sum to 1.
  private let weights: [NodeVector]
  /// For each row, the nodes of the other axes.
  private let outer: [[Int]]
  /// Their abilities.
  private let outerTheta: [[Double]]
  /// E[θ θᵀ] on the grid: R, but for what the grid leaves out.
  private(set) var secondMoments: [Double] = []

  /// - Parameter inverse: R⁻¹.
  init(inverse: SymmetricMatrix, quadrature: Quadrature) {
    let grid = NodeGrid(quadrature)
    let domains = inverse.order
    var outer: [[Int]] = [[]]
    for _ in 1..<domains { outer = outer.flatMap { row in quadrature.nodes.indices.map { row + [$0] } } }
    let outerTheta = outer.map { row in row.map { quadrature.nodes[$0] } }
    var weights: [NodeVector] = []
    weights.reserveCapacity(outer.count * grid.lanes)
    var total = 0.0
    for theta in outerTheta {
      for lane in 0..<grid.lanes {
        var row = NodeVector.zero
        for index in 0..<NodeVector.scalarCount where lane * NodeVector.scalarCount + index < grid.nodeCount {
          let point = theta + [grid.theta[lane][index]]
          row[index] = exp(-inverse.quadraticForm(point) / 2)
        }
        total += row.sum()
        weights.append(row)
      }
    }
    self.grid = grid
    self.outer = outer
    self.outerTheta = outerTheta
    self.weights = weights.map { $0 / total }
    domainCount = domains
    secondMoments = moments(of: Array(repeating: grid.ones, count: domains)).second
  }

  /// What a person's posterior comes to.
  struct Moments: Sendable {
    /// The likelihood, integrated over the prior.
    var likelihood: Double
    /// E[θ].
    var mean: [Double]
    /// E[θ θᵀ], row by row.
    var second: [Double]
    /// Along each axis, the posterior's mass at each node.
    var margins: [[NodeVector]]
  }

  /// - Parameter likelihoods: each domain's at the nodes of its axis.
  func moments(of likelihoods: [[NodeVector]]) -> Moments {
    let (lanes, last) = (grid.lanes, domainCount - 1)
    var margins = Array(repeating: [Double](repeating: 0, count: grid.nodeCount), count: last)
    var lastMargin = Array(repeating: NodeVector.zero, count: lanes)
    var second = Array(repeating: 0.0, count: domainCount * domainCount)
    let factors = likelihoods.map { row in (0..<grid.nodeCount).map { row.value(at: $0) } }
    for row in outer.indices {
      var share = 1.0
      for (axis, node) in outer[row].enumerated() { share *= factors[axis][node] }
      var (mass, first) = (NodeVector.zero, NodeVector.zero)
      for lane in 0..<lanes {
        let value = weights[row * lanes + lane] * likelihoods[last][lane] * share
        lastMargin[lane] += value
        mass += value
        first += value * grid.theta[lane]
      }
      let (rowMass, rowFirst, theta) = (mass.sum(), first.sum(), outerTheta[row])
      for axis in 0..<last {
        margins[axis][outer[row][axis]] += rowMass
        second[axis * domainCount + last] += theta[axis] * rowFirst
        for other in 0..<axis { second[other * domainCount + axis] += theta[other] * theta[axis] * rowMass }
      }
    }
    return finished(margins: margins.map(grid.row) + [lastMargin], products: second)
  }

  /// Normalises, and completes the moments from the margins.
  private func finished(margins: [[NodeVector]], products: [Double]) -> Moments {
    let likelihood = max(margins[0].reduce(NodeVector.zero, +).sum(), .leastNormalMagnitude)
    var moments = Moments(
      likelihood: likelihood, mean: [], second: products.map { $0 / likelihood },
      margins: margins.map { margin in margin.map { $0 / likelihood } })
    for (axis, margin) in moments.margins.enumerated() {
      moments.mean.append(zip(margin, grid.theta).reduce(NodeVector.zero) { $0 + $1.0 * $1.1 }.sum())
      moments.second[axis * domainCount + axis] =
        zip(margin, grid.theta).reduce(NodeVector.zero) { $0 + $1.0 * $1.1 * $1.1 }.sum()
      for other in 0..<axis {
        moments.second[axis * domainCount + other] = moments.second[other * domainCount + axis]
      }
    }
    return moments
  }
}

extension NodeGrid {
  var ones: [NodeVector] { Array(repeating: NodeVector(repeating: 1), count: lanes) }

  /// One value a node as a row, the padding 0.
  func row(_ values: [Double]) -> [NodeVector] {
    var row = Array(repeating: NodeVector.zero, count: lanes)
    for (node, value) in values.enumerated() {
      row[node / NodeVector.scalarCount][node % NodeVector.scalarCount] = value
    }
    return row
  }
}

extension [NodeVector] {
  func value(at node: Int) -> Double { self[node / NodeVector.scalarCount][node % NodeVector.scalarCount] }
}

extension SymmetricMatrix {
  /// xᵀ M x.
  func quadraticForm(_ x: [Double]) -> Double {
    var sum = 0.0
    for row in 0..<order {
      for column in 0..<order { sum += x[row] * self[row, column] * x[column] }
    }
    return sum
  }
}
