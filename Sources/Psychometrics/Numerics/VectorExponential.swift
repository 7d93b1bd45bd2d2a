/// Eight values computed at once.
typealias Lane = SIMD8<Double>

/// exp of each value, within 2e-15 relative of the true one; arguments are first held to −700 … 700.
///
/// By x = n·log 2 + r with |r| ≤ log 2 ÷ 2, exp(r) by its Taylor polynomial of degree 13 (remainder below 5e-18), and 2ⁿ
/// written into the exponent's bits. log 2 is split in two parts so that n·log 2 is subtracted without rounding.
@inline(__always)
func exponential(_ x: Lane) -> Lane {
  let held = x.clamped(lowerBound: Lane(repeating: -700), upperBound: Lane(repeating: 700))
  // Adding 1.5 · 2⁵² rounds to an integer, which then stands in the sum's lowest bits.
  let shifted = held * 1.4426950408889634 + 6755399441055744
  let n = shifted - 6755399441055744
  let r = (held - n * 0.693145751953125) - n * 1.42860682030941723212e-6
  var sum = r * (1.0 / 6_227_020_800) + 1.0 / 479_001_600
  sum = sum * r + 1.0 / 39_916_800
  sum = sum * r + 1.0 / 3_628_800
  sum = sum * r + 1.0 / 362_880
  sum = sum * r + 1.0 / 40_320
  sum = sum * r + 1.0 / 5_040
  sum = sum * r + 1.0 / 720
  sum = sum * r + 1.0 / 120
  sum = sum * r + 1.0 / 24
  sum = sum * r + 1.0 / 6
  sum = sum * r + 0.5
  sum = sum * r + 1
  sum = sum * r + 1
  let exponent = (unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &+ 1023) &<< 52
  return sum * unsafeBitCast(exponent, to: Lane.self)
}

/// logistic(x) and logistic(−x) of each value, both without cancellation.
@inline(__always)
func logisticPair(_ x: Lane) -> (up: Lane, down: Lane) {
  let isNegative = x .< 0
  let tail = exponential(x.replacing(with: -x, where: .!isNegative))
  let near = 1 / (1 + tail)
  let far = tail * near
  return (near.replacing(with: far, where: isNegative), far.replacing(with: near, where: isNegative))
}
