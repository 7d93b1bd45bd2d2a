import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `Devices and their tokens` {
  private func after(_ seconds: Double) -> Date { TestStore.now.addingTimeInterval(seconds) }

  @Test func `an enrolment code lets one device in, once, until it ends`() async throws {
    let test = try await TestStore.make()
    func invite() async throws -> String {
      try await test.run(InviteDevices(people: [test.first.code("EMPLOYEE")], hours: 1)).invitations[0].code
    }
    func enrol(_ code: String, at now: Date = TestStore.now) async throws -> String? {
      try await refusal { _ = try await test.store.enrol(code: code, name: "P", platform: "", now: now) }?.code
    }
    let code = try await invite()
    #expect(try await enrol(code) == nil)
    #expect(try await enrol(code) == "wrong-code")
    #expect(try await enrol(try await invite(), at: after(3_601)) == "wrong-code")
    #expect(try await enrol("rde_nothing") == "wrong-code")
    #expect(try await enrol(test.first.token(.employee)) == "wrong-code")
    await test.close()
  }

  @Test func `a unit is invited with those below it, and all or none are`() async throws {
    let test = try await TestStore.make()
    let sheet = Sheet(
      "external_id,name,email,unit,role,manager",
      "\(test.first.code("STRANGER")),Stran Ger,s@a.example,\(test.first.code("SUPPORT")),\(test.first.code("REP")),"
        + test.first.code("LEAD"))
    try await test.run(ImportPeople(sheet: sheet, effective: TestStore.today))
    let bad = try await refusal { try await test.run(InviteDevices(units: [test.first.code("SUPPORT")])) }
    #expect(bad?.code == "cannot-invite" && bad?.faults.map(\.code) == ["no-email", "no-email"])
    let result = try await test.run(InviteDevices(people: [test.first.code("STRANGER")]))
    #expect(result.invitations.map(\.email) == ["s@a.example"])
    #expect(
      try await test.ask(ListAccounts(), as: .owner).contains { $0.email == "s@a.example" && $0.role == .employee })
    await test.close()
  }

  /// A code lets whoever holds it act as the account.
  @Test func `only an owner invites the phone of an account with a role of its own`() async throws {
    let test = try await TestStore.make()
    let first = test.first
    let bad = try await refusal { try await test.run(InviteDevices(people: [first.code("BOSS")]), as: .hrAdmin) }
    #expect(bad?.faults.map(\.code) == ["owner-required"])
    let own = try await test.run(InviteDevices(people: [first.code("HR"), first.code("MANAGER")]), as: .hrAdmin)
    #expect(own.invitations.map(\.person) == [first.code("HR"), first.code("MANAGER")])
    #expect(try await test.run(InviteDevices(people: [first.code("BOSS")]), as: .owner).invitations.count == 1)
    await test.close()
  }

  @Test func `a phone makes no token that would outlive it, and its own is ended with it alone`() async throws {
    let test = try await TestStore.make()
    let device = try await TestDevice.enrol("EMPLOYEE", in: test)
    let make = IssueToken(label: "other", days: 9)
    #expect(
      try await refusal { _ = try await test.store.execute(make, by: device.caller, now: TestStore.now) }?.code
        == "forbidden")
    let token = try await test.owner.read { tx in
      try tx.one("SELECT id FROM token WHERE device_id = \(device.id)") { try $0.decode("id", as: TokenID.self) }
    }
    #expect(try await test.ask(ListTokens(), as: .employee).allSatisfy { $0.id != token })
    #expect(try await refusal { try await test.run(RevokeToken(id: token), as: .employee) }?.code == "not-found")
    await test.close()
  }

  @Test func `an access token lasts minutes and the refresh token is traded for the next`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("EMPLOYEE", in: test)
    try await device.pull(now: after(899))
    #expect(try await refusal { try await device.pull(now: after(901)) }?.code == "unauthenticated")
    device.tokens = try await test.store.refresh(token: device.tokens.refreshToken, now: after(901))
    try await device.pull(now: after(901))
    await test.close()
  }

  @Test func `a trade whose answer was lost may be repeated, but not once its successor was used`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("EMPLOYEE", in: test)
    let old = device.tokens.refreshToken
    let lost = try await test.store.refresh(token: old, now: after(1))
    device.tokens = try await test.store.refresh(token: old, now: after(2))
    let next = try await test.store.refresh(token: device.tokens.refreshToken, now: after(3))
    device.tokens = next
    try await device.pull(now: after(3))
    #expect(
      try await refusal { _ = try await test.store.refresh(token: lost.refreshToken, now: after(4)) }?.code
        == "device-revoked")
    #expect(try await refusal { try await device.pull(now: after(4)) }?.code == "unauthenticated")
    #expect(
      try await refusal { _ = try await test.store.refresh(token: next.refreshToken, now: after(5)) }?.code
        == "device-revoked")
    let listed = try #require(try await test.ask(ListDevices()).first)
    #expect(listed.revocation == .tokenReused && listed.person == test.first.code("EMPLOYEE"))
    await test.close()
  }

  @Test func `a restored server takes the newest token that it knows, and goes on from it`() async throws {
    let test = try await TestStore.make()
    let device = try await TestDevice.enrol("EMPLOYEE", in: test)
    let known = try await test.store.refresh(token: device.tokens.refreshToken, now: after(1))
    await test.close()
    let lost = try test.copy()
    let newest = try await lost.store.refresh(token: known.refreshToken, now: after(2))
    await lost.close()
    let restored = try test.copy()
    #expect(
      try await refusal { _ = try await restored.store.refresh(token: newest.refreshToken, now: after(3)) }?.code
        == "unauthenticated")
    let next = try await restored.store.refresh(token: known.refreshToken, now: after(4))
    _ = try await restored.store.refresh(token: next.refreshToken, now: after(5))
    await restored.close()
  }

  @Test func `a stolen refresh token ends the device when it is used beside the device's own`() async throws {
    let test = try await TestStore.make()
    let device = try await TestDevice.enrol("EMPLOYEE", in: test)
    let stolen = device.tokens.refreshToken
    let next = try await test.store.refresh(token: stolen, now: after(1))
    _ = try await test.store.refresh(token: next.refreshToken, now: after(2))
    #expect(
      try await refusal { _ = try await test.store.refresh(token: stolen, now: after(3)) }?.code == "device-revoked")
    await test.close()
  }

  @Test func `a revoked device is out at once, by its person or by HR and by nobody else`() async throws {
    let test = try await TestStore.make()
    var mine = try await TestDevice.enrol("EMPLOYEE", in: test)
    var other = try await TestDevice.enrol("MANAGER", in: test)
    try await mine.pull()
    try await other.pull()
    let foreign = RevokeDevice(device: other.id, reason: .lost)
    #expect(try await refusal { try await test.run(foreign, as: .employee) }?.kind == .notFound)
    try await test.run(RevokeDevice(device: mine.id, reason: .lost), as: .employee)
    try await test.run(foreign, as: .hrAdmin)
    #expect(try await refusal { try await mine.pull() }?.code == "unauthenticated")
    #expect(try await refusal { try await other.pull() }?.code == "unauthenticated")
    #expect(try await test.ask(ListDevices(), as: .employee).map(\.device) == [mine.id], "one's own, and no other's")
    let holdings = try await test.ask(ListHoldings(person: test.first.code("EMPLOYEE")))
    #expect(Set(holdings.map(\.device)) == [mine.id, other.id], "what a lost device holds is known")
    #expect(holdings.allSatisfy { $0.revokedAt != nil && $0.purgedAt == nil && $0.leaseEndsAt != nil })
    await test.close()
  }

  @Test func `a device that has ended says that it purged, and one that has not cannot`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("EMPLOYEE", in: test)
    try await device.pull()
    let token = device.tokens.refreshToken
    #expect(
      try await refusal { try await test.store.confirmPurge(token: token, now: after(1)) }?.kind == .unauthenticated)
    try await test.run(RevokeDevice(device: device.id, reason: .lost))
    try await test.store.confirmPurge(token: token, now: after(60))
    let holdings = try await test.ask(ListHoldings(person: test.first.code("EMPLOYEE")))
    #expect(!holdings.isEmpty && holdings.allSatisfy { $0.purgedAt == after(60) && $0.droppedAt != nil })
    #expect(
      try await refusal { try await test.store.confirmPurge(token: "rdr_x", now: after(1)) }?.kind == .unauthenticated)
    await test.close()
  }

  @Test func `an account that is disabled takes its devices with it`() async throws {
    let test = try await TestStore.make()
    let device = try await TestDevice.enrol("EMPLOYEE", in: test)
    _ = try await test.store.execute(
      DisableAccount(email: test.first.email(.employee)), by: .operatorOf(test.first.id), now: TestStore.now)
    #expect(
      try await refusal { _ = try await test.store.refresh(token: device.tokens.refreshToken, now: after(1)) }?.code
        == "device-revoked")
    await test.close()
  }

  @Test func `the lease that a replica gets is the organisation's`() async throws {
    let test = try await TestStore.make()
    var device = try await TestDevice.enrol("EMPLOYEE", in: test)
    try await test.run(SetDeviceLease(days: 7))
    try await device.pull()
    #expect(device.replica.lease == after(7 * 86_400))
    #expect(try await refusal { try await test.run(SetDeviceLease(days: 0)) }?.code == "out-of-range")
    await test.close()
  }
}
