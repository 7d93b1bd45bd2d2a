import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `Cursors and grants` {
  private func code(_ body: () async throws -> Void) async throws -> String? { try await refusal(body)?.code }

  @Test func `a cursor that is forged, cut or another device's is refused`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("EMPLOYEE", in: test)
    var other = try await TestDevice.enrol("EMPLOYEE", in: test)
    var foreign = try await TestDevice.enrol("EMPLOYEE", in: test, organisation: test.second)
    try await device.pull()
    try await other.pull()
    try await foreign.pull()
    let cursor = try #require(device.replica.cursor)
    var flipped = Array(cursor)
    flipped[20] = flipped[20] == "A" ? "B" : "A"
    for bad in [
      String(flipped), String(cursor.dropLast(4)), "", "x", "....", other.replica.cursor, foreign.replica.cursor,
    ] {
      #expect(try await code { _ = try await device.page(cursor: bad ?? "x") } == "cursor-invalid")
    }
    #expect(try await code { _ = try await device.page(cursor: cursor) } == nil)
    await test.close()
  }

  @Test func `a token of another device or of no device pulls nothing`() async throws {
    let test = try await TestStore.make()
    let device = try await TestDevice.enrol("EMPLOYEE", in: test)
    let other = try await TestDevice.enrol("EMPLOYEE", in: test)
    for caller in [other.caller, .token(test.first.token(.employee))] {
      #expect(
        try await code {
          _ = try await test.store.pull(
            PullRequest(cursor: nil), schema: 1, device: device.id, by: caller, now: TestStore.now)
        } == "wrong-device")
    }
    await test.close()
  }

  @Test func `after a restore the epoch is another, and the cursor is not gone on from`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("EMPLOYEE", in: test)
    try await device.pull()
    let epoch = device.replica.epoch
    try await test.owner.write { try $0.script(HostQueries.epochRenewal) }
    #expect(try await code { _ = try await device.page(cursor: device.replica.cursor) } == "epoch-changed")
    #expect(
      try await code { _ = try await device.push([StartAttempt(instrument: "aiq-core")], epoch: epoch) }
        == "epoch-changed")
    device.replica.beginAnew()
    try await device.pull()
    #expect(device.replica.epoch != epoch)
    #expect(device.replica.rows == (try await device.oracle()).rows)
    await test.close()
  }

  @Test func `tombstones are kept for ninety days, and a cursor from before is refused`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("EMPLOYEE", in: test)
    try await device.pull()
    let old = device.replica.cursor
    func days(_ count: Int) -> Date { TestStore.now.addingTimeInterval(Double(count) * 86_400) }
    let organisation = test.first.id
    try await test.owner.write { tx in
      // Nothing that a device may hold is deleted by any command yet: publish a row's end as the triggers would.
      try tx.run("UPDATE sync_row SET deleted = true, wire = '', version = NULL WHERE table_name = 'task'")
      try tx.run("INSERT INTO sync_pending (organisation_id) VALUES (\(organisation))")
    }
    let caller = Caller.operatorOf(organisation)
    _ = try await test.store.execute(ClearTombstones(), by: caller, now: days(0))
    #expect(try await test.store.execute(ClearTombstones(), by: caller, sequence: 2, now: days(90)).cleared == 0)
    #expect(try await code { _ = try await device.page(cursor: old) } == nil, "it learns of the deletions")
    #expect(try await test.store.execute(ClearTombstones(), by: caller, sequence: 3, now: days(91)).cleared == 2)
    #expect(try await code { _ = try await device.page(cursor: old) } == "cursor-expired")
    device.replica.beginAnew()
    try await device.pull()
    #expect(device.replica.texts("task").isEmpty)
    #expect(device.replica.rows == (try await device.oracle()).rows)
    await test.close()
  }

  @Test func `whoever leaves a manager's team leaves the manager's device at the next page`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("MANAGER", in: test)
    try await device.pull()
    let person = try await test.personID(test.first.code("EMPLOYEE"))
    #expect(device.replica.scopes.contains(.managed(person)))
    try await move("EMPLOYEE", to: "SUPPORT", manager: "LEAD", in: test)
    try await device.pull()
    #expect(!device.replica.scopes.contains(.managed(person)))
    #expect(device.replica.dropped.contains(.managed(person)))
    #expect(try await holding(of: person, in: test)?.purgedAt == nil)
    try await device.pull()
    let receipt = try #require(try await holding(of: person, in: test))
    #expect(receipt.droppedAt != nil && receipt.purgedAt != nil)
    #expect(device.replica.rows == (try await device.oracle()).rows)

    try await move("EMPLOYEE", to: "SALES", manager: "MANAGER", in: test)
    try await device.pull()
    #expect(
      device.replica.scopes.contains(.managed(person)), "rows of a scope granted again are sent from their beginning")
    #expect(device.replica.rows == (try await device.oracle()).rows)
    await test.close()
  }

  /// The drop was carried out, and the page with the cursor after it was not stored.
  @Test func `a scope that was purged and is granted again is sent from its beginning`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("MANAGER", in: test)
    try await device.pull()
    let person = try await test.personID(test.first.code("EMPLOYEE"))
    let cursor = device.replica.cursor
    try await move("EMPLOYEE", to: "SUPPORT", manager: "LEAD", in: test)
    try await device.pull()
    try await move("EMPLOYEE", to: "SALES", manager: "MANAGER", in: test)
    let page = try await device.page(cursor: cursor, purged: [.managed(person)])
    #expect(try page.split(separator: 0x0A).map { try PullLine(parsing: $0) }.contains(.open(.managed(person))))
    await test.close()
  }

  @Test func `a drop is told again until the device says that it purged`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("MANAGER", in: test)
    try await device.pull()
    let person = try await test.personID(test.first.code("EMPLOYEE"))
    try await move("EMPLOYEE", to: "SUPPORT", manager: "LEAD", in: test)
    func tellsDrop(_ page: [UInt8]) throws -> Bool {
      try page.split(separator: 0x0A).map { try PullLine(parsing: $0) }.contains(.drop(.managed(person)))
    }
    // The answer is lost, and the device even loses its cursor.
    #expect(try tellsDrop(try await device.page(cursor: device.replica.cursor)))
    #expect(try tellsDrop(try await device.page(cursor: nil)))
    #expect(try tellsDrop(try await device.page(cursor: device.replica.cursor)))
    #expect(try !tellsDrop(try await device.page(cursor: nil, purged: [.managed(person)])))
    await test.close()
  }

  @Test func `an account that becomes a manager holds a team, and loses what it was`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("HR", in: test)
    try await device.pull()
    #expect(device.replica.scopes.contains(.people))
    _ = try await test.store.execute(
      GrantRole(email: test.first.email(.hrAdmin), role: .employee), by: .operatorOf(test.first.id), now: TestStore.now)
    try await device.pull()
    #expect(!device.replica.scopes.contains(.people))
    #expect(device.replica.rows == (try await device.oracle()).rows)
    await test.close()
  }

  private func move(_ person: String, to unit: String, manager: String, in test: TestStore) async throws {
    let code = test.first.code
    let sheet = Sheet(
      "external_id,name,unit,role,manager",
      "\(code(person)),Em Ployee,\(code(unit)),\(code("REP")),\(code(manager))")
    try await test.run(ImportPeople(sheet: sheet, effective: TestStore.today))
  }

  private func holding(of person: PersonID, in test: TestStore) async throws -> ListHoldings.Entry? {
    try await test.ask(ListHoldings(person: test.first.code("EMPLOYEE"))).first { $0.scope == .managed(person) }
  }
}
