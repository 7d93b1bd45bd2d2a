import Foundation
import Psychometrics
import SeededRandom
import Testing

@Suite struct `Person fit` {
  private struct File: Decodable {
    let cases: [ReferenceForm]
  }

  static let forms = (try? Reference.json("personfit", as: File.self).cases) ?? []

  @Test(arguments: forms)
  func `agrees with R mirt to 1e-6 in lz and mean squares`(form: ReferenceForm) throws {
    let fit = try PersonFit(items: form.models())
    // The graded rows count categories from 1, as their file does not say.
    let base = form.model == "GRM" ? 1 : 0
    for row in form.expected {
      let responses = form.responses(in: row).map { $0 - Int8(base) }
      let statistics = try fit.statistics(of: responses, at: form.figure("theta", in: row))
      func check(_ value: Double?, _ name: String) throws {
        let value = try #require(value)
        #expect((value - (try form.figure(name, in: row))).magnitude < 1e-6, "\(name) of \(responses)")
      }
      try check(statistics.lz, "lz")
      try check(statistics.infit, "infit")
      try check(statistics.outfit, "outfit")
      if row["l0"] != nil { try check(statistics.logLikelihood, "l0") }
    }
  }

  @Test func `was read from its file`() { #expect(Self.forms.count == 2) }

  /// Snijders (2001) as he writes it, with the weight log(P ÷ Q) and the term r₀ of each way to estimate θ.
  @Test func `corrects lz as Snijders does for each way to estimate ability`() throws {
    let items = try (0..<12).map {
      try ThreeParameterLogistic(
        slope: 0.7 + 0.1 * Double($0), difficulty: Double($0) / 3 - 2, lowerAsymptote: $0 < 6 ? 0 : 0.2)
    }
    let responses: [Int8] = [1, 1, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0]
    let mode = try MaximumAPosteriori(items: items).estimate(of: responses).theta
    let likelihood = try #require(try MaximumLikelihood(items: items).estimate(of: responses)).theta
    let weighted = try #require(try WeightedLikelihood(items: items).estimate(of: responses)).theta
    let information = try TestInformation(items: items).information(at: weighted)
    for (theta, term) in [(mode, -mode), (likelihood, 0), (weighted, information.warm / (2 * information.expected))] {
      let curves = items.map { $0.curve(ofCategory: 1, at: theta) }
      let weights = curves.map { log($0.probability / (1 - $0.probability)) }
      let slopes = curves.map { $0.first / ($0.probability * (1 - $0.probability)) }
      let c =
        zip(curves, weights).reduce(0) { $0 + $1.0.first * $1.1 }
        / zip(curves, slopes).reduce(0) { $0 + $1.0.first * $1.1 }
      var (surprise, variance) = (0.0, 0.0)
      for item in items.indices {
        let p = curves[item].probability
        surprise += (Double(responses[item]) - p) * weights[item]
        let corrected = weights[item] - c * slopes[item]
        variance += corrected * corrected * p * (1 - p)
      }
      let expected = (surprise + c * term) / variance.squareRoot()
      let lzStar = try #require(try PersonFit(items: items).statistics(of: responses, at: theta).lzStar)
      #expect((lzStar - expected).magnitude < 1e-7)
    }
  }

  private func form(_ count: Int) throws -> [TwoParameterLogistic] {
    try (0..<count).map {
      try TwoParameterLogistic(slope: 0.8 + 0.1 * Double($0 % 7), difficulty: -2 + 4 * Double($0) / Double(count - 1))
    }
  }

  /// The share of people whose lz* is beneath −1.645.
  private func flagged(
    _ items: [any ItemModel], people: Int, seed: UInt64, answer: (inout SplitMix64, any ItemModel, Double) -> Int8
  ) throws -> (mean: Double, mode: Double, weighted: Double) {
    var generator = SplitMix64(seed: seed)
    var matrix = try ResponseMatrix(itemCount: items.count)
    for _ in 0..<people {
      let theta = generator.normal()
      try matrix.append(items.map { answer(&generator, $0, theta) })
    }
    let fit = try PersonFit(items: items)
    func share(_ thetas: [Double]) throws -> Double {
      let statistics = try fit.statistics(of: matrix, at: thetas)
      return Double(statistics.count { ($0.lzStar ?? 0) < -1.645 }) / Double(people)
    }
    return (
      try share(ExpectedAPosteriori(items: items).estimates(of: matrix).map(\.theta)),
      try share(MaximumAPosteriori(items: items).estimates(of: matrix).map(\.theta)),
      try share(WeightedLikelihood(items: items).estimates(of: matrix).map { $0?.theta ?? 0 })
    )
  }

  @Test func `flags 5 of 100 people who answer by the model`() throws {
    let seed: UInt64 = 20_260_711
    let shares = try flagged(form(40), people: 800, seed: seed) { $0.response(to: $1, at: $2) }
    for share in [shares.mean, shares.mode, shares.weighted] {
      #expect((0.03...0.07).contains(share), "seed \(seed)")
    }
  }

  @Test func `flags 80 of 100 people who answer at random`() throws {
    let seed: UInt64 = 7
    let shares = try flagged(form(40), people: 300, seed: seed) { generator, _, _ in
      Int8.random(in: 0...1, using: &generator)
    }
    for share in [shares.mean, shares.mode, shares.weighted] { #expect(share >= 0.8, "seed \(seed)") }
  }

  @Test func `says nothing where all answers are equally probable`() throws {
    let items = try (0..<6).map { _ in try TwoParameterLogistic.rasch(difficulty: 0) }
    let statistics = try PersonFit(items: items).statistics(of: [1, 0, 1, 0, 1, 0], at: 0)
    #expect(statistics.lz == nil && statistics.lzStar == nil)
    #expect(statistics.infit == 1 && statistics.outfit == 1)
    // Away from the difficulty answers differ in probability, but only by what the number right tells of θ.
    let aside = try PersonFit(items: items).statistics(of: [1, 1, 1, 1, 1, 0], at: 1.5)
    #expect(aside.lz != nil && aside.lzStar == nil)
  }

  @Test func `is undefined without answers`() throws {
    let items = try form(3)
    let missing = Array(repeating: ResponseMatrix.missing, count: 3)
    let statistics = try PersonFit(items: items).statistics(of: missing, at: 0)
    #expect(statistics.answered == 0 && statistics.logLikelihood == 0)
    #expect(statistics.lz == nil && statistics.lzStar == nil && statistics.infit == nil && statistics.outfit == nil)
  }

  @Test func `leaves missing answers out`() throws {
    let items = try form(8)
    let some = try PersonFit(items: items).statistics(of: [1, -1, 0, 1, -1, 0, 0, -1], at: 0.3)
    let kept = [0, 2, 3, 5, 6].map { items[$0] }
    #expect(try PersonFit(items: kept).statistics(of: [1, 0, 1, 0, 0], at: 0.3) == some)
  }

  @Test func `refuses what is not a response`() throws {
    let fit = try PersonFit(items: form(3))
    #expect(throws: ScoringError.unknownCategory(item: 1, category: 2, categoryCount: 2)) {
      try fit.statistics(of: [0, 2, 0], at: 0)
    }
    #expect(throws: ScoringError.responseCount(expected: 3, found: 2)) { try fit.statistics(of: [0, 1], at: 0) }
    #expect(throws: ScoringError.emptyForm) { try PersonFit(items: []) }
  }
}
