import Psychometrics
import SeededRandom
import Testing

/// 30 items answered by 1500 persons of a reference and 1000 of a focal group, whose ability is half a standard
/// deviation lower.
private func simulated(shifts: [Int: Double], seed: UInt64) throws -> GroupedResponses {
  var generator = SplitMix64(seed: seed)
  let slopes = (0..<30).map { _ in Double.random(in: 0.8...1.8, using: &generator) }
  let difficulties = (0..<30).map { -1.5 + 3 * Double($0 % 10) / 9 }
  let models = try [false, true].map { focal in
    try (0..<30).map { item in
      try TwoParameterLogistic(
        slope: slopes[item], difficulty: difficulties[item] + (focal ? shifts[item] ?? 0 : 0))
    }
  }
  var matrix = try ResponseMatrix(itemCount: 30)
  let isFocal = (0..<2500).map { $0 >= 1500 }
  for focal in isFocal {
    let theta = generator.normal() - (focal ? 0.5 : 0)
    try matrix.append(models[focal ? 1 : 0].map { generator.response(to: $0, at: theta) })
  }
  return try GroupedResponses(responses: matrix, isFocal: isFocal)
}

@Suite struct `Simulated fairness` {
  @Test(arguments: [[11, 12, 13, 14]] as [[UInt64]])
  func `finds nothing in 93 of 100 fair items`(seeds: [UInt64]) throws {
    var (byTable, byRegression, items) = (0, 0, 0)
    for seed in seeds {
      let groups = try simulated(shifts: [:], seed: seed)
      byTable += try MantelHaenszelScreening(of: groups).flagged.count
      byRegression += try LogisticFunctioning.examine(groups).count { try #require($0).uniform.pValue < 0.05 }
      items += 30
    }
    #expect(Double(byTable) / Double(items) <= 0.07, "seeds \(seeds)")
    #expect(Double(byRegression) / Double(items) <= 0.07, "seeds \(seeds)")
  }

  @Test(arguments: [[21, 22, 23]] as [[UInt64]])
  func `finds 8 of 10 items that are 0.6 harder for the focal group, and faults no other`(seeds: [UInt64]) throws {
    let unfair = [2, 9, 14, 21, 28]
    var (found, wrong) = (0, 0)
    for seed in seeds {
      let groups = try simulated(shifts: Dictionary(uniqueKeysWithValues: unfair.map { ($0, 0.6) }), seed: seed)
      let screening = try MantelHaenszelScreening(of: groups)
      found += unfair.count { screening.flagged.contains($0) && screening.items[$0]?.favoured == .reference }
      wrong += screening.items.indices.count { !unfair.contains($0) && screening.items[$0]?.effect != .negligible }
    }
    #expect(Double(found) / Double(unfair.count * seeds.count) >= 0.8, "seeds \(seeds)")
    #expect(wrong == 0, "seeds \(seeds)")
  }
}
