import SeededRandom
import Testing

@testable import Psychometrics

@Suite struct `Counter-based random numbers` {
  /// The first three of SplitMix64 from the state 0, as its reference implementation prints them.
  @Test func `are those of SplitMix64`() {
    let random = CounterRandom(seed: 0)
    let bits = (0..<3).map(random.bits(at:))
    #expect(bits == [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F])
    var tests = SplitMix64(seed: 0)
    #expect(bits == (0..<3).map { _ in tests.next() }, "as are those of the tests")
  }

  @Test func `are even, and unrelated between streams`() {
    let count = 20_000
    let (one, other) = (CounterRandom(seed: 1).stream(0), CounterRandom(seed: 1).stream(1))
    var (mean, product) = (0.0, 0.0)
    for position in 0..<count {
      mean += one.uniform(at: position) / Double(count)
      product += (one.uniform(at: position) - 0.5) * (other.uniform(at: position) - 0.5) / Double(count)
    }
    #expect(abs(mean - 0.5) < 0.01)
    #expect(abs(product) < 0.003)
  }
}
