import Foundation
import Readiness
import TestSupport
import Testing

/// The demonstration's commands, with no database.
@Suite struct `The demonstration organisation` {
  private let asOf = TestStore.today

  private func make(_ people: Int = 240, seed: UInt64 = 1) throws -> DemoOrganisation {
    try DemoOrganisation(seeds: .shipped(), people: people, seed: seed, asOf: asOf)
  }

  private func bytes(_ demo: DemoOrganisation) throws -> [Data] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try demo.steps.flatMap { step in
      try step.commands().map { try Data("\(step.day) \(step.actor) ".utf8) + encoder.encode($0) }
    }
  }

  @Test func `the same seed gives the same bytes, and another seed others`() throws {
    let first = try bytes(make())
    #expect(try bytes(make()) == first)
    #expect(try bytes(make(seed: 2)) != first)
  }

  @Test func `its history is nine months long, in order, and over by its last day`() throws {
    let demo = try make()
    #expect(demo.start == asOf.adding(months: -9))
    #expect(demo.steps.first?.day == demo.start)
    #expect(zip(demo.steps, demo.steps.dropFirst()).allSatisfy { $0.day <= $1.day })
    #expect(demo.steps.allSatisfy { $0.day <= asOf && $0.work > 0 })
  }

  @Test(arguments: [20, 21, 60, 240, 1_500])
  func `it ends with as many people as asked for, all under one head`(people: Int) throws {
    let directory = try replay(make(people))
    let active = directory.people.values.filter(\.isActive).map(\.record)
    #expect(active.count == people)
    #expect(active.filter { $0.managerExternalID == nil }.map(\.unitCode) == ["GRP"])
    let managers = Dictionary(uniqueKeysWithValues: active.map { ($0.externalID, $0.managerExternalID) })
    for person in active {
      var (next, steps) = (person.managerExternalID, 0)
      while let manager = next, steps < people {
        next = try #require(managers[manager], "\(person.externalID) is under somebody who has left")
        steps += 1
      }
      #expect(next == nil, "\(person.externalID) is in a circle")
    }
  }

  @Test func `every unit has people, and one alone has fewer than five`() throws {
    let active = try replay(make()).people.values.filter(\.isActive)
    let sizes = Dictionary(grouping: active, by: \.record.unitCode).mapValues(\.count)
    #expect(sizes.count == 14)
    #expect(sizes.filter { $0.value < 5 }.keys.sorted() == ["AUD"])
  }

  @Test func `every role is held, people joined, moved and left, and heads changed`() throws {
    let demo = try make()
    let before = try replay(demo, through: demo.start).people
    let after = try replay(demo).people
    #expect(Set(after.values.filter(\.isActive).compactMap(\.record.roleCode)).count == 18)
    let stayed = after.values.filter { $0.isActive && before[$0.record.externalID] != nil }.map(\.record)
    func changed(_ field: PersonRecord.Field) -> Int {
      stayed.count { $0[field] != before[$0.externalID]?.record[field] }
    }
    #expect(after.keys.count { before[$0] == nil } >= 10)
    #expect(after.values.count { !$0.isActive } >= 10)
    #expect(changed(.unit) >= 2)
    #expect(changed(.role) >= 3)
    #expect(changed(.manager) > changed(.unit))
  }

  @Test func `addresses are in ASCII and nobody shares one; the language follows the name`() throws {
    let people = try replay(make(1_500)).people.values.map(\.record)
    let emails = people.compactMap(\.email)
    #expect(Set(emails).count == people.count)
    #expect(emails.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } && !$0.hasPrefix(".") && !$0.contains(".@") })
    for person in people {
      let isHan = person.name.unicodeScalars.contains { $0.properties.isIdeographic }
      #expect(person.locale == (isHan ? .zh : .en), "\(person.name)")
    }
    #expect(Set(people.map(\.locale)).count == 2)
  }

  @Test func `answers fit the instrument, and the able answer better`() throws {
    let instrument = try DemoSeeds.shipped().instruments[0]
    let delivered = instrument.delivered(in: try #require(instrument.forms.first))
    var right: [Double] = []
    for case let attempts as ImportResponses in try make().steps.flatMap({ $0.commands() }) {
      let rows = try attempts.sheet.read(
        required: ImportResponses.columns, optional: ImportResponses.optionalColumns, ResponseRecord.init(from:))
      let kinds = Dictionary(uniqueKeysWithValues: delivered.map { ($0.code, $0.kind) })
      for (_, responses) in Dictionary(grouping: rows, by: \.record.person) {
        let marks = try instrument.marks(
          of: try responses.map { _, record in record.response(to: try #require(kinds[record.item])) },
          delivered: delivered)
        right.append(Double(marks.compactMap(\.score).reduce(0, +)) / Double(marks.count))
      }
    }
    let mean = right.reduce(0, +) / Double(right.count)
    #expect(right.count > 180)
    #expect((0.45...0.7).contains(mean), "\(mean)")
    #expect((right.min() ?? 1) < 0.35 && (right.max() ?? 0) > 0.8)
  }

  /// The people as they are after the history's imports, each planned as the product plans it.
  private func replay(_ demo: DemoOrganisation, through last: Day? = nil) throws -> PeopleImport.Directory {
    let seeds = try DemoSeeds.shipped()
    func codes(_ sheet: Sheet) -> Set<String> { Set(sheet.rows.map { $0.cells[0] }) }
    var directory = PeopleImport.Directory(units: codes(seeds.units), roles: codes(seeds.roles), people: [])
    for step in demo.steps where step.day <= last ?? asOf {
      guard let command = step.commands().first as? ImportPeople else { continue }
      var reader = try PeopleImport.Reader(header: command.sheet.header, mapping: command.mapping)
      for row in command.sheet.rows { reader.append(row: row.row, cells: row.cells) }
      let changes = try PeopleImport.plan(
        reader.batch, directory: directory, leavers: command.leavers, effective: step.day)
      #expect(changes.ignored == 0 && changes.unchanged == 0 && changes.returned.isEmpty)
      for entry in changes.joined { directory.people[entry.record.externalID] = .init(entry.record, isActive: true) }
      for change in changes.changed { directory.people[change.after.externalID] = .init(change.after, isActive: true) }
      for change in changes.left { directory.people[change.after.externalID] = .init(change.after, isActive: false) }
    }
    return directory
  }
}
