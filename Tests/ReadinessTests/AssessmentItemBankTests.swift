import FoundationEssentials
import Readiness
import Testing
import Yams

/// The shipped instrument, as its file has it.
private func readCore(source: String = #filePath) throws -> Instrument {
  let root = source.split(separator: "/").dropLast(3).joined(separator: "/")
  let data = try Data(contentsOf: URL(filePath: "/\(root)/seed/instruments/aiq-core.yaml"))
  return try YAMLDecoder().decode(Instrument.self, from: data)
}

@Suite struct `The core instrument` {
  @Test func `is valid, with six live items a domain`() throws {
    let core = try readCore()
    try core.validate(minimumItems: 6)
    #expect(core.code == "aiq-core" && core.version == 1 && core.scale == .apply)
    #expect(core.validityMonths == 12 && core.retakeDays == 14)
    for domain in QuotientDomain.allCases {
      #expect(core.quotientScale?.referenceForm(of: domain).count == 6, "\(domain)")
    }
  }

  @Test func `survives being written and read as JSON`() throws {
    let core = try readCore()
    #expect(try JSONDecoder().decode(Instrument.self, from: JSONEncoder().encode(core)) == core)
  }

  @Test func `marks its own keys right`() throws {
    let core = try readCore()
    let marks = try core.marks(of: core.items.map { ItemResponse($0.code, $0.answer) })
    #expect(marks.allSatisfy { $0.score == 1 && $0.isAnswered })
    #expect(marks.count == 36)
  }

  @Test func `uses every kind of item`() throws {
    #expect(
      Set(try readCore().items.map(\.kind)) == [
        .singleChoice, .multipleChoice, .ordering, .errorSpotting, .situationalJudgement,
      ])
  }

  @Test func `spreads difficulty from −1.5 or less to 1.5 or more in every domain`() throws {
    let core = try readCore()
    for domain in QuotientDomain.allCases {
      let difficulties = core.items.filter { $0.domain == domain }.compactMap(\.parameters?.difficulty)
      #expect(difficulties.min()! <= -1.5 && difficulties.max()! >= 1.5, "\(domain)")
      #expect(Set(difficulties).count == 6, "\(domain)")
    }
  }

  @Test func `puts its keys in each position about equally often`() throws {
    let singles = try readCore().items.filter { $0.answer.count == 1 }
    for key in ["a", "b", "c", "d"] {
      let share = Double(singles.count { $0.answer == [key] }) / Double(singles.count)
      #expect((0.2...0.3).contains(share), "\(key): \(share)")
    }
  }

  @Test(arguments: Language.allCases)
  func `does not give its keys away by their length`(language: Language) throws {
    let singles = try readCore().items.filter { $0.answer.count == 1 }
    let ratios = singles.map { item in
      let lengths = item.options.map { (key: $0.key, count: Double($0.text[language].count)) }
      let others = lengths.filter { [$0.key] != item.answer }.map(\.count)
      let key = lengths.filter { [$0.key] == item.answer }.map(\.count).reduce(0, +)
      return key / (others.reduce(0, +) / Double(others.count))
    }
    #expect((0.95...1.05).contains(ratios.reduce(0, +) / Double(ratios.count)))
    for (item, ratio) in zip(singles, ratios) {
      #expect((0.6...1.5).contains(ratio), "\(item.code)")
    }
  }
}
