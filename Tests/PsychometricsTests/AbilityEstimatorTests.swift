import Psychometrics
import Testing

private let missing = ResponseMatrix.missing

private func expectClose(
  _ value: Double?, _ expected: Double?, _ tolerance: Double, _ label: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let value, let expected else {
    #expect(value == nil && expected == nil, "\(label)", sourceLocation: sourceLocation)
    return
  }
  #expect((value - expected).magnitude < tolerance, "\(label)", sourceLocation: sourceLocation)
}

@Suite struct `Modal, likelihood and weighted scores` {
  @Test(arguments: ScoringReference.forms)
  func `agree with R mirt and Warm's equation to 1e-4 on published forms`(form: ReferenceForm) throws {
    let items = try form.models()
    let observed = try MaximumAPosteriori(items: items)
    let expected = try MaximumAPosteriori(items: items, errorsBy: .expected)
    let (likelihood, weighted) = try (MaximumLikelihood(items: items), WeightedLikelihood(items: items))
    for row in form.expected {
      let responses = form.responses(in: row)
      func check(_ estimate: AbilityEstimate?, _ theta: String, _ error: String, within tolerance: Double = 1e-4) {
        expectClose(estimate?.theta, row[theta] ?? nil, 1e-4, "\(theta) of \(responses)")
        expectClose(estimate?.standardError, row[error] ?? nil, tolerance, "\(error) of \(responses)")
      }
      check(try observed.estimate(of: responses), "MAP", "SE_MAP_obs")
      check(try expected.estimate(of: responses), "MAP", "SE_MAP_exp")
      // Those errors come from second differences, 1e-4 off the exact curvature where it is smallest.
      check(try likelihood.estimate(of: responses), "ML", "SE_ML_obs", within: 2e-4)
      check(try weighted.estimate(of: responses), "WLE", "SE_WLE")
    }
  }

