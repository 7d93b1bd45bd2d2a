import Foundation
import Psychometrics
import SeededRandom

extension SplitMix64 {
  mutating func uniform() -> Double { Double.random(in: 0..<1, using: &self) }

  /// Standard normal, by Box & Muller.
  mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  /// A category of `item` as a person of ability `theta` would answer.
  mutating func response(to item: some ItemModel, at theta: Double) -> Int8 {
    var rest = uniform()
    for category in 0..<item.categoryCount - 1 {
      rest -= exp(item.logProbability(ofCategory: category, at: theta))
      if rest < 0 { return Int8(category) }
    }
    return Int8(item.categoryCount - 1)
  }
}
