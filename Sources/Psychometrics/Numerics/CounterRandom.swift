#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Random numbers by position: the n-th is computed from the seed and n alone, by SplitMix64 (Steele, Lea & Flood, 2014).
///
/// There is no state to keep, to pass on or to share: whoever knows the seed finds any number again, in any order and
/// on any thread.
public struct CounterRandom: Sendable {
  public let seed: UInt64

  public init(seed: UInt64) { self.seed = seed }

  /// 64 random bits.
  public func bits(at position: Int) -> UInt64 {
    var z = seed &+ (UInt64(bitPattern: Int64(position)) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform on 0 ..< 1.
  public func uniform(at position: Int) -> Double {
    Double(bits(at: position) >> 11) * 0x1p-53
  }

  /// Standard normal, by Box and Muller's transformation of the two uniforms at 2 · position and the next.
  public func normal(at position: Int) -> Double {
    let radius = (-2 * log(1 - uniform(at: 2 * position))).squareRoot()
    return radius * cos(2 * .pi * uniform(at: 2 * position + 1))
  }

  /// A sequence of its own, unrelated to this one and to those of other positions.
  public func stream(_ position: Int) -> CounterRandom {
    CounterRandom(seed: bits(at: position))
  }
}
