import Foundation
import Psychometrics
import SeededRandom
import Testing

/// An item as a calibration on so many standard normal abilities estimates it: its parameters with errors drawn from
/// their asymptotic covariance matrix, the inverse of the information about a and b.
private func calibrated(
  _ item: TwoParameterLogistic, persons: Double, _ generator: inout SplitMix64
) throws -> TwoParameterLogistic {
  var (aa, ab, bb) = (0.0, 0.0, 0.0)
  for (theta, weight) in zip(Quadrature.production.nodes, Quadrature.production.logWeights) {
    let right = item.expectedScore(at: theta)
    let information = persons * exp(weight) * right * (1 - right)
    let (byA, byB) = (theta - item.difficulty, -item.slope)
    (aa, ab, bb) = (aa + information * byA * byA, ab + information * byA * byB, bb + information * byB * byB)
  }
  let deviation = (aa - ab * ab / bb).squareRoot()
  let slopeError = generator.normal() / deviation
  let difficultyError = generator.normal() / bb.squareRoot() - ab / bb * slopeError
  return try TwoParameterLogistic(slope: item.slope + slopeError, difficulty: item.difficulty + difficultyError)
}

/// Administers a form of `count` items in eleven years, a fifth of them new each year, and links every year's calibration
/// to the bank by the items that stay: a bank's parameter is the mean of the years it was estimated in, on the first
/// year's scale. Tells how far scores on the first year's criterion scale have moved by the last, on average over
/// persons.
private func drift(seed: UInt64, items count: Int, persons: Double) throws -> Double {
  var generator = SplitMix64(seed: seed)
  func newItem(_ place: Int) throws -> TwoParameterLogistic {
    try TwoParameterLogistic(
      slope: Double.random(in: 0.9...2, using: &generator),
      difficulty: -2.2 + 4.4 * (Double(place) + Double.random(in: 0..<1, using: &generator)) / Double(count))
  }
  var form = try (0..<count).map(newItem)
  let scale = try CriterionScale(referenceForm: form)
  var bank = try form.map { BankItem(first: try calibrated($0, persons: persons, &generator)) }
  var link = ScaleLink.identity
  for year in 1...10 {
    // Each year's people are abler and more alike, so that their own scale has another origin and unit.
    let own = try yearlyScale(year).inverted()
    for place in form.indices where place % 5 == year % 5 { form[place] = try newItem(place) }
    let now = try form.map { try calibrated($0.onBaseScale(of: own), persons: persons, &generator) }
    let kept = form.indices.filter { $0 % 5 != year % 5 }
    link = try CurveLinking(AnchorSet(kept.map { try .init(new: now[$0], base: bank[$0].mean()) })).link()
    for place in form.indices {
      let estimate = try now[place].onBaseScale(of: link)
      if place % 5 == year % 5 { bank[place] = BankItem(first: estimate) } else { bank[place].add(estimate) }
    }
  }
  let truth = try yearlyScale(10)
  return zip(Quadrature.production.nodes, Quadrature.production.logWeights).reduce(0) { sum, node in
    let drift = scale.value(at: link.base(of: node.0)) - scale.value(at: truth.base(of: node.0))
    return sum + exp(node.1) * drift.magnitude
  }
}

private func yearlyScale(_ year: Int) throws -> ScaleLink {
  try ScaleLink(slope: 1 - 0.01 * Double(year), intercept: 0.05 * Double(year))
}

/// The mean of the estimates of an item so far.
private struct BankItem {
  private var slopes, difficulties: Double
  private var years = 1.0

  init(first: TwoParameterLogistic) { (slopes, difficulties) = (first.slope, first.difficulty) }

  mutating func add(_ estimate: TwoParameterLogistic) {
    (slopes, difficulties, years) = (slopes + estimate.slope, difficulties + estimate.difficulty, years + 1)
  }

  func mean() throws -> TwoParameterLogistic {
    try TwoParameterLogistic(slope: slopes / years, difficulty: difficulties / years)
  }
}

@Suite struct `Scores over ten linked yearly forms` {
  @Test(arguments: [UInt64(31), 32])
  func `drift by less than one point of 100`(seed: UInt64) throws {
    #expect(try drift(seed: seed, items: 60, persons: 2000) < 1, "seed \(seed)")
  }
}
