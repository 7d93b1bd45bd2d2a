#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// log(1 + exp(x)) without overflow or loss of small values: a logistic model's −log P.
func softplus(_ x: Double) -> Double {
  max(x, 0) + log1p(exp(-abs(x)))
}

/// 1 ÷ (1 + exp(−x)), computed from the side on which exp cannot overflow.
func logistic(_ x: Double) -> Double {
  let tail = exp(-abs(x))
  return x >= 0 ? 1 / (1 + tail) : tail / (1 + tail)
}

/// logistic(x) and logistic(−x), each to full precision.
func logisticPair(_ x: Double) -> (upper: Double, lower: Double) {
  let tail = exp(-abs(x))
  let large = 1 / (1 + tail)
  let small = tail * large
  return x >= 0 ? (large, small) : (small, large)
}

/// log(x) of a probability or a part of one, held above log(1e-300) so that it stays finite.
func floorLog(_ x: Double) -> Double { log(max(x, 1e-300)) }

/// Turns logarithms of unnormalised weights into weights that sum to 1, in place.
///
/// - Returns: the log-sum-exp: the logarithm of what the weights summed to.
/// - Parameter values: not empty; at least one of them finite.
@discardableResult
func normalizeExponentials(_ values: inout [Double]) -> Double {
  var peak = -Double.infinity
  for value in values { peak = max(peak, value) }
  var sum = 0.0
  for index in values.indices {
    let weight = exp(values[index] - peak)
    values[index] = weight
    sum += weight
  }
  let scale = 1 / sum
  for index in values.indices { values[index] *= scale }
  return peak + log(sum)
}
