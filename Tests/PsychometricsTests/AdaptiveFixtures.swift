import Psychometrics
import Testing

/// The reference banks for adaptive testing: item, a, b, c, d a line.
enum AdaptiveBank {
  static func models(_ name: String) throws -> [any ItemModel] {
    try Reference.lines(of: "cat_bank_\(name).csv").dropFirst().map { line in
      let fields = try line.split(separator: ",").map { try #require(Double($0)) }
      return fields[3] == 0 && fields[4] == 1
        ? try TwoParameterLogistic(slope: fields[1], difficulty: fields[2])
        : try ThreeParameterLogistic(
          slope: fields[1], difficulty: fields[2], lowerAsymptote: fields[3], upperAsymptote: fields[4])
    }
  }

  /// The reference bank, its items dealt out to `domains` in turn.
  static func pool(_ name: String, domains: Int = 1, quadrature: Quadrature = .production) throws -> ItemPool {
    let items = try models(name).enumerated().map { PoolItem(model: $1, domain: $0 % domains) }
    return try ItemPool(items: items, quadrature: quadrature)
  }

  /// What an examinee of the reference answers to each item of the bank.
  static func answers(_ name: String, examinee: String) throws -> [Int] {
    let lines = try Reference.lines(of: "cat_responses_\(name).csv").map { $0.split(separator: ",") }
    let column = try #require(lines[0].firstIndex { $0 == examinee })
    return try lines.dropFirst().map { try #require(Int($0[column])) }
  }
}

extension AdaptiveTest {
  /// Answers every item asked until the test ends or `limit` answers are given.
  mutating func run(limit: Int = .max, answer: (_ item: Int) -> Int) throws {
    while answers.count < limit, let item = nextItem { try record(category: answer(item), ofItem: item) }
  }
}
