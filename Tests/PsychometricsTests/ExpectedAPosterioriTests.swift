import Psychometrics
import Testing

private let missing = ResponseMatrix.missing

/// Six items of mixed slopes, for the edges.
private func mixedForm() throws -> [TwoParameterLogistic] {
  let parameters = [
    (0.982, 0.264), (1.326, -0.972), (1.391, 0.255), (1.398, 0.272), (1.566, -0.938), (1.883, 1.202),
  ]
  return try parameters.map { try TwoParameterLogistic(slope: $0.0, difficulty: $0.1) }
}

private func distance(_ a: Double, _ b: Double) -> Double { (a - b).magnitude }

@Suite struct `Expected a posteriori scores` {
  @Test(arguments: ScoringReference.forms)
  func `agree with R mirt to 1e-6 on the reference quadrature`(form: ReferenceForm) throws {
    let scorer = try ExpectedAPosteriori(items: form.models(), quadrature: .reference)
    for row in form.expected {
      let responses = form.responses(in: row)
      let estimate = try scorer.posterior(of: responses).estimate
      #expect(distance(estimate.theta, try form.figure("EAP", in: row)) < 1e-6, "\(responses)")
      #expect(distance(estimate.standardError, try form.figure("SE_EAP", in: row)) < 1e-6, "\(responses)")
    }
  }

  /// The prior's tail beyond ±6 is what the lowest pattern of few items leaves out.
  @Test(arguments: ScoringReference.forms)
  func `agree with R mirt to 1e-5, errors to 5e-5, on the production quadrature`(form: ReferenceForm) throws {
    let items = try form.models()
    var matrix = try ResponseMatrix(itemCount: items.count)
    for row in form.expected { try matrix.append(form.responses(in: row)) }
    let estimates = try ExpectedAPosteriori(items: items).estimates(of: matrix)
    #expect(estimates.count == form.expected.count)
    for (estimate, row) in zip(estimates, form.expected) {
      let responses = form.responses(in: row)
      #expect(distance(estimate.theta, try form.figure("EAP", in: row)) < 1e-5, "\(responses)")
      #expect(distance(estimate.standardError, try form.figure("SE_EAP", in: row)) < 5e-5, "\(responses)")
    }
  }

  /// Expected figures: an independent numerical integration, agreeing with R mirt and catR.
  @Test(
    arguments: [
      ("perfect", [1, 1, 1, 1, 1, 1], 1.5456303490437644, 0.644832779349524),
      ("zero", [0, 0, 0, 0, 0, 0], -1.4843110187626718, 0.6651405010907936),
      ("one answered", [1, missing, missing, missing, missing, missing], 0.45240317421314, 0.9113288688610502),
      ("half missing", [missing, 1, missing, 0, missing, 1], 0.6365518546770106, 0.680405374236354),
      ("all missing", [missing, missing, missing, missing, missing, missing], 0, 1),
    ] as [(String, [Int8], Double, Double)])
  func `are finite and right at the edges`(
    name: String, responses: [Int8], theta: Double, standardError: Double
  ) throws {
    let estimate = try ExpectedAPosteriori(items: mixedForm()).posterior(of: responses).estimate
    #expect(distance(estimate.theta, theta) < 1e-6)
    #expect(distance(estimate.standardError, standardError) < 1e-6)
    #expect(estimate.answered == responses.count { $0 != missing })
    #expect(estimate.isInsufficient == (name == "all missing"))
  }

  @Test(arguments: 0...36)
  func `of a long form are the same on the production and the reference quadrature`(right: Int) throws {
    let items = try (0..<36).map { try TwoParameterLogistic(slope: 1.2, difficulty: Double($0) / 9 - 2) }
    let responses = (0..<36).map { Int8($0 < right ? 1 : 0) }
    let production = try ExpectedAPosteriori(items: items).posterior(of: responses).estimate
    let reference = try ExpectedAPosteriori(items: items, quadrature: .reference).posterior(of: responses).estimate
    let tolerance = right == 0 || right == 36 ? 1e-5 : 1e-6
    #expect(distance(production.theta, reference.theta) < tolerance)
    #expect(distance(production.standardError, reference.standardError) < tolerance)
  }

  @Test func `stay finite when a steep item lies far outside the nodes`() throws {
    let items = try [-40.0, 40.0].map { try TwoParameterLogistic(slope: 30, difficulty: $0) }
    let estimate = try ExpectedAPosteriori(items: items).posterior(of: [0, 1]).estimate
    #expect(estimate.theta.isFinite)
    #expect(estimate.standardError.isFinite)
  }

  @Test func `rise with every right answer added`() throws {
    let scorer = try ExpectedAPosteriori(items: mixedForm())
    for pattern in 0..<64 {
      let responses = (0..<6).map { Int8(pattern >> $0 & 1) }
      let theta = try scorer.posterior(of: responses).estimate.theta
      for item in responses.indices where responses[item] == 0 {
        var better = responses
        better[item] = 1
        #expect(try scorer.posterior(of: better).estimate.theta > theta, "item \(item) of \(responses)")
      }
    }
  }

  @Test func `of opposite patterns on a symmetric form are opposite`() throws {
    let items = try [-1.5, -0.5, 0.5, 1.5].map { try TwoParameterLogistic(slope: 1.2, difficulty: $0) }
    let scorer = try ExpectedAPosteriori(items: items)
    for pattern in 0..<16 {
      let responses = (0..<4).map { Int8(pattern >> $0 & 1) }
      let mirrored = responses.reversed().map { 1 - $0 }
      let (one, other) = try (scorer.posterior(of: responses).estimate, scorer.posterior(of: mirrored).estimate)
      #expect(distance(one.theta, -other.theta) < 1e-12)
      #expect(distance(one.standardError, other.standardError) < 1e-12)
    }
  }

  @Test func `have smaller errors the more items are answered`() throws {
    let item = try TwoParameterLogistic(slope: 1.2, difficulty: 0)
    let errors = try (1...40).map { count in
      let responses = (0..<count).map { Int8($0 % 2) }
      return try ExpectedAPosteriori(items: Array(repeating: item, count: count))
        .posterior(of: responses).estimate.standardError
    }
    #expect(zip(errors, errors.dropFirst()).allSatisfy { $0 > $1 })
    #expect(errors[0] < 1)
  }

  @Test func `say which response cannot be scored`() throws {
    let scorer = try ExpectedAPosteriori(items: mixedForm())
    #expect(throws: ScoringError.unknownCategory(item: 2, category: 2, categoryCount: 2)) {
      try scorer.posterior(of: [0, 1, 2, 0, 1, 0])
    }
    #expect(throws: ScoringError.unknownCategory(item: 0, category: -2, categoryCount: 2)) {
      try scorer.posterior(of: [-2, 1, 0, 0, 1, 0])
    }
    #expect(throws: ScoringError.responseCount(expected: 6, found: 5)) { try scorer.posterior(of: [0, 1, 1, 0, 1]) }
    #expect(throws: ScoringError.emptyForm) { try ExpectedAPosteriori(items: []) }
    #expect(throws: ScoringError.responseCount(expected: 6, found: 7)) {
      try ResponseMatrix(itemCount: 6, values: [0, 1, 1, 0, 1, 0, 0])
    }
  }
}
