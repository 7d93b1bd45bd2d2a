import Foundation
import GRDB
import Readiness
import Testing
import Wire

@testable import SyncClient

extension ConformanceCase {
  static let comparing = [equalDigests, damagedReplica]
  static let waiting = [waitingHead, liveStream]
  static let requesting = [unfitting]
  static let letting = [enrolment, trade, revocation]

  // MARK: - Digests

  private static let equalDigests = ConformanceCase("the digests of all leaves equal those of the server") { world in
    for phone in [world.owner, world.manager, world.phone] {
      try await phone.client.synchronise()
      try await phone.expectWhole()
      phone.wire.reset()
      #expect(try await phone.client.verify() == 0 && phone.wire.log.leaves == 0)
    }
  }

  private static let damagedReplica = ConformanceCase("a damaged replica is repaired by its leaves") { world in
    let owner = world.owner
    try await owner.client.synchronise()
    let sound = try owner.held()
    let keys = sound.keys.filter { $0.scope == .organisation }.sorted { $0.id.uuidString < $1.id.uuidString }
    let text = try #require(sound[keys[0]]?.text).replacing("}", with: " ,\"damaged\":true}", maxReplacements: 1)
    let sealed = try owner.client.replica.seal(text, of: .organisation)
    let extra = try owner.client.replica.seal("{}", of: .organisation)
    try await owner.client.replica.database.write { db in
      let place: (PullLine.RowKey) -> StatementArguments = {
        [$0.scope.description, $0.table, $0.id.uuidString.lowercased()]
      }
      let isThere = "WHERE scope = ? AND table_name = ? AND id = ?"
      try db.execute(sql: "UPDATE row SET sealed = ? \(isThere)", arguments: [sealed] + place(keys[0]))
      try db.execute(sql: "DELETE FROM row \(isThere)", arguments: place(keys[1]))
      try db.execute(
        sql: "INSERT INTO row VALUES ('o', 'task', '00000000-0000-4000-8000-000000000000', 1, ?)", arguments: [extra])
    }
    #expect(try owner.held() != sound)
    owner.wire.reset()
    let repaired = try await owner.client.verify()
    #expect(1...3 ~= repaired)
    #expect(owner.wire.log.leaves <= 3 && owner.wire.log.pulls.isEmpty, "no more than the leaves is fetched")
    #expect(try owner.held() == sound)
    #expect(try await owner.client.verify() == 0, "nothing is left to repair")
    let refused = try await refusal { _ = try await owner.wire.leaf(256, of: .organisation, as: owner.access()) }
    #expect(refused == "400 out-of-range")
  }

  // MARK: - Head and live

  private static let waitingHead = ConformanceCase(
    "a head that is known is answered by 304 and a waiting one ends when something moves"
  ) { world in
    let phone = world.phone
    let access = try phone.access()
    let tag = try #require(try await phone.wire.head(known: nil, wait: 0, as: access))
    #expect(try await phone.wire.head(known: tag, wait: 0, as: access) == nil, "nothing is new")
    let names = phone.client.observe { try $0.rows("unit").map(\.text).joined() }
    let polls = phone.wire.polls()
    let keeping = Task {
      defer { phone.wire.endPolls() }
      try await phone.client.keepSynchronised()
    }
    // From its second poll on it waits with what it knows.
    for await known in polls where known != nil { break }
    let name = try await world.rename()
    let told = Task { for try await text in names where text.contains(name) { return keeping.cancel() } }
    await #expect(throws: CancellationError.self) { try await keeping.value }
    told.cancel()
    #expect(try phone.unit().text.contains(name), "it heard of the change without asking again")
    let moved = try await phone.wire.head(known: tag, wait: 0, as: access)
    #expect(moved != nil && moved != tag, "something is new, and stays so")
    #expect(phone.clock.pauses.isEmpty, "nothing failed")
  }

  private static let liveStream = ConformanceCase(
    "a live stream tells the version at once and when it moves"
  ) { world in
    let phone = world.phone
    try await phone.client.synchronise()
    var heads: [Int64] = []
    _ = try await listen(to: world.program.server, as: phone.access()) { head in
      heads.append(head)
      if heads.count == 1 { try await world.rename() }
      return heads.count < 2
    }
    #expect(try heads.first == phone.client.status().head, "the version as it is")
    try await phone.client.synchronise()
    #expect(heads.count == 2 && heads[1] > heads[0], "a higher one")
    #expect(try #require(try phone.client.status().head) >= heads[1])
  }

  // MARK: - Requests

