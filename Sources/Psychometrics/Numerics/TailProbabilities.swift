#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// P(Z ≥ z) of the standard normal distribution.
func normalUpperTail(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }

/// P(χ² ≥ `statistic`) with `degreesOfFreedom` ≥ 1, by the recurrence from one or two degrees upward.
func chiSquareUpperTail(_ statistic: Double, degreesOfFreedom: Int) -> Double {
  let half = max(statistic, 0) / 2
  guard half > 0 else { return 1 }
  var degrees = degreesOfFreedom.isMultiple(of: 2) ? 2 : 1
  var tail = degrees == 2 ? exp(-half) : erfc(half.squareRoot())
  while degrees < degreesOfFreedom {
    tail += exp(Double(degrees) / 2 * log(half) - half - lgamma(Double(degrees) / 2 + 1))
    degrees += 2
  }
  return min(tail, 1)
}
