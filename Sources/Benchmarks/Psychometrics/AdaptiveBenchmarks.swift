import Psychometrics

/// Adaptive tests from a bank of 500 items.
struct AdaptiveBenchmarks {
  private let peers: Peers?
  private let items: [TwoParameterLogistic]
  private let abilities: [Double]

  /// - Parameter reference: the folder of the reference data.
  init(reference: String, peers: Peers?) throws {
    self.peers = peers
    items = try numbers(inFile: "\(reference)/cat_bank_bench_500.csv")
      .map { try TwoParameterLogistic(slope: $0[1], difficulty: $0[2]) }
    abilities = try numbers(inFile: "\(reference)/cat_bench_theta_1000.csv").map { $0[0] }
  }

  func run() async throws -> [BenchmarkRow] {
    try await simulations() + [step(0.5), step(0.99)] + control()
  }

  private func rules(
    _ length: Int, exposure: ExposureControl = .none, balance: ContentBalance? = nil
  ) throws -> AdaptiveRules {
    try AdaptiveRules(stopping: StoppingRules(maximumLength: length), exposure: exposure, balance: balance)
  }

  private func pool(domains: Int = 1) throws -> ItemPool {
    try ItemPool(items: items.enumerated().map { PoolItem(model: $1, domain: $0 % domains) })
  }

  private func request(_ task: String, _ library: String, seed: Int, people: Int) -> Peers.Request {
    Peers.Request(
      task: task, library: library, slopes: items.map(\.slope), difficulties: items.map(\.difficulty),
      abilities: Array(abilities.prefix(people)), length: 30, seed: seed, wantsValues: true)
  }
}

// MARK: - Whole tests

extension AdaptiveBenchmarks {
  /// What one side found in all rounds together.
  private struct Found {
    var seconds: [Double] = []
    var errors: [Double] = []
    var covered: [Double] = []
  }

  /// 1,000 people, 30 items each, in rounds of other luck, so that the errors of all of them can be compared.
  private func simulations() async throws -> [BenchmarkRow] {
    let name = "1,000 adaptive tests of 30 items"
    note(name)
    let simulator = try AdaptiveSimulator(pool: pool(), rules: rules(30))
    var (ours, batch, single) = (Found(), Found(), Found())
    for seed in 0..<30 {
      let start = ContinuousClock.now
      let report = try await simulator.report(abilities: abilities, seed: UInt64(seed)) { _ in }
      ours.seconds.append((ContinuousClock.now - start) / .seconds(1))
      ours.errors += report.tests.map(\.error)
      ours.covered.append(report.accuracy.coverage)
      try measure("mirt", seed: seed, people: abilities.count, into: &batch)
    }
    try measure("catsim", seed: 0, people: 200, into: &single)
    return rows(name, ours, batch, single)
  }

  private func measure(_ library: String, seed: Int, people: Int, into found: inout Found) throws {
    guard let answer = try peers?.answer(request("simulate", library, seed: seed, people: people)) else { return }
    found.seconds += answer.seconds
    found.errors += zip(answer.values ?? [], abilities).map { $0 - $1 }
  }

  private func rows(_ name: String, _ ours: Found, _ batch: Found, _ single: Found) -> [BenchmarkRow] {
    let (error, best) = (ours.errors.rootMeanSquare, batch.errors.rootMeanSquare)
    let isAccurate = BenchmarkRow.Condition(
      isMet: batch.errors.isEmpty || error <= 1.02 * best, finding: "RMSE \(BenchmarkRow.figure(error))")
    let least = (ours.seconds.min() ?? 0) * 1_000
    return [
      BenchmarkRow(
        name: name, value: least, unit: "ms", peer: "mirt, batch", peerValue: batch.seconds.min().map { $0 * 1_000 },
        goal: .ratioAtMost(1), condition: isAccurate),
      BenchmarkRow(
        name: name, value: least, unit: "ms", peer: "catsim, five times 200 people once",
        peerValue: single.seconds.min().map { $0 * 5_000 }, goal: .ratioAtMost(0.01), condition: isAccurate),
      BenchmarkRow(
        name: "\(name), RMSE", value: error, unit: "", peer: "mirt", peerValue: batch.errors.isEmpty ? nil : best,
        goal: .ratioAtMost(1.02)),
      BenchmarkRow(
        name: "\(name), RMSE", value: error, unit: "", peer: "catsim, 200 people",
        peerValue: single.errors.isEmpty ? nil : single.errors.rootMeanSquare, goal: .ratioAtMost(1.02)),
      BenchmarkRow(
        name: "\(name), coverage of 95 % intervals", value: ours.covered.mean * 100, unit: "%", goal: .within(93...97)),
    ]
  }

