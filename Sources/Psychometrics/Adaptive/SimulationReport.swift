/// One simulated person's test.
public struct SimulatedTest: Hashable, Sendable {
  /// The true θ.
  public var ability: Double
  public var estimate: AbilityEstimate
  public var answers: [ItemAnswer]
  public var stopReason: StopReason

  /// Estimated less true θ.
  public var error: Double { estimate.theta - ability }
}

/// How well simulated people were measured, and what it cost the pool.
public struct SimulationReport: Hashable, Sendable {
  /// In the order of the abilities given.
  public let tests: [SimulatedTest]
  /// Over everyone.
  public let accuracy: SimulatedAccuracy
  /// How many tests ended for each reason.
  public let stopReasons: [StopReason: Int]
  /// How many tests had each length, by length from 0.
  public let lengthCounts: [Int]
  /// Share of people who were asked each item.
  public let exposureRates: [Double]
  /// Items asked of each domain, over everyone.
  public let domainCounts: [Int]

  init(pool: ItemPool, tests: [SimulatedTest]) {
    self.tests = tests
    accuracy = SimulatedAccuracy(tests)
    var reasons: [StopReason: Int] = [:]
    var lengths = Array(repeating: 0, count: (tests.map(\.answers.count).max() ?? 0) + 1)
    var asked = Array(repeating: 0, count: pool.items.count)
    var domains = Array(repeating: 0, count: pool.domainCount)
    for test in tests {
      reasons[test.stopReason, default: 0] += 1
      lengths[test.answers.count] += 1
      for answer in test.answers {
        asked[answer.item] += 1
        domains[pool.items[answer.item].domain] += 1
      }
    }
    stopReasons = reasons
    lengthCounts = lengths
    exposureRates = asked.map { Double($0) / Double(tests.count) }
    domainCounts = domains
  }

  /// Mean number of answers.
  public var meanLength: Double { exposureRates.reduce(0, +) }

  /// The rate of the item asked most.
  public var maximumExposure: Double { exposureRates.max() ?? 0 }

  /// Share of the pool's items that nobody was asked.
  public var unusedShare: Double {
    Double(exposureRates.count { $0 == 0 }) / Double(exposureRates.count)
  }

  /// Share of a test's items that another person, drawn at random, was asked too; 0 for a single person.
  public var overlapRate: Double {
    guard tests.count > 1 else { return 0 }
    let people = Double(tests.count)
    let shared = exposureRates.reduce(0) { $0 + $1 * ($1 * people - 1) }
    return shared / (meanLength * (people - 1))
  }

  /// Accuracy by true ability: below the first boundary, between neighbours (the lower one included), above the last.
  ///
  /// - Parameter boundaries: ascending.
  /// - Returns: one more than there are boundaries.
  public func accuracy(between boundaries: [Double]) -> [SimulatedAccuracy] {
    var groups = Array(repeating: [SimulatedTest](), count: boundaries.count + 1)
    for test in tests { groups[boundaries.count { $0 <= test.ability }].append(test) }
    return groups.map(SimulatedAccuracy.init)
  }
}

/// How near the estimates of a group of simulated people are to their abilities. Not a number for an empty group.
public struct SimulatedAccuracy: Hashable, Sendable {
  public let personCount: Int
  /// Mean error.
  public let bias: Double
  public let rootMeanSquaredError: Double
  /// Mean of the standard errors that the tests claim.
  public let meanStandardError: Double
  /// Share of people whose ability lies within ± 1.96 claimed standard errors of its estimate; 0.95 when they are honest.
  public let coverage: Double

  init(_ tests: [SimulatedTest]) {
    let count = Double(tests.count)
    personCount = tests.count
    bias = tests.reduce(0) { $0 + $1.error } / count
    rootMeanSquaredError = (tests.reduce(0) { $0 + $1.error * $1.error } / count).squareRoot()
    meanStandardError = tests.reduce(0) { $0 + $1.estimate.standardError } / count
    let covered = tests.count { abs($0.error) <= 1.959964 * $0.estimate.standardError }
    coverage = Double(covered) / count
  }
}
