import Foundation
import Readiness
import Testing
import Yams

/// The shipped instruments, as their files have them.
private let core = Result { try read("aiq-core") }
private let create = Result { try read("aiq-create") }
private let selfReport = Result { try read("aiq-self") }

private func read(_ code: String) throws -> Instrument {
  let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "../..")
  let folder = root.standardizedFileURL.appending(path: "seed/instruments/\(code)")
  func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }
  let lists = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "items").path).sorted()
  let document = Instrument.document(
    head: try text("instrument.yaml"), exposure: (try? text("exposure.yaml")) ?? "",
    items: try lists.map { try text("items/\($0)") })
  return try YAMLDecoder().decode(Instrument.self, from: document)
}

@Suite struct `The shipped instruments` {
  @Test func `are valid, with at least six live items a domain of the core`() throws {
    try core.get().validate(minimumItems: 6)
    try create.get().validate()
    try selfReport.get().validate()
  }

  @Test func `survive being written and read as JSON`() throws {
    for instrument in try [core.get(), create.get(), selfReport.get()] {
      #expect(try JSONDecoder().decode(Instrument.self, from: JSONEncoder().encode(instrument)) == instrument)
    }
  }

  @Test func `have the breadth of the bank: twenty live items a domain to apply, twenty to create`() throws {
    let (core, create) = (try core.get(), try create.get())
    for domain in QuotientDomain.allCases {
      #expect(core.adaptiveItems.count { $0.domain == domain } >= 20, "\(domain)")
      #expect(create.adaptiveItems.count { $0.domain == domain } >= 4, "\(domain)")
    }
    #expect(create.adaptiveItems.count >= 20)
    #expect(core.items.count + create.items.count >= 150)
    #expect(Set(try [core, create, selfReport.get()].flatMap(\.items).map(\.kind)) == Set(ItemKind.allCases))
  }

  @Test func `define their scale by a form of equal shares of the domains`() throws {
    let scales = try [(core.get(), 6), (create.get(), 4)]
    for (instrument, share) in scales {
      for domain in QuotientDomain.allCases {
        #expect(instrument.quotientScale?.referenceForm(of: domain).count == share, "\(instrument.code) \(domain)")
      }
    }
    #expect(try selfReport.get().quotientScale == nil)
  }

  @Test func `mark their own keys right`() throws {
    for instrument in try [core.get(), create.get()] {
      let items = instrument.items.filter { $0.kind.marking == .key }
      let marks = try instrument.marks(of: items.map { ItemResponse($0.code, $0.answer) }, delivered: items)
      #expect(marks.allSatisfy { $0.score == 1 && $0.isAnswered })
      #expect(marks.count == instrument.adaptiveItems.count)
    }
  }

  @Test func `spread difficulty over all levels in every domain of the core, without gaps`() throws {
    for domain in QuotientDomain.allCases {
      let difficulties = try core.get().adaptiveItems.filter { $0.domain == domain }
        .compactMap(\.parameters?.difficulty).sorted()
      #expect(difficulties.first! <= -1.9 && difficulties.last! >= 1.9, "\(domain)")
      #expect(zip(difficulties, difficulties.dropFirst()).allSatisfy { $1 - $0 <= 0.6 }, "\(domain)")
    }
  }

  @Test func `put their keys in each position about equally often`() throws {
    let singles = try [core.get(), create.get()].flatMap(\.items).filter {
      $0.answer.count == 1 && $0.options.count == 4
    }
    for key in ["a", "b", "c", "d"] {
      let share = Double(singles.count { $0.answer == [key] }) / Double(singles.count)
      #expect((0.2...0.3).contains(share), "\(key): \(share)")
    }
  }

  @Test(arguments: Language.allCases)
  func `do not give their keys away by their length`(language: Language) throws {
    let singles = try [core.get(), create.get()].flatMap(\.items).filter { $0.answer.count == 1 }
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

  @Test func `hold back the best items of the core's adaptive test, and know them all`() throws {
    let core = try core.get()
    #expect(Set(core.exposure.keys) == Set(core.adaptiveItems.map(\.code)))
    #expect(core.exposure.values.contains { $0 < 0.5 })
  }

  @Test func `never list an ordering in its own order or put a matching in line`() throws {
    for item in try [core.get(), create.get()].flatMap(\.items) {
      let keys = item.options.map(\.key)
      #expect(item.kind != .ordering || item.answer != keys, "\(item.code)")
      let inLine = zip(keys, item.targets.map(\.key)).map { $0 + $1 }
      #expect(item.kind != .matching || item.answer != inLine, "\(item.code)")
    }
  }
}
