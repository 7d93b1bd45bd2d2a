import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `Pulling what a device may hold` {
  @Test(arguments: [("BOSS", nil), ("HR", 1), ("MANAGER", 2), ("EMPLOYEE", 7), ("STRANGER", 3)] as [(String, Int?)])
  func `a first sync equals what the database grants, in pages of any size`(person: String, limit: Int?) async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol(person, in: test)
    let pages = try await device.pull(limit: limit)
    let oracle = try await device.oracle()
    #expect(!oracle.rows.isEmpty && device.replica.rows == oracle.rows)
    #expect(device.replica.head == oracle.head)
    #expect(limit == nil ? pages == 1 : pages >= oracle.rows.count / (limit ?? 1))
    await test.close()
  }

  @Test func `each role's device holds its own scopes and no others`() async throws {
    let test = try await TestStore.make()
    var manager = try await TestDevice.enrol("MANAGER", in: test)
    var employee = try await TestDevice.enrol("EMPLOYEE", in: test)
    try await manager.pull()
    try await employee.pull()
    let (boss, person) = (try await id(of: "MANAGER", in: test), try await id(of: "EMPLOYEE", in: test))
    let colleague = try await id(of: "COLLEAGUE", in: test)
    #expect(manager.replica.scopes == [.organisation, .own(boss), .managed(person), .managed(colleague)])
    #expect(employee.replica.scopes == [.organisation, .own(person)])
    #expect(manager.replica.texts("score").allSatisfy { !$0.contains("quotient") }, "a manager is told the level alone")
    await test.close()
  }

  @Test func `what changes is sent and nothing else`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("EMPLOYEE", in: test)
    try await device.pull()
    let before = device.replica
    try await test.run(ImportUnits(sheet: Sheet("code,name_en,name_zh,parent", "NEW,New,新,")))
    let page = try await device.page(cursor: device.replica.cursor)
    let lines = try page.split(separator: 0x0A).map { try PullLine(parsing: $0) }
    let puts = lines.filter { if case .put = $0 { true } else { false } }
    #expect(puts.count == 1)
    try await device.pull()
    #expect(device.replica.rows.count == before.rows.count + 1)
    #expect(device.replica.rows == (try await device.oracle()).rows)
    await test.close()
  }

  @Test func `with nothing new a pull ends at once with the same head`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("EMPLOYEE", in: test)
    try await device.pull()
    let page = try await device.page(cursor: device.replica.cursor)
    #expect(page.split(separator: 0x0A).count == 2, "begin and done")
    await test.close()
  }

  @Test func `rows that change during a first sync are not missed`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("HR", in: test)
    var pages = 0
    while true {
      let page = try await device.page(cursor: device.replica.cursor, limit: 3)
      pages += 1
      if try device.replica.take(page) { break }
      // Each page but the last is followed by a change to what was sent already or will be.
      guard pages < 12 else { continue }
      try await test.run(
        ImportUnits(
          sheet: Sheet(
            "code,name_en,name_zh,parent", "\(test.first.code("SALES")),Sales \(pages),销售\(pages),",
            "NEW\(pages),New,新,")))
    }
    #expect(pages > 12)
    let oracle = try await device.oracle()
    #expect(device.replica.rows == oracle.rows)
    #expect(device.replica.head == oracle.head)
    await test.close()
  }

  @Test func `a replica that was interrupted at any page goes on from it`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("BOSS", in: test)
    var cursor: String?
    for _ in 0..<5 {
      let page = try await device.page(cursor: cursor, limit: 4)
      _ = try device.replica.take(page)
      cursor = device.replica.cursor
      // The next page is lost on the way, then cut in the middle: neither counts.
      let lost = try await device.page(cursor: cursor, limit: 4)
      #expect(throws: ReferenceReplica.BrokenPage.self) { try device.replica.take(Array(lost.dropLast(9))) }
      #expect(device.replica.cursor == cursor)
    }
    try await device.pull(limit: 4)
    #expect(device.replica.rows == (try await device.oracle()).rows)
    await test.close()
  }

  @Test func `the digests match if and only if the replica does`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("EMPLOYEE", in: test)
    try await device.pull()
    func verify() async throws -> VerifyAnswer {
      try await test.store.verify(.organisation, device: device.id, by: device.caller, now: TestStore.now)
    }
    #expect(try await verify().leaves == device.replica.digest(of: .organisation))
    let key = try #require(device.replica.rows.keys.filter { $0.scope == .organisation }.min { $0.id < $1.id })
    device.replica.rows[key]?.text += " "
    let (sound, broken) = (try await verify().leaves, device.replica.digest(of: .organisation))
    let differing = sound.indices.filter { sound[$0] != broken[$0] }
    #expect(differing == [ScopeDigest.leaf(table: key.table, id: key.id)])
    let repair = try await test.store.leaf(
      differing[0], of: .organisation, device: device.id, by: device.caller, now: TestStore.now)
    let rows = try repair.split(separator: 0x0A).map { try PullLine(parsing: $0) }
    #expect(
      rows.contains {
        if case .put(key, let text) = $0 {
          text == (device.replica.rows[key]?.text.dropLast()).map(String.init)
        } else {
          false
        }
      })
    let astray = await #expect(throws: Refusal.self) {
      try await test.store.verify(.people, device: device.id, by: device.caller, now: TestStore.now)
    }
    #expect(astray?.kind == .notFound)
    await test.close()
  }

  private func id(of person: String, in test: TestStore) async throws -> PersonID {
    try await test.personID(test.first.code(person))
  }
}

extension TestStore {
  func personID(_ externalID: String) async throws -> PersonID {
    try await owner.read { tx in
      try tx.one("SELECT id FROM person WHERE external_id = \(externalID)") { try $0.decode("id", as: PersonID.self) }
    }
  }
}
