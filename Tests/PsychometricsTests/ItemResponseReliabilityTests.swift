import Foundation
import Psychometrics
import Testing

/// Item parameters as `calibration.json` has them.
private struct FittedForm: Decodable {
  var id: String
  var expected: Expected

  struct Expected: Decodable {
    var items: [String: Item]?
  }

  struct Item: Decodable {
    var est: [String: Double?]
  }

  static func items(of id: String) throws -> [any ItemModel] {
    let forms: [FittedForm] = try Reference.json("calibration")
    let items = try #require(forms.first { $0.id == id }?.expected.items)
    let names = id.hasPrefix("science") ? ["Comfort", "Work", "Future", "Benefit"] : items.keys.sorted()
    return try names.map { name in
      let parameters = try #require(items[name]).est.compactMapValues { $0 }
      let slope = try #require(parameters["a"])
      if let difficulty = parameters["b"] { return try TwoParameterLogistic(slope: slope, difficulty: difficulty) }
      return try GradedResponse(slope: slope, thresholds: ["b1", "b2", "b3"].map { try #require(parameters[$0]) })
    }
  }
}

private struct IRTReliability: Decodable {
  var cases: [Case]

  struct Case: Decodable {
    var id: String
    var irt: Figures?
  }

  struct Figures: Decodable {
    var empirical_rxx: Double
    var marginal_integral_I_over_Iplus1: Double
  }

  static func figures(of id: String) throws -> Figures {
    let all: IRTReliability = try Reference.json("reliability")
    return try #require(all.cases.first { $0.id == id }?.irt)
  }
}

private func responses(of id: String) throws -> ResponseMatrix {
  guard id == "science" else { return try Reference.patterns(of: "\(id)_patterns.csv") }
  let raw = try Reference.responses(in: Reference.restrictedLines(of: "data/science.csv"))
  return try ResponseMatrix(itemCount: 4, values: raw.values.map { $0 - 1 })
}

/// Σ P′² ÷ P, the derivative by central difference.
private func information(of items: [any ItemModel], at theta: Double) -> Double {
  let step = 1e-4
  var sum = 0.0
  for item in items {
    for category in 0..<item.categoryCount {
      let (left, right) = (
        item.logProbability(ofCategory: category, at: theta - step),
        item.logProbability(ofCategory: category, at: theta + step)
      )
      let slope = (right - left) / (2 * step)
      sum += slope * slope * exp(item.logProbability(ofCategory: category, at: theta))
    }
  }
  return sum
}

@Suite struct `Reliability from item response theory` {
  private static let forms =
    [("lsat6", "lsat6_2pl"), ("lsat7", "lsat7_2pl")]
    + (Reference.hasRestricted("data/science.csv") ? [("science", "science_grm")] : [])

  /// Variance of the estimates ÷ (that + mean squared standard error).
  @Test(arguments: forms)
  func `follows from the spread of expected a posteriori scores, to 1e-4`(data: String, fit: String) throws {
    let scorer = try ExpectedAPosteriori(items: FittedForm.items(of: fit), quadrature: .reference)
    let estimates = try scorer.estimates(of: responses(of: data))
    let count = Double(estimates.count)
    let mean = estimates.reduce(0) { $0 + $1.theta } / count
    let variance = estimates.reduce(0) { $0 + ($1.theta - mean) * ($1.theta - mean) } / (count - 1)
    let error = estimates.reduce(0) { $0 + $1.standardError * $1.standardError } / count
    #expect(try (variance / (variance + error)).isWithin(1e-4, of: IRTReliability.figures(of: data).empirical_rxx))
  }

  /// ∫ I ÷ (I + 1) over the prior.
  @Test(arguments: forms)
  func `follows from information over the prior, to 1e-4`(data: String, fit: String) throws {
    let items = try FittedForm.items(of: fit)
    let quadrature = Quadrature.reference
    let marginal = zip(quadrature.nodes, quadrature.logWeights).reduce(0) { sum, node in
      let information = information(of: items, at: node.0)
      return sum + exp(node.1) * information / (information + 1)
    }
    let expected = try IRTReliability.figures(of: data).marginal_integral_I_over_Iplus1
    #expect(marginal.isWithin(1e-4, of: expected))
  }
}
