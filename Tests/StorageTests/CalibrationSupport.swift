import Foundation
import Readiness
import SeededRandom
import Storage
import TestSupport

/// A made-up organisation that takes a short test, so that a calibration has something to find.
///
/// The test is three live items a domain of the core instrument and two beta items, on one form. Its truth is near what
/// its experts say, but for `hard`, which is far harder than they think, `unfair`, which is harder in Chinese, and the
/// beta item `misleading`, which the able get wrong.
struct SimulatedTest {
  static let code = "house"
  static let hard = "EXP-02"
  static let unfair = "DIR-02"
  static let sound = "EVA-04"
  static let misleading = "EVA-05"

  let instrument: Instrument
  private let seed: UInt64

  init(seed: UInt64 = 7) throws {
    self.seed = seed
    var instrument = try RepositoryFiles.instrument("aiq-core")
    let live = ["UND", "EXP", "DIR", "EVA", "RES", "DEL"].flatMap { domain in (1...3).map { "\(domain)-0\($0)" } }
    let beta = [SimulatedTest.sound, SimulatedTest.misleading]
    instrument.code = SimulatedTest.code
    instrument.version = 1
    instrument.adaptive = nil
    instrument.items = instrument.items.filter { (live + beta).contains($0.code) }
    for index in instrument.items.indices where beta.contains(instrument.items[index].code) {
      instrument.items[index].status = .beta
    }
    instrument.forms = [InstrumentForm(code: "fixed", items: live + beta)]
    instrument.referenceForm = "fixed"
    self.instrument = instrument
  }

  /// Who takes it: every third in Chinese.
  func people(_ numbers: Range<Int>, in test: TestStore) -> Sheet {
    let rows = numbers.map { number in
      Sheet.Row(
        row: number + 2,
        cells: [
          name(number, in: test), "Person \(number)", test.first.code("HQ"), test.first.code("REP"),
          number % 3 == 0 ? "zh" : "en",
        ])
    }
    return Sheet(header: ["external_id", "name", "unit", "role", "locale"], rows: rows)
  }

  func name(_ number: Int, in test: TestStore) -> String { test.first.code("S\(number)") }

  /// What they answer.
  func responses(_ numbers: Range<Int>, in test: TestStore) -> Sheet {
    var rows: [Sheet.Row] = []
    for number in numbers {
      var random = SplitMix64(seed: seed &* 1_000_003 &+ UInt64(number))
      let theta = 0.1 + 0.9 * random.normal()
      for item in instrument.items {
        let isRight = random.uniform() < probability(of: item, at: theta, inChinese: number % 3 == 0)
        let answer = isRight ? item.answer : item.wrongAnswer
        rows.append(
          Sheet.Row(row: rows.count + 2, cells: [name(number, in: test), item.code, answer.joined(separator: " ")]))
      }
    }
    return Sheet(header: ["person", "item", "answer"], rows: rows)
  }

  private func probability(of item: Item, at theta: Double, inChinese: Bool) -> Double {
    let slope = item.code == SimulatedTest.misleading ? -0.9 : item.parameters?.slope ?? 1
    var difficulty = item.parameters?.difficulty ?? 0
    if item.code == SimulatedTest.hard { difficulty += 1.5 }
    if item.code == SimulatedTest.unfair && inChinese { difficulty += 1.5 }
    return 1 / (1 + exp(-slope * (theta - difficulty)))
  }
}

extension Item {
  /// Fits the item, and is not its key.
  fileprivate var wrongAnswer: [String] {
    switch kind {
    case .ordering: Array(answer.reversed())
    case .matching: options.map { $0.key + (targets.first?.key ?? "") }
    default: options.map(\.key).filter { [$0] != answer }.prefix(1).map { $0 }
    }
  }
}

extension SplitMix64 {
  fileprivate mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  fileprivate mutating func normal() -> Double { (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform()) }
}

extension TestStore {
  /// Publishes the simulated test, and lets people take it.
  func simulate(_ test: SimulatedTest, people: Int) async throws {
    try await run(PublishInstrument(instrument: test.instrument))
    try await run(
      ImportPeople(sheet: test.people(0..<people, in: self), mapping: .init(), leavers: .keep), as: .hrAdmin)
    try await take(test, 0..<people)
  }

  func take(_ test: SimulatedTest, _ numbers: Range<Int>) async throws {
    try await run(
      ImportResponses(
        instrument: SimulatedTest.code, sheet: test.responses(numbers, in: self),
        takenOn: TestStore.today.adding(days: -30)))
  }
}
