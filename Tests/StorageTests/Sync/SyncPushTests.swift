import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `Pushing a device's commands` {
  /// A store in which employees are asked what they want, so that each has a command to send.
  private func consulting() async throws -> TestStore {
    let test = try await TestStore.make()
    try await test.run(OpenConsultation(role: test.first.code("REP"), closesOn: TestStore.today.adding(days: 10)))
    return test
  }

  private func consult(_ test: TestStore, _ level: HumanAgencyLevel = .h2) -> RecordConsultation {
    RecordConsultation(role: test.first.code("REP"), task: test.first.code("REP-2"), desiredLevel: level)
  }

  @Test func `a mutation is applied once though it is sent again`() async throws {
    let test = try await TestStore.make()
    let device = try await TestDevice.enrol("EMPLOYEE", in: test)
    let mutation = Mutation(command: SubmittedCommand(sequence: 1, command: StartAttempt(instrument: "aiq-core")))
    let first = try await device.send([mutation])
    let again = try await device.send([mutation])
    guard case .applied(let one) = first.outcomes[0].verdict, case .applied(let two) = again.outcomes[0].verdict else {
      Issue.record("not applied")
      return
    }
    #expect(
      try JSONDecoder.wire.decode(JSONValue.self, from: Data(one.utf8))
        == JSONDecoder.wire.decode(JSONValue.self, from: Data(two.utf8)))
    #expect(first.lastSequence == 1 && again.lastSequence == 1)
    let attempts = try await test.owner.read { tx in
      try tx.one("SELECT count(*) AS n FROM attempt WHERE status = 'in_progress'") { try $0.decode("n", as: Int.self) }
    }
    #expect(attempts == 1)
    await test.close()
  }

  @Test func `nobody uses up the sequences of a phone, and none is too large to follow`() async throws {
    let test = try await consulting()
    let device = try await TestDevice.enrol("EMPLOYEE", in: test)
    func submit(_ sequence: Int64, client: UUID) async throws -> String? {
      let submission = Submission(
        client: client, commands: [SubmittedCommand(sequence: sequence, command: consult(test))])
      return try await refusal {
        _ = try await test.store.submit(submission, by: .token(test.first.token(.auditor)), now: TestStore.now)
      }?.code
    }
    #expect(try await submit(1_000_000, client: device.id.uuid) == "client-is-device")
    #expect(try await submit(.max, client: UUID()) == nil)
    let first = Mutation(command: SubmittedCommand(sequence: 1, command: consult(test)))
    #expect(try await device.send([first]).outcomes[0].refusal == nil)
    let last = Mutation(command: SubmittedCommand(sequence: .max, command: consult(test)))
    #expect(try await refusal { _ = try await device.send([last]) }?.code == "sequence-gap")
    await test.close()
  }

  @Test func `a refused mutation uses its sequence up and blocks nothing`() async throws {
    let test = try await consulting()
    var device = try await TestDevice.enrol("EMPLOYEE", in: test)
    let poison = RecordConsultation(role: "NOWHERE", task: "NOTHING", desiredLevel: .h3)
    let outcome = try await device.push([consult(test), poison, consult(test, .h4)])
    #expect(outcome.outcomes.map { $0.refusal?.code } == [nil, "not-found", nil])
    #expect(outcome.lastSequence == 3)
    #expect(try await device.push([consult(test, .h1)]).outcomes[0].refusal == nil)
    try await device.pull()
    #expect(device.replica.lastSequence == 4)
    await test.close()
  }

  @Test func `a gap is refused whole and tells what is missing`() async throws {
    let test = try await consulting()
    let device = try await TestDevice.enrol("EMPLOYEE", in: test)
    func send(_ sequences: [Int64]) async throws -> String? {
      try await refusal {
        _ = try await device.send(
          sequences.map { Mutation(command: SubmittedCommand(sequence: $0, command: consult(test))) })
      }?.code
    }
    #expect(try await send([2]) == "sequence-gap")
    #expect(try await send([1, 3]) == "sequence-gap")
    #expect(try await send([2, 1]) == "sequence-gap")
    let answers = try await test.owner.read { tx in
      try tx.one("SELECT count(*) AS n FROM command_ledger WHERE client_id = \(device.id)") {
        try $0.decode("n", as: Int.self)
      }
    }
    #expect(answers == 0)
    #expect(try await send([1, 2, 3]) == nil)
    #expect(try await send([2, 3, 4]) == nil, "a replay may go on with what is new")
    await test.close()
  }

  @Test func `a copied device is found out by what it writes and by what it has not written`() async throws {
    let test = try await consulting()
    var original = try await TestDevice.enrol("EMPLOYEE", in: test)
    let copy = original
    _ = try await original.push([consult(test, .h2), consult(test, .h3)])
    #expect(
      try await refusal {
        var copy = copy; _ = try await copy.push([consult(test, .h5)])
      }?.code == "device-forked")
    #expect(
      try await refusal {
        var copy = copy; try await copy.pull()
      }?.code == "device-forked")
    #expect(try await original.push([consult(test, .h4)]).lastSequence == 3, "the original goes on")
    await test.close()
  }

  @Test func `a command that rests on a row that has changed is a conflict and tells the row as it is`() async throws {
    let test = try await consulting()
    var device = try await TestDevice.enrol("EMPLOYEE", in: test)
    try await device.pull()
    let (key, seen) = try #require(device.replica.rows.first { $0.key.table == "task" })
    let base = Mutation.Base(scope: key.scope, table: key.table, id: key.id, version: seen.version)
    #expect(try await device.push([consult(test)], base: base).outcomes[0].refusal == nil)
    _ = try await test.owner.write { tx in
      try tx.run("UPDATE task SET name_en = 'Renamed' WHERE id = \(key.id)")
    }
    let outcome = try await device.push([consult(test, .h5)], base: base).outcomes[0]
    guard case .conflict(let current?) = outcome.verdict else {
      Issue.record("no conflict: \(outcome)")
      return
    }
    #expect(current.contains("Renamed"))
    // What the device may not hold is no base either.
    let foreign = Mutation.Base(scope: .people, table: key.table, id: key.id, version: .max)
    guard case .conflict(nil) = try await device.push([consult(test)], base: foreign).outcomes[0].verdict else {
      Issue.record("a row beyond the grants was a base")
      return
    }
    await test.close()
  }

  @Test func `a push tells the version that shows its effects`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("HR", in: test)
    try await device.pull()
    let before = try #require(device.replica.head)
    let outcome = try await device.push([ImportUnits(sheet: Sheet("code,name_en,name_zh,parent", "PUSHED,P,推,"))])
    #expect(outcome.version == before + 1)
    try await device.pull()
    #expect(device.replica.head == outcome.version)
    #expect(device.replica.texts("unit").contains { $0.contains("PUSHED") })
    await test.close()
  }

  @Test func `pushes of many devices at once are all applied and none is refused`() async throws {
    let test = try await consulting()
    let people = ["EMPLOYEE", "COLLEAGUE", "LEAD", "MANAGER"]
    var devices: [TestDevice] = []
    for person in people { devices.append(try await TestDevice.enrol(person, in: test)) }
    let outcomes = try await withThrowingTaskGroup(of: [PushOutcome].self) { group in
      for device in devices {
        group.addTask {
          var device = device
          var outcomes: [PushOutcome] = []
          for level in HumanAgencyLevel.allCases { outcomes.append(try await device.push([consult(test, level)])) }
          return outcomes
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(outcomes.count == people.count * 5)
    #expect(outcomes.flatMap(\.outcomes).allSatisfy { $0.refusal == nil })
    await test.close()
  }
}
