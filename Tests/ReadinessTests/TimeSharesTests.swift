import Readiness
import Testing

@Suite struct `Shares of time` {
  @Test(arguments: [
    ([1.0, 1, 1], [3_334, 3_333, 3_333]), ([0, 0], [5_000, 5_000]), ([2, 0], [10_000, 0]), ([], []), ([1e-9], [10_000]),
  ])
  func `what remains goes where most was cut off`(weights: [Double], parts: [Int]) {
    #expect(TimeShares.apportion(weights) == parts)
  }

  @Test func `parts always add up, and none is a whole part off its quota`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let weights = (0..<Int.random(in: 1...60, using: &random)).map { _ in Double.random(in: 0...7, using: &random) }
      let parts = TimeShares.apportion(weights)
      #expect(parts.reduce(0, +) == TimeShares.whole, "\(weights)")
      let sum = weights.reduce(0, +)
      for (part, weight) in zip(parts, weights) {
        #expect(abs(Double(part) - weight / sum * 10_000) < 1, "\(weights)")
      }
    }
  }

  @Test func `a role's tasks weigh importance times frequency, the weightiest first`() {
    let tasks = [
      OccupationTask(code: "b", statement: "B", kind: .core, importance: 4, frequency: 1),
      OccupationTask(code: "a", statement: "A", kind: .core, importance: 2, frequency: 6),
      OccupationTask(code: "c", statement: "C", kind: .supplemental),
    ].tasks(of: "R", source: .onet, dataClass: .internal)
    // 12, 2 × 3.5 = 7 and 4 of 23.
    #expect(tasks.map(\.code) == ["R-01", "R-02", "R-03"])
    #expect(tasks.map(\.sourceCode) == ["a", "c", "b"])
    #expect(tasks.map(\.timeShare) == [0.5217, 0.3044, 0.1739])
    #expect(tasks.map(\.importance) == [2, 2, 4])
    #expect(tasks.allSatisfy { $0.source == .onet && $0.traits == nil && $0.irreversible == nil })
  }
}
