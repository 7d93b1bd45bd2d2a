import Psychometrics
import Readiness

/// An instrument prepared for adaptive delivery: its items as a pool, and the rules they are asked by.
///
/// Preparing takes milliseconds and holds for ever, since a published instrument never changes.
struct AdaptiveBank: Sendable {
  private let pool: ItemPool
  private let rules: AdaptiveRules
  /// In the pool's order.
  private let items: [Item]
  private let positions: [String: Int]
  /// Delivered to gather responses, and not scored.
  private let beta: [Item]
  private let delivery: AdaptiveDelivery

  /// How many beta items a test holds, if there are as many.
  private static let betaItems = 2

  /// - Throws: a refusal when the instrument is not delivered adaptively.
  init(_ instrument: Instrument) throws {
    guard let delivery = instrument.adaptive else { throw Refusal.notAdaptive(instrument.code) }
    let items = instrument.adaptiveItems
    self.items = items
    beta = instrument.items.filter { $0.status == .beta && $0.kind.marking == .key }
    positions = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($0.element.code, $0.offset) })
    let domains = QuotientDomain.allCases.filter { domain in items.contains { $0.domain == domain } }
    pool = try ItemPool(
      items: try items.map { item in
        PoolItem(
          model: try item.parameters?.model() ?? TwoParameterLogistic(slope: 1, difficulty: 0),
          domain: domains.firstIndex(of: item.domain) ?? 0, exposureParameter: instrument.exposure[item.code] ?? 1)
      })
    rules = try AdaptiveRules(
      stopping: StoppingRules(
        standardError: delivery.standardError, minimumLength: delivery.minimumItems,
        maximumLength: delivery.maximumItems),
      exposure: instrument.exposure.isEmpty ? .randomesque(among: delivery.randomesque) : .sympsonHetter,
      balance: ContentBalance(shares: domains.map { _ in 1 / Double(domains.count) }))
    self.delivery = delivery
  }

  /// The fewest items that a score may rest on.
  var minimumLength: Int { delivery.minimumItems }
  /// The most items that a test asks.
  var maximumLength: Int { delivery.maximumItems + min(AdaptiveBank.betaItems, beta.count) }

  /// What comes after the answers given so far.
  enum Step {
    case ask(Item)
    case end(StopReason)
  }

  /// - Parameters:
  ///   - asked: every item asked so far with the score of its answer, in order.
  ///   - seed: the attempt's own.
  func step(after asked: [(item: String, score: Int)], seed: UInt64) throws -> Step {
    let answers = asked.compactMap { given in
      positions[given.item].map { ItemAnswer(item: $0, category: given.score) }
    }
    let test = try AdaptiveTest(pool: pool, rules: rules, seed: seed, replaying: answers)
    guard let next = test.nextItem else { return .end(test.stopReason ?? .poolExhausted) }
    return .ask(betaItem(at: asked.count, seed: seed) ?? items[next])
  }

  /// Beta items stand at places of the seed's choice, after the first three and before the test may end.
  private func betaItem(at position: Int, seed: UInt64) -> Item? {
    let random = CounterRandom(seed: seed)
    func drawn(_ count: Int, of range: Range<Int>) -> ArraySlice<Int> {
      range.sorted { random.bits(at: $0) < random.bits(at: $1) }.prefix(count)
    }
    let places = drawn(AdaptiveBank.betaItems, of: 3..<max(delivery.minimumItems, 4)).sorted()
    let items = Array(drawn(places.count, of: beta.indices))
    guard let place = places.firstIndex(of: position), items.indices.contains(place) else { return nil }
    return beta[items[place]]
  }

  /// Lets simulated people take the test.
  ///
  /// - Parameters:
  ///   - people: their number; abilities are drawn from N(0, 1).
  ///   - control: nil: the instrument's own.
  func simulation(people: Int, seed: UInt64, control: ExposureControl? = nil) throws -> SimulationReport {
    let chosen = try AdaptiveRules(
      stopping: rules.stopping, exposure: control ?? rules.exposure, balance: rules.balance)
    return try AdaptiveSimulator(pool: pool, rules: chosen).report(
      abilities: AdaptiveSimulator.abilities(count: people, seed: seed), seed: seed)
  }

  /// Exposure parameters by item code that hold every item to the instrument's exposure rate.
  func calibratedExposure(people: Int, rounds: Int, seed: UInt64) throws -> [String: Double] {
    let calibration = try ExposureCalibration(
      pool: pool, rules: rules, target: delivery.exposureRate,
      abilities: AdaptiveSimulator.abilities(count: people, seed: seed), rounds: rounds, seed: seed)
    return Dictionary(uniqueKeysWithValues: zip(items.map(\.code), calibration.parameters))
  }
}

extension ItemParameters {
  /// - Throws: `ScoringError`.
  func model() throws -> any LinkableItem {
    thresholds.count == 1
      ? try TwoParameterLogistic(slope: slope, difficulty: thresholds[0])
      : try GradedResponse(slope: slope, thresholds: thresholds)
  }
}

extension Refusal {
  fileprivate static func notAdaptive(_ instrument: String) -> Refusal {
    .conflict(
      "not-adaptive", field: "instrument",
      en: "Instrument “\(instrument)” is not delivered adaptively. Take one of its forms.",
      zh: "测评工具“\(instrument)”不支持自适应测评。请选择其固定试卷。")
  }
}
