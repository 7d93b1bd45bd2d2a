import FoundationEssentials
import Postgres
import Readiness
import SeededRandom
import Storage
import TestSupport
import Testing
import Wire

/// Random histories on PostgreSQL: at each `done` every replica equals what the database itself grants its device.
///
/// `READINESS_SYNC_HISTORY=SEED` begins with another seed.
@Suite struct `Histories of synchronisation on PostgreSQL` {
  private static let first =
    ProcessInfo.processInfo.environment["READINESS_SYNC_HISTORY"].flatMap { UInt64($0) } ?? 1

  @Test(arguments: first..<first + 10)
  func `whatever is written, moved, granted, lost and restored, replicas equal what is granted`(
    seed: UInt64
  ) async throws {
    let test = try await TestStore.make()
    var history = try await History(test: test, seed: seed)
    for _ in 0..<60 { try await history.step() }
    try await history.settle()
    #expect(history.dones > history.phones.count, "there was something to compare")
    await test.close()
  }
}

/// An organisation, its phones and what happens to them.
private struct History {
  private let test: TestStore
  private let seed: UInt64
  private var random: SplitMix64
  private(set) var phones: [Phone] = []
  /// How often a replica was compared.
  private(set) var dones = 0
  private var number = 0
  private var quarter = 0

  struct Phone {
    let person: String
    var device: TestDevice
    /// The last push, and what it was answered.
    var last: (mutations: [Mutation], answer: PushOutcome)?
    var pushed: Int64 = 0
  }

  init(test: TestStore, seed: UInt64) async throws {
    self.test = test
    self.seed = seed
    random = SplitMix64(seed: seed)
    try await test.run(OpenConsultation(role: test.first.code("REP"), closesOn: TestStore.today.adding(days: 10)))
    for person in ["HR", "MANAGER", "EMPLOYEE", "LEAD", "STRANGER"] {
      phones.append(Phone(person: person, device: try await TestDevice.enrol(person, in: test)))
    }
    phones.append(
      Phone(person: "MANAGER", device: try await TestDevice.enrol("MANAGER", in: test, organisation: test.second)))
  }

  // MARK: - Steps