  @Test(arguments: EdgeReference.cases)
  func `are right for perfect, zero and missing patterns of every model`(edge: EdgeReference.Case) throws {
    let items = try edge.items.map { try $0.model(edge.model) }
    let responses = edge.responses.map { Int8($0 ?? -1) }
    let expected = edge.expected
    let mean = try ExpectedAPosteriori(items: items, quadrature: .reference).estimate(of: responses)
    expectClose(mean.theta, expected.EAP, 1e-6, "EAP")
    expectClose(mean.standardError, expected.SE_EAP, 1e-6, "SE_EAP")
    let mode = try MaximumAPosteriori(items: items, errorsBy: .expected).estimate(of: responses)
    expectClose(mode.theta, expected.MAP, 1e-4, "MAP")
    expectClose(mode.standardError, expected.SEexp_MAP ?? 1, 1e-4, "SEexp_MAP")
    let weighted = try WeightedLikelihood(items: items).estimate(of: responses)
    expectClose(weighted?.theta, expected.WLE, 1e-4, "WLE")
    expectClose(weighted?.standardError, expected.SEinfo_WLE, 1e-4, "SEinfo_WLE")
    let likelihood = try MaximumLikelihood(items: items).estimate(of: responses)
    if let isFinite = expected.ML_finite { #expect((likelihood != nil) == isFinite) }
    let isEmpty = responses.allSatisfy { $0 == missing }
    #expect(mean.isInsufficient == isEmpty && mode.isInsufficient == isEmpty)
    if isEmpty { #expect(likelihood == nil) }
  }

  @Test func `lie where the estimating equation has no remainder, for a mix of models`() throws {
    let items = Array(everyModel.filter { $0.expectedScore(at: 3) > $0.expectedScore(at: -3) })
    let responses = items.map { Int8($0.categoryCount / 2) }
    func score(_ theta: Double) -> Double {
      zip(items, responses).reduce(0) { $0 + $1.0.logDerivatives(ofCategory: Int($1.1), at: theta).first }
    }
    let mode = try MaximumAPosteriori(items: items).estimate(of: responses)
    #expect((score(mode.theta) - mode.theta).magnitude < 1e-8)
    let likelihood = try #require(try MaximumLikelihood(items: items).estimate(of: responses))
    #expect(score(likelihood.theta).magnitude < 1e-8)
    let weighted = try #require(try WeightedLikelihood(items: items).estimate(of: responses))
    var information = ItemInformation.zero
    for item in items { information += item.information(at: weighted.theta) }
    #expect((score(weighted.theta) + information.warm / (2 * information.expected)).magnitude < 1e-8)
    #expect((weighted.standardError - 1 / information.expected.squareRoot()).magnitude < 1e-12)
  }

  /// One easy item missed against guesses at hard ones: two maxima, near −1.2 and 1.9.
  @Test func `take the highest of several maxima`() throws {
    let hard = try (0..<6).map {
      try ThreeParameterLogistic(slope: 2.5, difficulty: 1.2 + 0.2 * Double($0), lowerAsymptote: 0.25)
    }
    let easy = try (0..<3).map {
      try ThreeParameterLogistic(slope: 2.5, difficulty: -1.5 + 0.2 * Double($0), lowerAsymptote: 0)
    }
    let items = hard + easy
    for right in 3...6 {
      let responses = (0..<9).map { Int8($0 < right || $0 == 6 ? 1 : 0) }
      func logLikelihood(_ theta: Double) -> Double {
        zip(items, responses).reduce(0) { $0 + $1.0.logProbability(ofCategory: Int($1.1), at: theta) }
      }
      let estimate = try #require(try MaximumLikelihood(items: items).estimate(of: responses))
      let best = stride(from: -8, through: 8, by: 0.001).map(logLikelihood).max() ?? 0
      #expect(logLikelihood(estimate.theta) >= best)
    }
  }

  @Test func `have none by likelihood when guesses alone explain the answers`() throws {
    let items = try (0..<5).map {
      try ThreeParameterLogistic(slope: 2, difficulty: Double($0), lowerAsymptote: 0.25)
    }
    // The two hardest right, the rest wrong: less probable at every ability than far below all of them.
    let responses: [Int8] = [0, 0, 0, 1, 1]
    #expect(try MaximumLikelihood(items: items).estimate(of: responses) == nil)
    #expect(try MaximumAPosteriori(items: items).estimate(of: responses).theta < 0)
    #expect(try WeightedLikelihood(items: items).estimate(of: responses) != nil)
  }

  @Test func `stay finite for steep and distant items`() throws {
    let items = try [-30.0, -2, 0, 2, 30].map { try TwoParameterLogistic(slope: 30, difficulty: $0) }
    for pattern in 0..<32 {
      let responses = (0..<5).map { Int8(pattern >> $0 & 1) }
      let mode = try MaximumAPosteriori(items: items).estimate(of: responses)
      #expect(mode.theta.isFinite && mode.theta.magnitude <= 8 && mode.standardError > 0)
      for other in [
        try MaximumLikelihood(items: items).estimate(of: responses),
        try WeightedLikelihood(items: items).estimate(of: responses),
      ] {
        if let other { #expect(other.theta.isFinite && other.standardError.isFinite && other.standardError > 0) }
      }
    }
  }

  @Test func `refuse what is not a response`() throws {
    let item = try TwoParameterLogistic(slope: 1, difficulty: 0)
    let unknown = ScoringError.unknownCategory(item: 1, category: 2, categoryCount: 2)
    let matrix = try ResponseMatrix(itemCount: 2, values: [0, 1, 1, 2])
    #expect(throws: unknown) { try MaximumAPosteriori(items: [item, item]).estimates(of: matrix) }
    #expect(throws: unknown) { try MaximumLikelihood(items: [item, item]).estimates(of: matrix) }
    #expect(throws: unknown) { try WeightedLikelihood(items: [item, item]).estimate(of: [0, 2]) }
    #expect(throws: ScoringError.responseCount(expected: 2, found: 1)) {
      try WeightedLikelihood(items: [item, item]).estimate(of: [0])
    }
    #expect(throws: ScoringError.emptyForm) { try MaximumAPosteriori(items: []) }
    #expect(throws: ScoringError.emptyForm) { try MaximumLikelihood(items: []) }
    #expect(throws: ScoringError.emptyForm) { try WeightedLikelihood(items: []) }
  }
}

@Suite struct `Scores of many people` {
  private func form() throws -> [any ItemModel] { try ScoringReference.forms[0].models() }

  /// All patterns of five items, missing responses among them.
  private func everyPattern() throws -> ResponseMatrix {
    var matrix = try ResponseMatrix(itemCount: 5)
    for pattern in 0..<243 {
      var rest = pattern
      let row = (0..<5).map { _ in
        defer { rest /= 3 }
        return Int8(rest % 3 - 1)
      }
      try matrix.append(row)
    }
    return matrix
  }

  @Test(arguments: [1, 2, 3, 7, 300]) func `are the same by any number of tasks`(tasks: Int) async throws {
    let (items, matrix) = try (form(), everyPattern())
    let mean = try ExpectedAPosteriori(items: items)
    #expect(try await mean.estimates(of: matrix, tasks: tasks) == mean.estimates(of: matrix))
    let weighted = try WeightedLikelihood(items: items)
    #expect(try await weighted.estimates(of: matrix, tasks: tasks) == weighted.estimates(of: matrix))
  }

  @Test func `are those of each alone, whatever their order`() throws {
    let (items, matrix) = try (form(), everyPattern())
    let rows = (0..<matrix.personCount).map { Array(matrix.values[$0 * 5..<$0 * 5 + 5]) }
    let backwards = try ResponseMatrix(itemCount: 5, values: rows.reversed().flatMap { $0 })
    let mean = try ExpectedAPosteriori(items: items)
    #expect(try mean.estimates(of: matrix) == rows.map { try mean.estimate(of: $0) })
    #expect(try mean.estimates(of: backwards) == mean.estimates(of: matrix).reversed())
    let weighted = try WeightedLikelihood(items: items)
    #expect(try weighted.estimates(of: matrix) == rows.map { try weighted.estimate(of: $0) })
    let mode = try MaximumAPosteriori(items: items)
    #expect(try mode.estimates(of: backwards) == mode.estimates(of: matrix).reversed())
  }

  @Test func `do not depend on the order of the items`() throws {
    let (items, matrix) = try (form(), everyPattern())
    let turned = try ResponseMatrix(itemCount: 5, values: matrix.values.reversed())
    let (one, other) = try (
      MaximumAPosteriori(items: items).estimates(of: matrix),
      MaximumAPosteriori(items: items.reversed()).estimates(of: turned).reversed()
    )
    for (a, b) in zip(one, other) { #expect((a.theta - b.theta).magnitude < 1e-9 && a.answered == b.answered) }
  }

  @Test func `name the first refused row by its error, in tasks too`() async throws {
    let matrix = try ResponseMatrix(itemCount: 5, values: [0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 4, 0, 0])
    let mean = try ExpectedAPosteriori(items: form())
    await #expect(throws: ScoringError.unknownCategory(item: 1, category: 3, categoryCount: 2)) {
      try await mean.estimates(of: matrix, tasks: 3)
    }
  }
}

/// edge_cases.json: extreme patterns of every model.
struct EdgeReference: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let model: String
    let items: [ReferenceItem]
    let responses: [Int?]
    let expected: Figures
    var testDescription: String { id }
  }

  struct Figures: Decodable, Sendable {
    let EAP: Double
    let SE_EAP: Double
    let MAP: Double
    let SEexp_MAP: Double?
    let WLE: Double?
    let SEinfo_WLE: Double?
    let ML_finite: Bool?
  }

  struct Extreme: Decodable {
    let items: [ReferenceItem]
    let theta: [Double]
    let values: [[Double]]
  }

  let cases: [Case]
  let extreme: [Extreme]

  static let cases = (try? Reference.json("edge_cases", as: EdgeReference.self).cases) ?? []
}

@Suite struct `Log-probabilities at extreme abilities` {
  @Test func `agree with the reference for both outcomes`() throws {
    for extreme in try Reference.json("edge_cases", as: EdgeReference.self).extreme {
      for (item, values) in zip(extreme.items, extreme.values) {
        let model = try item.model("2PL")
        for (theta, value) in zip(extreme.theta, values) {
          let log = model.logProbability(ofCategory: 1, at: theta)
          #expect((log - value).magnitude <= 1e-12 * value.magnitude, "\(item.name) at \(theta)")
          #expect(model.logProbability(ofCategory: 0, at: theta).isFinite)
        }
      }
    }
  }
}
