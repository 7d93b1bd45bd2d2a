/// Maps a quantity linearly to percent of a drawing's width.
struct LinearScale: Sendable {
  var domain: ClosedRange<Double>

  /// Values of the index and of its dimensions.
  static let hundred = LinearScale(domain: 0...100)

  /// 0 to 100; a value outside the domain is drawn at its end, a domain of one value in the middle.
  func percent(_ value: Double) -> Double {
    let extent = domain.upperBound - domain.lowerBound
    guard extent > 0 else { return 50 }
    let inside = min(max(value, domain.lowerBound), domain.upperBound)
    return 100 * (inside - domain.lowerBound) / extent
  }

  func callAsFunction(_ value: Double) -> Length { .percent(percent(value)) }
}
