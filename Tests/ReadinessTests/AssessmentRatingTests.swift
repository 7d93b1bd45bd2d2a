import Readiness
import Testing

@Suite struct `Raters of an answer in words` {
  @Test func `are two, neither of whom decides alone`() {
    #expect(RubricResolution([]) == .open(missing: 2))
    #expect(RubricResolution([[2, 1, 0]]) == .open(missing: 1))
  }

  @Test(
    arguments: [
      ([2, 1, 0], [2, 1, 0], 3),
      ([2, 1, 0], [2, 1, 1], 4),  // 3.5, in the person's favour
      ([2, 1, 0], [1, 1, 0], 3),  // 2.5
      ([2, 0, 1], [1, 1, 1], 3),  // one up, one down
      ([0, 0, 0], [0, 0, 0], 0),
    ])
  func `agree when no criterion and no total is more than one apart`(first: [Int], second: [Int], score: Int) {
    #expect(RubricResolution([first, second]) == .agreed(score))
    #expect(RubricResolution([second, first]) == .agreed(score))
  }

  @Test(
    arguments: [
      ([2, 1, 0], [0, 1, 0]),  // one criterion two apart
      ([2, 0, 1], [0, 2, 1]),  // with equal totals
      ([2, 2, 1], [1, 1, 1]),  // totals two apart
    ])
  func `ask a third when they are further apart`(first: [Int], second: [Int]) {
    #expect(RubricResolution([first, second]) == .open(missing: 1))
  }

  @Test(
    arguments: [
      ([2, 2, 2], [0, 0, 0], [2, 2, 1], 6),  // the first and the third: 5.5
      ([2, 2, 2], [0, 0, 0], [0, 1, 0], 1),  // the second and the third: 0.5
      ([2, 2, 0], [1, 1, 0], [2, 2, 2], 5),  // 1-2 and 1-3 are two apart: a pair with the third
      ([0, 2, 0], [2, 0, 0], [1, 1, 1], 3),  // equally close to both, which are equal: 2.5
      ([2, 2, 2], [0, 0, 0], [1, 1, 1], 5),  // in the very middle: the higher pair, 4.5
      ([2, 2, 0], [0, 2, 0], [0, 0, 0], 1),  // two apart each: a pair with the third before a higher one
    ])
  func `are decided by the closest pair of three`(first: [Int], second: [Int], third: [Int], score: Int) {
    #expect(RubricResolution([first, second, third]) == .agreed(score))
    #expect(RubricResolution([second, first, third]) == .agreed(score))
  }

  @Test func `decide within what they gave, whatever it is`() {
    let levels = [0, 1, 2]
    let ratings = levels.flatMap { a in levels.flatMap { b in levels.map { [a, b, $0] } } }
    for first in ratings {
      for second in ratings {
        guard case .open(missing: 1) = RubricResolution([first, second]) else { continue }
        for third in ratings {
          let totals = [first, second, third].map { $0.reduce(0, +) }
          guard case .agreed(let score) = RubricResolution([first, second, third]) else {
            Issue.record("\(first) \(second) \(third) is open")
            continue
          }
          #expect(totals.min()! <= score && score <= totals.max()!)
        }
      }
    }
  }

  @Test func `score each criterion once, within its levels`() throws {
    let rubric = makeWorkSample().rubric
    #expect(try rubric.parse(["goal": 1, "check": 2]) == [1, 2])
    #expect(throws: RubricError.missingCriterion("check")) { try rubric.parse(["goal": 1]) }
    #expect(throws: RubricError.unknownCriterion("tone", known: ["goal", "check"])) {
      try rubric.parse(["goal": 1, "check": 2, "tone": 0])
    }
    for wrong in [-1, 3, Int.max, Int.min] {
      #expect(throws: RubricError.outOfRange(criterion: "check", maximum: 2)) {
        try rubric.parse(["goal": 1, "check": wrong])
      }
    }
  }
}

@Suite struct `A self-report` {
  private func statement(_ code: String, _ domain: QuotientDomain = .understand, isReversed: Bool = false) -> Item {
    var item = makeItem(code, domain: domain, kind: .selfReport, keys: ["1", "2", "3", "4", "5"], answer: [])
    item.isReversed = isReversed
    item.parameters = nil
    return item
  }

  private func report(_ items: [Item], _ answers: [String: String]) throws -> SelfReport? {
    var instrument = makeInstrument()
    instrument.scale = .selfReport
    instrument.items = items
    return try instrument.selfReport(
      of: answers.sorted { $0.key < $1.key }.map { ItemResponse($0.key, [$0.value]) }, delivered: items,
      on: try #require(Day("2026-07-01")))
  }

  @Test func `is the mean of its answers from 0 to 100, reversed ones turned`() throws {
    let items = [statement("A"), statement("B"), statement("C", isReversed: true), statement("D", .explore)]
    let report = try #require(try report(items, ["A": "5", "B": "4", "C": "2", "D": "1"]))
    #expect(report.domains.map(\.domain) == [.understand, .explore])
    #expect(abs(report.domains[0].part.value - (100 + 75 + 75) / 3) < 1e-12)
    #expect(report.domains[1].part == .init(value: 0, answered: 1))
    #expect(report.overall == .init(value: 62.5, answered: 4))
  }

  @Test func `leaves out what is not answered, and is none of nothing`() throws {
    let items = [statement("A"), statement("B", .explore)]
    #expect(try report(items, ["A": "3"])?.domains.map(\.domain) == [.understand])
    #expect(try report(items, ["A": "3"])?.overall == .init(value: 50, answered: 1))
    #expect(try report(items, [:]) == nil)
  }
}
