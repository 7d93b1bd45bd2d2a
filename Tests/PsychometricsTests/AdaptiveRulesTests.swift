import Psychometrics
import SeededRandom
import Testing

@Suite struct `Adaptive rules` {
  @Test(arguments: [UInt64](1...30))
  func `domains stay within one item of their shares at every length`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let domains = Int.random(in: 1...9, using: &random)
    let weights = (0..<domains).map { _ in pow3(Double.random(in: 0.05...1, using: &random)) }
    let shares = weights.map { $0 / weights.reduce(0, +) }
    let pool = try AdaptiveBank.pool("2pl_150", domains: domains)
    let length = Int(15 / max(0.1, shares.max() ?? 1))
    let rules = try `Adaptive test`.rules(maximum: length, exposure: .randomesque(among: 3), shares: shares)
    var test = try AdaptiveTest(pool: pool, rules: rules, seed: seed)
    var counts = Array(repeating: 0, count: domains)
    while let item = test.nextItem {
      counts[pool.items[item].domain] += 1
      try test.record(category: Int.random(in: 0...1, using: &random), ofItem: item)
      for domain in 0..<domains {
        let target = shares[domain] * Double(test.answers.count)
        #expect(abs(Double(counts[domain]) - target) < 1, "seed \(seed), \(test.answers.count) items")
      }
    }
  }

  /// Found by search: here the domain with the largest deficit, always taken, leaves another 1.1 items behind.
  @Test func `a domain is not left behind where the largest deficit alone would leave it`() throws {
    let shares = [0.01, 0.3, 0.08, 0.3, 0.3, 0.01]
    let pool = try AdaptiveBank.pool("bench_500", domains: 6)
    var test = try AdaptiveTest(pool: pool, rules: `Adaptive test`.rules(maximum: 100, shares: shares), seed: 0)
    var counts = Array(repeating: 0.0, count: 6)
    while let item = test.nextItem {
      counts[item % 6] += 1
      try test.record(category: 1, ofItem: item)
      let furthest = zip(counts, shares).map { abs($0 - $1 * Double(test.answers.count)) }.max() ?? 0
      #expect(furthest <= 0.9 + 1e-9)
    }
  }

  @Test func `a domain that has run out leaves its turns to the others`() throws {
    let model = try TwoParameterLogistic(slope: 1, difficulty: 0)
    let items = [0, 1, 1, 1, 1, 2].map { PoolItem(model: model, domain: $0) }
    let rules = try `Adaptive test`.rules(maximum: nil, shares: [0.5, 0.5, 0])
    var test = try AdaptiveTest(pool: ItemPool(items: items), rules: rules, seed: 0)
    try test.run { _ in 1 }
    #expect(test.answers.map(\.item) == [0, 1, 2, 3, 4])
    #expect(test.stopReason == .poolExhausted)
  }

  @Test func `randomesque choice is among the best and as even as chance`() throws {
    let pool = try AdaptiveBank.pool("bench_500")
    let rules = try `Adaptive test`.rules(exposure: .randomesque(among: 4))
    let information = pool.items.map { $0.model.information(at: 0).expected }
    let best = Set(pool.items.indices.sorted { information[$0] > information[$1] }.prefix(4))
    var counts: [Int: Int] = [:]
    for seed in 0..<2000 {
      let item = try #require(try AdaptiveTest(pool: pool, rules: rules, seed: UInt64(seed)).nextItem)
      counts[item, default: 0] += 1
    }
    #expect(Set(counts.keys) == best)
    // χ² with 3 degrees of freedom, 0.1 %.
    #expect(counts.values.reduce(0) { $0 + Double(($1 - 500) * ($1 - 500)) / 500 } < 16.27)
  }

  @Test func `an item is given to the share of people that its exposure parameter allows`() throws {
    let plain = try AdaptiveBank.pool("bench_500")
    let first = try #require(try AdaptiveTest(pool: plain, rules: `Adaptive test`.rules(), seed: 0).nextItem)
    var parameters = Array(repeating: 1.0, count: 500)
    parameters[first] = 0.2
    let pool = try plain.withExposureParameters(parameters)
    let rules = try `Adaptive test`.rules(exposure: .sympsonHetter)
    let given = try (0..<2000).count { try AdaptiveTest(pool: pool, rules: rules, seed: $0).nextItem == first }
    #expect(abs(Double(given) / 2000 - 0.2) < 0.03)
  }

  @Test func `content comes before exposure where both cannot be had`() throws {
    let model = try TwoParameterLogistic(slope: 1, difficulty: 0)
    let items = (0..<10).map { PoolItem(model: model, domain: $0 % 2, exposureParameter: $0 % 2 == 0 ? 1e-9 : 1) }
    let rules = try `Adaptive test`.rules(maximum: nil, exposure: .sympsonHetter, shares: [0.5, 0.5])
    var test = try AdaptiveTest(pool: ItemPool(items: items), rules: rules, seed: 3)
    try test.run { _ in 0 }
    #expect(test.answers.map(\.item) == Array(0..<10))
  }

  @Test func `impossible rules are refused`() throws {
    #expect(throws: AdaptiveError.standardErrorInvalid(0)) { try StoppingRules(standardError: 0) }
    #expect(throws: AdaptiveError.standardErrorInvalid(.infinity)) { try StoppingRules(standardError: .infinity) }
    #expect(throws: AdaptiveError.lengthsInvalid(minimum: 5, maximum: 4)) {
      try StoppingRules(minimumLength: 5, maximumLength: 4)
    }
    #expect(throws: AdaptiveError.lengthsInvalid(minimum: 0, maximum: 0)) { try StoppingRules(maximumLength: 0) }
    #expect(throws: AdaptiveError.timeLimitInvalid(milliseconds: 0)) { try StoppingRules(timeLimitMilliseconds: 0) }
    #expect(throws: AdaptiveError.candidateCountInvalid(0)) {
      try AdaptiveRules(stopping: StoppingRules(), exposure: .randomesque(among: 0))
    }
    for shares in [[], [0.5, 0.4], [1.2, -0.2], [.nan, 1]] {
      #expect(throws: AdaptiveError.self) { try ContentBalance(shares: shares) }
    }
  }

  @Test func `rules that do not fit the pool are refused`() throws {
    let pool = try AdaptiveBank.pool("2pl_150", domains: 2)
    #expect(throws: AdaptiveError.domainWithoutShare(domain: 1)) {
      try AdaptiveTest(pool: pool, rules: `Adaptive test`.rules(shares: [1]), seed: 0)
    }
    #expect(throws: AdaptiveError.domainWithoutItems(domain: 2)) {
      try AdaptiveTest(pool: pool, rules: `Adaptive test`.rules(shares: [0.4, 0.4, 0.2]), seed: 0)
    }
  }

  @Test func `impossible pools are refused`() throws {
    let model = try TwoParameterLogistic(slope: 1, difficulty: 0)
    #expect(throws: AdaptiveError.emptyPool) { try ItemPool(items: []) }
    #expect(throws: AdaptiveError.domainNegative(item: 0, domain: -1)) {
      try ItemPool(items: [PoolItem(model: model, domain: -1)])
    }
    for parameter in [0, -0.1, 1.1] {
      #expect(throws: AdaptiveError.exposureParameterOutOfRange(item: 0, parameter: parameter)) {
        try ItemPool(items: [PoolItem(model: model, exposureParameter: parameter)])
      }
    }
    #expect(throws: AdaptiveError.exposureParameterCount(expected: 1, found: 2)) {
      try ItemPool(items: [PoolItem(model: model)]).withExposureParameters([1, 1])
    }
  }
}

private func pow3(_ x: Double) -> Double { x * x * x }
