/// A rotation about the origin, clockwise where y points down.
///
/// By power series, since this module has no mathematics library; exact to about 1e-15 for up to one turn.
struct Rotation: Sendable {
  let cosine: Double
  let sine: Double

  /// - Parameter turns: 0 to 1, where 1 is a full turn.
  init(turns: Double) {
    let angle = 2 * Double.pi * turns
    var (cosine, sine, term) = (0.0, 0.0, 1.0)
    for order in 0..<40 {
      let sign = order % 4 < 2 ? 1.0 : -1.0
      if order.isMultiple(of: 2) { cosine += sign * term } else { sine += sign * term }
      term *= angle / Double(order + 1)
    }
    (self.cosine, self.sine) = (cosine, sine)
  }

  func applied(to point: (x: Double, y: Double)) -> (x: Double, y: Double) {
    (point.x * cosine - point.y * sine, point.x * sine + point.y * cosine)
  }
}
