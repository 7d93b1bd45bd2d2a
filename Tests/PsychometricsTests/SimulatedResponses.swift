import Foundation
import Psychometrics

/// A replayable source of randomness: SplitMix64 (Steele, Lea & Flood, 2014).
struct SimulationGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Standard normal, by Box & Muller.
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &self))).squareRoot()
    return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
  }

  /// A category of `item` as a person of ability `theta` would answer.
  mutating func response(to item: some ItemModel, at theta: Double) -> Int8 {
    var rest = Double.random(in: 0..<1, using: &self)
    for category in 0..<item.categoryCount - 1 {
      rest -= exp(item.logProbability(ofCategory: category, at: theta))
      if rest < 0 { return Int8(category) }
    }
    return Int8(item.categoryCount - 1)
  }
}