  mutating func step() async throws {
    number += 1
    let phone = Int.random(in: phones.indices, using: &random)
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<12: try await rename()
    case 12..<24: try await move()
    case 24..<30: try await changeRole()
    case 30..<36: try await score()
    case 36..<54: try await push(phone)
    case 54..<60: try await replay(phone)
    case 60..<78: try await pull(phone, pages: 1)
    case 78..<94: try await pull(phone, pages: .max)
    case 94..<97: try await test.owner.write { try $0.script(HostQueries.epochRenewal) }
    default: try await clearTombstones()
    }
  }

  /// All come to rest, and stay.
  mutating func settle() async throws {
    for phone in phones.indices { try await pull(phone, pages: .max) }
    for phone in phones.indices { try await pull(phone, pages: .max) }
  }

  // MARK: - What HR does

  private mutating func rename() async throws {
    let unit = random.chance(0.5) ? test.first.code("SALES") : "NEW\(number)"
    try await test.run(
      ImportUnits(sheet: Sheet("code,name_en,name_zh,parent", "\(unit),Unit \(number),部门\(number),")))
  }

  private mutating func move() async throws {
    let person = random.pick(["EMPLOYEE", "COLLEAGUE", "OUTSIDER", "STRANGER"])
    let manager = random.pick(["MANAGER", "LEAD", "BOSS"])
    let unit = random.pick(["SALES", "SUPPORT", "HQ"])
    let cells = [person, person, unit, "REP", manager].map(test.first.code).joined(separator: ",")
    try await test.run(ImportPeople(sheet: Sheet("external_id,name,unit,role,manager", cells)))
  }

  private mutating func changeRole() async throws {
    let person = random.pick(["MANAGER", "LEAD", "STRANGER"])
    let code = test.first.code(person)
    let email = try await test.owner.read { tx in
      try tx.one(
        "SELECT a.email FROM account a JOIN person p ON p.id = a.person_id WHERE p.external_id = \(code)"
      ) { try $0.decode("email", as: String.self) }
    }
    try await test.run(GrantRole(email: email, role: random.pick([.employee, .manager])), as: .owner)
  }

  private mutating func score() async throws {
    let person = test.first.code(random.pick(["EMPLOYEE", "COLLEAGUE", "OUTSIDER", "STRANGER", "LEAD"]))
    let answer = random.pick(["a", "b", "c"])
    _ = try await refusal {
      try await test.run(
        ImportResponses(
          instrument: "aiq-core", sheet: Sheet("person,item,answer,confidence", "\(person),UND-01,\(answer),0.5"),
          takenOn: TestStore.today.adding(days: -number)))
    }
  }

  /// As if three months had passed for the tombstones alone.
  private mutating func clearTombstones() async throws {
    quarter += 1
    _ = try await test.store.execute(
      ClearTombstones(), by: .operatorOf(test.first.id), sequence: Int64(quarter),
      now: TestStore.now.addingTimeInterval(Double(quarter) * 91 * 86_400))
  }

  // MARK: - What phones do

  private mutating func pull(_ index: Int, pages: Int) async throws {
    var left = pages
    while left > 0 {
      left -= 1
      let purged = Array(phones[index].device.replica.dropped)
      let page: [UInt8]
      do {
        page = try await phones[index].device.page(
          cursor: phones[index].device.replica.cursor, limit: .random(in: 1...40, using: &random),
          purged: purged.isEmpty ? nil : purged)
      } catch let refusal as Refusal where ["epoch-changed", "cursor-expired"].contains(refusal.code) {
        phones[index].device.replica.beginAnew()
        continue
      }
      // One in ten is lost on the way, or cut.
      if random.chance(0.1) {
        #expect(throws: (any Error).self) { try phones[index].device.replica.take(Array(page.dropLast(20))) }
        continue
      }
      phones[index].device.replica.forgetDropped()
      if try phones[index].device.replica.take(page) { return try await compare(phones[index]) }
    }
  }

  private mutating func compare(_ phone: Phone) async throws {
    dones += 1
    let oracle = try await phone.device.oracle()
    let held = phone.device.replica
    let differing = Set(held.rows.keys).union(oracle.rows.keys).filter { held.rows[$0] != oracle.rows[$0] }
    #expect(differing.isEmpty, "seed \(seed), step \(number): \(phone.person)")
    #expect(held.head == oracle.head, "seed \(seed), step \(number): \(phone.person)")
    #expect(held.lastSequence == phone.pushed, "seed \(seed), step \(number): \(phone.person)")
  }

  private mutating func push(_ index: Int) async throws {
    guard let epoch = phones[index].device.replica.epoch else { return }
    let code = phones[index].device.test.first.code
    let commands: [any Command] = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      switch Int.random(in: 0..<4, using: &random) {
      case 0: RecordConsultation(role: "NOWHERE", task: "NOTHING", desiredLevel: .h1)
      case 1: StartAttempt(instrument: "aiq-core")
      default:
        RecordConsultation(
          role: code("REP"), task: code("REP-2"), desiredLevel: random.pick([.h1, .h2, .h3, .h4, .h5]))
      }
    }
    let first = phones[index].pushed + 1
    do {
      let answer = try await phones[index].device.push(commands, epoch: epoch)
      let mutations = commands.enumerated().map { offset, command in
        Mutation(command: SubmittedCommand(sequence: first + Int64(offset), command: command))
      }
      phones[index].last = (mutations, answer)
      phones[index].pushed += Int64(commands.count)
      #expect(answer.lastSequence == phones[index].pushed, "seed \(seed), step \(number)")
    } catch let refusal as Refusal where refusal.code == "epoch-changed" {
      try await pull(index, pages: 1)
    }
  }

  /// The answer was lost, and the push is sent again: it changes nothing.
  private mutating func replay(_ index: Int) async throws {
    guard let last = phones[index].last else { return }
    let before = try await phones[index].device.oracle()
    let again = try await phones[index].device.send(last.mutations)
    let after = try await phones[index].device.oracle()
    #expect(again.outcomes.map(\.kind) == last.answer.outcomes.map(\.kind), "seed \(seed), step \(number)")
    #expect(before.head == after.head && before.rows == after.rows, "seed \(seed), step \(number)")
  }
}

extension Outcome {
  fileprivate var kind: String {
    switch verdict {
    case .applied: "applied"
    case .conflict: "conflict"
    case .rejected(let refusal): refusal.code
    }
  }
}

extension SplitMix64 {
  fileprivate mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &self) < probability
  }

  fileprivate mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }
}
