import Psychometrics
import Testing

/// Whole tests as catR administered them.
@Suite struct `Adaptive traces` {
  @Test(arguments: try AdaptiveTrace.all())
  func `items, abilities and standard errors follow catR's`(trace: AdaptiveTrace) throws {
    let pool = try AdaptiveBank.pool(trace.bank, quadrature: Quadrature(count: 121, limit: 6))
    let answers = try AdaptiveBank.answers(trace.bank, examinee: trace.examinee)
    var test = try AdaptiveTest(pool: pool, rules: trace.rules(), seed: 0)
    for (position, (theta, standardError)) in zip(trace.thetas, trace.standardErrors).enumerated() {
      let item = try #require(test.nextItem)
      #expect(item == trace.items[position] - 1)
      try test.record(category: answers[item], ofItem: item)
      #expect(abs(test.estimate.theta - theta) <= 1e-4)
      if trace.method == "EAP" { #expect(abs(test.estimate.standardError - standardError) <= 1e-4) }
    }
    #expect(test.answers.map(\.category) == trace.pattern)
    #expect(test.stopReason == (trace.stop == "precision" ? .standardErrorReached : .maximumLength))
  }
}

struct AdaptiveTrace: Decodable, Sendable, CustomTestStringConvertible {
  var bank = ""
  let examinee: String
  let method: String
  let stop: String
  let threshold: Double
  let items: [Int]
  let pattern: [Int]
  let thetas: [Double]
  let standardErrors: [Double]

  var testDescription: String { "\(bank) \(examinee) \(method) \(stop)" }

  enum CodingKeys: String, CodingKey {
    case examinee, method, stop, pattern
    case threshold = "thr"
    case items = "items_1based"
    case thetas = "theta_prov"
    case standardErrors = "se_prov"
  }

  private struct File: Decodable { let cases: [String: [AdaptiveTrace]] }

  static func all() throws -> [AdaptiveTrace] {
    try Reference.json("cat_traces", as: File.self).cases.sorted { $0.key < $1.key }.flatMap { bank, traces in
      traces.map { trace in
        var trace = trace
        trace.bank = bank
        return trace
      }
    }
  }

  func rules() throws -> AdaptiveRules {
    let stopping =
      stop == "precision"
      ? try StoppingRules(standardError: threshold) : try StoppingRules(maximumLength: Int(threshold))
    let methods: [String: ProvisionalEstimation] = [
      "EAP": .expectedAPosteriori, "BM": .maximumAPosteriori, "WL": .weightedLikelihood,
    ]
    return try AdaptiveRules(stopping: stopping, estimation: #require(methods[method]))
  }
}
