#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// SplitMix64 with the draws that the demonstration needs, written out: the standard library's own may change.
struct DemoRandom {
  /// What is drawn for; each has numbers of its own, so that one does not shift another's.
  enum Stream: UInt64 {
    case names = 1
    case careers, abilities, schedule, answers, opinions, learners, evidence
  }

  private var state: UInt64

  /// - Parameter index: of whom or what is drawn for.
  init(seed: UInt64, _ stream: Stream, _ index: Int = 0) {
    state = seed &* 0xD6E8_FEB8_6659_FD93 ^ stream.rawValue &* 0xA076_1D64_78BD_642F
    state = next() ^ UInt64(truncatingIfNeeded: index) &* 0xE703_7ED1_A0B4_28DB
    state = next()
  }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// 0 or more, less than 1.
  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  /// 0 or more, less than `bound`, which is at least 1.
  mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// About standard normal, within ±6: the sum of twelve uniform draws.
  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + unit() } }

  /// - Parameter values: not empty.
  mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  /// A position in `weights`, each as often as it weighs; they sum to more than 0.
  mutating func position(weights: [Double]) -> Int {
    var rest = unit() * weights.reduce(0, +)
    for (position, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return position }
    }
    return weights.count - 1
  }

  mutating func shuffled<Value>(_ values: [Value]) -> [Value] {
    var values = values
    for last in values.indices.dropFirst().reversed() { values.swapAt(last, below(last + 1)) }
    return values
  }

  /// Whether an item of the two-parameter logistic model is answered right by someone of ability `theta`.
  static func probability(slope: Double, difficulty: Double, theta: Double) -> Double {
    1 / (1 + exp(-slope * (theta - difficulty)))
  }
}
