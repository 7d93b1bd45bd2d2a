/// The Fisher information of many items on a fine grid of abilities, to rank all items at any ability in one sweep.
///
/// Between the grid's nodes information is interpolated by the cubic through the four nearest. The interpolation only
/// sorts out the items that cannot be the best: within `margin` the model itself decides, so a ranking is exact.
struct InformationTable: Sendable {
  /// Steps of the grid per unit of ability.
  private static let density = 16.0
  /// Abilities beyond ± this are ranked as if at it.
  let limit: Double
  private let itemCount: Int
  /// One value an item, one row a node; one node more than `limit` needs at each end.
  private let values: [Double]
  /// No interpolated value is further than this from the model's: twice the largest error found halfway between nodes,
  /// where it is largest.
  let margin: Double

  init(models: [any ItemModel], limit: Double) {
    let cellCount = Int((2 * limit * Self.density).rounded(.up)) + 2
    let first = -Double(cellCount) / 2 / Self.density
    var values: [Double] = []
    values.reserveCapacity((cellCount + 1) * models.count)
    for node in 0...cellCount {
      let theta = first + Double(node) / Self.density
      for model in models { values.append(model.information(at: theta).expected) }
    }
    self.limit = Double(cellCount - 2) / 2 / Self.density
    self.itemCount = models.count
    self.values = values
    margin = 2 * Self.largestError(of: values, models: models, first: first, cellCount: cellCount)
  }

  private static func largestError(
    of values: [Double], models: [any ItemModel], first: Double, cellCount: Int
  ) -> Double {
    var largest = 0.0
    for cell in 1..<cellCount - 1 {
      let theta = first + (Double(cell) + 0.5) / density
      for (item, model) in models.enumerated() {
        func value(_ node: Int) -> Double { values[node * models.count + item] }
        let estimate = (9 * (value(cell) + value(cell + 1)) - value(cell - 1) - value(cell + 2)) / 16
        largest = max(largest, abs(estimate - model.information(at: theta).expected))
      }
    }
    return largest
  }

  /// Writes the interpolated information of the items in `range` at θ, each with its offset added.
  ///
  /// - Parameters:
  ///   - theta: within ± `limit`.
  ///   - offsets: one an item of the whole table; −∞ shuts an item out.
  ///   - output: as many values as `range`.
  func interpolate(
    at theta: Double, range: Range<Int>, offsets: [Double], into output: UnsafeMutableBufferPointer<Double>
  ) {
    let position = (theta + limit) * Self.density + 1
    let cell = min(Int(position), values.count / itemCount - 3)
    let x = position - Double(cell)
    let (w0, w1) = (-x * (x - 1) * (x - 2) / 6, (x + 1) * (x - 1) * (x - 2) / 2)
    let (w2, w3) = (-(x + 1) * x * (x - 2) / 2, (x + 1) * x * (x - 1) / 6)
    values.withUnsafeBufferPointer { values in
      offsets.withUnsafeBufferPointer { offsets in
        func row(_ node: Int) -> UnsafeBufferPointer<Double> {
          let start = node * itemCount + range.lowerBound
          return UnsafeBufferPointer(rebasing: values[start..<start + range.count])
        }
        // Rows of their own, so that the loop has no sums of indices and becomes vector code.
        let (r0, r1, r2, r3) = (row(cell - 1), row(cell), row(cell + 1), row(cell + 2))
        let offsets = UnsafeBufferPointer(rebasing: offsets[range])
        for item in 0..<range.count {
          let left = w0 * r0[item] + w1 * r1[item]
          let right = w2 * r2[item] + w3 * r3[item]
          output[item] = left + right + offsets[item]
        }
      }
    }
  }
}
