import Psychometrics

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Ability estimates of many people on one form.
struct ScoringBenchmarks {
  let folder: String
  let peers: Peers?

  func run() async throws -> [BenchmarkRow] {
    var draw = ItemDraw(seed: 11)
    let items = try draw.twoParameter(40)
    let many = try SimulatedForm("scoring", items: items, persons: 100_000, seed: 12, folder: folder)
    let few = try SimulatedForm("estimates", items: items, persons: 5_000, seed: 13, folder: folder)
    let mean = try ExpectedAPosteriori(items: items)
    let mode = try MaximumAPosteriori(items: items)
    let weighted = try WeightedLikelihood(items: items)
    return [
      try await row("EAP", of: many, items, .ratioAtMost(0.7)) { try await mean.estimates(of: $0, tasks: $1) },
      try await row("EAP", of: many, items, library: "girth", rounds: 3) {
        try await mean.estimates(of: $0, tasks: $1)
      },
      try await row("WLE", of: few, items, .ratioAtMost(0.5)) { try await weighted.estimates(of: $0, tasks: $1) },
      try await row("MAP", of: few, items, .ratioAtMost(0.5)) { try await mode.estimates(of: $0, tasks: $1) },
    ]
  }

  /// Ours are always with standard errors.
  private func row(
    _ method: String, of form: SimulatedForm, _ items: [TwoParameterLogistic], library: String = "mirt",
    rounds: Int = PsychometricsBenchmarks.rounds, _ goal: BenchmarkRow.Goal? = nil,
    by estimates: (ResponseMatrix, Int) async throws -> [AbilityEstimate?]
  ) async throws -> BenchmarkRow {
    let people = form.responses.personCount
    let name = "\(method) of \(people) people on \(items.count) items"
    let request = Peers.Request(
      task: "score", library: library, method: method, responses: form.file, items: items.count,
      slopes: items.map(\.slope), difficulties: items.map(\.difficulty))
    var found: [AbilityEstimate?] = []
    let seconds = try await race(name, rounds: rounds, peers: peers, request) {
      found = try await estimates(form.responses, PsychometricsBenchmarks.threads)
    }
    return BenchmarkRow(
      name: name, value: seconds.ours * 1_000, unit: "ms", peer: library, peerValue: seconds.theirs.map { $0 * 1_000 },
      goal: goal, condition: accuracy(of: found, by: method, form, items))
  }

  /// Whether the first 200 people's abilities are those that `Oracle` finds, as nearly as the reference cases ask for.
  private func accuracy(
    of found: [AbilityEstimate?], by method: String, _ form: SimulatedForm, _ items: [TwoParameterLogistic]
  ) -> BenchmarkRow.Condition {
    let oracle = Oracle(items: items)
    let error = (0..<200).reduce(0.0) { largest, person in
      let row = Array(form.responses.values[person * items.count..<(person + 1) * items.count])
      return max(largest, abs((found[person]?.theta ?? .infinity) - oracle.estimate(by: method, of: row)))
    }
    let limit = method == "EAP" ? 1e-6 : 1e-4
    return .init(isMet: error <= limit, finding: error <= limit ? "error below \(limit)" : "error \(error)")
  }
}

/// Estimates by brute force: sums over a fine grid, and bisection.
private struct Oracle {
  let items: [TwoParameterLogistic]

  func estimate(by method: String, of responses: [Int8]) -> Double {
    switch method {
    case "EAP": posteriorMean(responses)
    case "MAP": root { theta in score(responses, theta) - theta }
    default: root { theta in score(responses, theta) + bias(theta) }
    }
  }

  private func logLikelihood(_ responses: [Int8], _ theta: Double) -> Double {
    zip(items, responses).reduce(0) { sum, answer in
      let logit = answer.0.slope * (theta - answer.0.difficulty)
      return sum - log(1 + exp(answer.1 == 1 ? -logit : logit))
    }
  }

  private func posteriorMean(_ responses: [Int8]) -> Double {
    var (total, first) = (0.0, 0.0)
    for node in -1_600...1_600 {
      let theta = Double(node) / 200
      let mass = exp(logLikelihood(responses, theta) - theta * theta / 2 + 30)
      total += mass
      first += mass * theta
    }
    return first / total
  }

  private func score(_ responses: [Int8], _ theta: Double) -> Double {
    zip(items, responses).reduce(0) { $0 + $1.0.slope * (Double($1.1) - right($1.0, theta)) }
  }

  /// J ÷ 2I.
  private func bias(_ theta: Double) -> Double {
    var (information, warm) = (0.0, 0.0)
    for item in items {
      let p = right(item, theta)
      information += item.slope * item.slope * p * (1 - p)
      warm += item.slope * item.slope * item.slope * p * (1 - p) * (1 - 2 * p)
    }
    return warm / (2 * information)
  }

  private func right(_ item: TwoParameterLogistic, _ theta: Double) -> Double {
    1 / (1 + exp(-item.slope * (theta - item.difficulty)))
  }

  /// Of a falling function, by bisection on [−8, 8].
  private func root(_ value: (Double) -> Double) -> Double {
    var (low, high) = (-8.0, 8.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if value(middle) > 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