  private static let unfitting = ConformanceCase("headers and bodies that do not fit get their error") { world in
    let proxy = try CutProxy()
    defer { proxy.end() }
    proxy.lead(to: URL(string: world.program.server)?.port)
    let phone = try await world.furtherPhone(server: proxy.server)
    let (held, access) = (try phone.held(), try phone.access())
    let device = "Sync-Device: \(access.device)"
    try phone.client.run(answer(.h5))
    for (text, replacement, error) in [
      ("Sync-Protocol: 1", "Sync-Protocol: 2", "409 protocol-unsupported"),
      ("Sync-Schema: 1", "Sync-Schema: 99", "409 schema-unsupported"),
      ("Sync-Schema: 1", "Sync-Schema: x", "400 malformed-header"), (device, "Sync-Device: x", "400 malformed-header"),
      (device, "Sync-Device: \(try world.owner.access().device)", "403 wrong-device"),
      ("Sync-Protocol: 1", "Sync-Protocol: 1\r\nContent-Encoding: gzip", "400 encoded-body"),
      (#"{"epoch""#, #" "epoch""#, "400 malformed"),
    ] {
      proxy.rewrite([(text, replacement)])
      #expect(try await refusal { try await phone.client.synchronise() } == error, "\(replacement)")
      #expect(try phone.held() == held && phone.states() == [.waiting], "\(replacement)")
      #expect(try phone.client.status().problem.map { "\($0.status) \($0.code)" } == error)
    }
    await #expect(throws: CancellationError.self) { try await phone.client.keepSynchronised() }
    #expect(phone.clock.pauses == [.seconds(1), .seconds(2), .seconds(4)], "it asks less and less often")
    proxy.rewrite([(#"["o"]"#, #"["x"]"#)])
    for (request, error) in [
      (PullRequest(cursor: nil, limit: 0), "400 out-of-range"),
      (PullRequest(cursor: nil, limit: 2001), "400 out-of-range"),
      (PullRequest(cursor: nil, purged: [.organisation]), "400 malformed"),
    ] {
      #expect(try await refusal { _ = try await phone.wire.pull(request, as: access) } == error)
    }
    #expect(try await refusal { _ = try await phone.wire.verify(.people, as: access) } == "404 not-found")
    try await phone.client.synchronise()
    #expect(try phone.states() == [] && phone.client.status().phase == .idle, "what waits is sent as it is")
  }

  // MARK: - Tokens, last: they end devices

  private static let enrolment = ConformanceCase("an enrolment code lets one device in") { world in
    let phone = try world.newPhone()
    #expect(try await refusal { try await phone.client.enrol(code: world.usedCode, name: "Phone") } == "401 wrong-code")
    #expect(try await refusal { try await phone.client.enrol(code: "rde_none", name: "Phone") } == "401 wrong-code")
    let code = try await world.program.invite("E3")[0]
    let name = String(repeating: "x", count: 101)
    #expect(try await refusal { try await phone.client.enrol(code: code, name: name) } == "422 out-of-range")
    #expect(try phone.client.status().phase == .unenrolled)
    await #expect(throws: SyncError.unenrolled) { try await phone.client.synchronise() }
    try await phone.client.enrol(code: code, name: "Phone")
    try await phone.client.synchronise()
    try phone.client.run(answer(.h2))
    let held = try phone.held()
    #expect(try await refusal { try await phone.client.enrol(code: code, name: "Phone") } == "401 wrong-code")
    #expect(try phone.held() == held && phone.states() == [.waiting], "a refused enrolment takes nothing away")
    try await phone.client.synchronise()
    #expect(try phone.states() == [])
  }

  private static let trade = ConformanceCase(
    "a refresh token is traded once and its reuse ends the device"
  ) { world in
    let device = try await world.furtherPhone()
    let access = try device.access()
    try device.client.run(answer(.h3))
    let thief = try device.copy()
    device.clock.pass(20 * 60)
    device.wire.befall { $0.afterTrade = { throw TappedWire.lost } }
    #expect(try await isCutOff { try await device.client.synchronise() })
    #expect(try device.access() == access && device.states() == [.waiting])
    device.clock.pass(-20 * 60)
    device.wire.befall { $0.afterTrade = {} }
    try await device.client.synchronise()
    #expect(device.wire.log.refusals.map(\.code) == ["unauthenticated"], "the token before it ended at once")
    #expect(device.wire.log.trades.count == 2, "a trade whose answer was lost may be repeated")
    #expect(try device.states() == [] && device.access().token == device.wire.log.trades[1].accessToken)
    device.clock.pass(20 * 60)
    try await device.client.synchronise()
    #expect(device.wire.log.trades.count == 3, "before it ends by the device's own clock")
    device.clock.pass(-20 * 60)
    try device.client.run(answer(.h4))
    for phone in [thief, device] {
      #expect(try await refusal { try await phone.client.synchronise() } == "401 device-revoked")
      try phone.expectEnded()
    }
  }

  private static let revocation = ConformanceCase("a device that is revoked is let in no longer") { world in
    let phone = try await world.furtherPhone()
    let access = try phone.access()
    try phone.client.run(answer(.h3))
    _ = try await world.owner.client.perform(RevokeDevice(device: access.device, reason: .lost))
    let late = try await refusal { _ = try await phone.wire.head(known: nil, wait: 0, as: access) }
    #expect(late == "401 unauthenticated")
    phone.wire.reset()
    #expect(try await refusal { try await phone.client.synchronise() } == "401 device-revoked")
    try phone.expectEnded()
    #expect(phone.wire.log.purges == 1, "its word that nothing is left is taken")
    let calls = phone.wire.log.calls
    await #expect(throws: SyncError.self) { try await phone.client.synchronise() }
    #expect(phone.wire.log.calls == calls, "it sends nothing any more")
    let other = world.phone
    let token = TokenTrade(refreshToken: try #require(try other.client.replica.read(.refreshToken)))
    #expect(try await refusal { try await other.wire.confirmPurge(token) } == "401 unauthenticated")
    try await other.client.synchronise()
    #expect(try other.client.status().phase == .idle, "the same person's other device is not touched")
  }
}

extension ConformancePhone {
  /// Expects that nothing is left but what the user is to see: one command that was not sent.
  fileprivate func expectEnded(sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try client.status().phase == .ended, sourceLocation: sourceLocation)
    #expect(try held().isEmpty, sourceLocation: sourceLocation)
    #expect(try client.replica.keys.key(of: .organisation) == nil, sourceLocation: sourceLocation)
    #expect(try states() == [.quarantined], sourceLocation: sourceLocation)
  }
}