  /// One live step: an answer is scored and the next item chosen. The step is single-threaded on both sides.
  private func step(_ share: Double) throws -> BenchmarkRow {
    let (pool, rules) = (try pool(), try rules(30))
    var rounds: [Double] = []
    for round in 0..<PsychometricsBenchmarks.rounds {
      rounds.append(try stepTimes(pool, rules, seed: UInt64(round)).quantile(share) * 1e6)
    }
    let theirs = try peers?.answer(request("steps", "catsim", seed: 0, people: 20)).seconds
    return BenchmarkRow(
      name: "a live step, \(share == 0.5 ? "median" : "99th percentile")", value: rounds.min() ?? 0, unit: "µs",
      peer: "catsim", peerValue: theirs.map { $0.quantile(share) * 1e6 }, goal: share == 0.5 ? nil : .atMost(50))
  }

  /// Seconds of every step of 200 tests.
  private func stepTimes(_ pool: ItemPool, _ rules: AdaptiveRules, seed: UInt64) throws -> [Double] {
    var random = SeededRandom(seed: seed)
    var seconds: [Double] = []
    for person in 0..<200 {
      var test = try AdaptiveTest(pool: pool, rules: rules, seed: UInt64(person))
      while let item = test.nextItem {
        let category = Int(random.response(to: items[item], at: abilities[person]))
        let start = ContinuousClock.now
        try test.record(category: category, ofItem: item)
        seconds.append((ContinuousClock.now - start) / .seconds(1))
      }
    }
    return seconds
  }
}

// MARK: - Exposure and content

extension AdaptiveBenchmarks {
  private func control() throws -> [BenchmarkRow] {
    note("exposure and content")
    let people = AdaptiveSimulator.abilities(count: 4_000, seed: 31)
    let pool = try pool()
    let free = try AdaptiveSimulator(pool: pool, rules: rules(20)).report(abilities: people, seed: 32)
    let calibration = try ExposureCalibration(
      pool: pool, rules: rules(20), target: 0.25, abilities: AdaptiveSimulator.abilities(count: 2_000, seed: 33),
      seed: 34)
    let controlled = try AdaptiveSimulator(
      pool: pool.withExposureParameters(calibration.parameters), rules: rules(20, exposure: .sympsonHetter)
    ).report(abilities: people, seed: 32)
    return [
      BenchmarkRow(
        name: "Sympson–Hetter at a target of 0.25, highest exposure", value: controlled.maximumExposure, unit: "",
        goal: .atMost(0.27)),
      BenchmarkRow(
        name: "Sympson–Hetter at a target of 0.25, RMSE", value: controlled.accuracy.rootMeanSquaredError, unit: "",
        peer: "unconstrained", peerValue: free.accuracy.rootMeanSquaredError, goal: .ratioAtMost(1.1)),
      try balanced(),
    ]
  }

  /// How far any domain is ever from its share, at any length of 500 tests.
  private func balanced() throws -> BenchmarkRow {
    let shares = [0.35, 0.25, 0.2, 0.15, 0.05]
    let (pool, rules) = (try pool(domains: 5), try rules(36, balance: ContentBalance(shares: shares)))
    let report = try AdaptiveSimulator(pool: pool, rules: rules)
      .report(abilities: AdaptiveSimulator.abilities(count: 500, seed: 35), seed: 36)
    var furthest = 0.0
    for test in report.tests {
      var counts = shares.map { _ in 0.0 }
      for (index, answer) in test.answers.enumerated() {
        counts[pool.items[answer.item].domain] += 1
        for (count, share) in zip(counts, shares) { furthest = max(furthest, abs(count - share * Double(index + 1))) }
      }
    }
    return BenchmarkRow(
      name: "five domains, furthest from target at any length", value: furthest, unit: "items", goal: .below(1))
  }
}
