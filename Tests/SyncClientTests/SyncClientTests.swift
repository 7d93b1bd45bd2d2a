import Foundation
import Readiness
import SyncClient
import Testing
import Wire

@Suite struct `A phone's replica` {
  @Test func `rows are read as values, and an own write is there at once`() async throws {
    let phone = try await Phone()
    let id = UUID()
    phone.server.publish("task", .organisation, id, #"{"code":"T-1","name":{"en":"Plan","zh":"计划"}}"#)
    try await phone.client.synchronise()
    let task = try #require(try phone.client.read { try $0.find(PublishedTask.self, id) })
    #expect(task.row.code == "T-1")
    #expect(!task.isPending)

    let change = RowChange(
      scope: .organisation, table: "task", id: id, row: #"{"code":"T-2","name":{"en":"","zh":""}}"#)
    try phone.client.run(note("T-1"), showing: [change])
    let shown = try phone.client.read { try $0.all(PublishedTask.self) }
    #expect(shown.map(\.row.code) == ["T-2"])
    #expect(shown.map(\.isPending) == [true])
  }

  @Test func `rows are stored sealed, and a dropped scope leaves neither row nor key`() async throws {
    let phone = try await Phone()
    phone.server.publish(
      "score", Phone.own, UUID(), #"{"level":"L3","scoredOn":"2026-01-01","validUntil":"2027-01-01"}"#)
    try await phone.client.synchronise()
    #expect(try phone.keys.key(of: Phone.own) != nil)
    let bytes = try Data(contentsOf: URL(filePath: phone.folder.path("replica.sqlite")))
    #expect(bytes.firstRange(of: Data("scoredOn".utf8)) == nil)

    phone.server.drop(Phone.own)
    try await phone.client.synchronise()
    #expect(try phone.keys.key(of: Phone.own) == nil)
    #expect(try phone.client.read { try $0.all(PublishedScore.self) }.isEmpty)
  }

  @Test func `once the lease is over the replica is locked, and a synchronisation opens it`() async throws {
    let clock = Date(timeIntervalSince1970: 1_800_000_000)
    let phone = try await Phone(lease: clock + 1_000)
    phone.server.publish("task", .organisation, UUID(), #"{"code":"T","name":{"en":"","zh":""}}"#)
    try await phone.client.synchronise()
    phone.clock.pass(1_001)
    #expect(throws: SyncError.locked) { try phone.client.read { try $0.rows("task") } }
    #expect(try phone.client.status().phase == .locked)
    #expect(try phone.keys.key(of: .organisation) == nil)
    phone.clock.pass(-1_001)
    try await phone.client.synchronise()
    #expect(try phone.client.read { try $0.rows("task").count } == 1)
  }

  @Test func `who observes a query is told when the lease is over`() async throws {
    let phone = try await Phone(lease: Date(timeIntervalSince1970: 1_800_001_000))
    phone.server.publish("task", .organisation, UUID(), "{}")
    try await phone.client.synchronise()
    await #expect(throws: SyncError.locked) {
      for try await _ in phone.client.observe({ try $0.rows("task").count }) { phone.clock.pass(1_000) }
    }
    #expect(try phone.keys.key(of: .organisation) == nil)
  }

  @Test func `who observes a query is told of each change and of nothing else`() async throws {
    let phone = try await Phone()
    phone.server.publish("task", .organisation, UUID(), #"{"code":"A","name":{"en":"","zh":""}}"#)
    try await phone.client.synchronise()
    let changes = phone.client.observe { try $0.all(PublishedTask.self).map(\.row.code) }
    var iterator = changes.makeAsyncIterator()
    #expect(try await iterator.next() == ["A"])
    phone.server.publish("score", .organisation, UUID(), "{}")
    try await phone.client.synchronise()
    phone.server.publish("task", .organisation, UUID(), #"{"code":"B","name":{"en":"","zh":""}}"#)
    try await phone.client.synchronise()
    #expect(try await iterator.next().map(Set.init) == ["A", "B"])
  }

  @Test func `lines about scopes of a later version are passed over`() async throws {
    #expect(try PullLine(parsing: Array(#"{"open":"x:new"}"#.utf8)) == .foreign)
    #expect(try PullLine(parsing: Array(#"{"put":"t","id":"\#(UUID())","scope":"x:new","row":{}}"#.utf8)) == .foreign)
    #expect(throws: PullLineError.self) { try PullLine(parsing: Array(#"{"other":1}"#.utf8)) }
  }

  @Test func `a scope that is granted no longer is passed over when digests are compared`() async throws {
    let phone = try await Phone()
    for scope in [SyncScope.organisation, Phone.own] { phone.server.publish("task", scope, UUID(), "{}") }
    try await phone.client.synchronise()
    let gone = Problem(Refusal(.notFound, "not-found", LocalizedText(en: "No.", zh: "不。")), language: .en)
    phone.server.fail(SyncTransportError.refused(gone, retryAfter: nil))
    #expect(try await phone.client.verify() == 0)
    phone.server.fail(SyncTransportError.unreachable("offline"))
    await #expect(throws: SyncTransportError.unreachable("offline")) { try await phone.client.verify() }
  }

  @Test func `a wiped phone is as new`() async throws {
    let phone = try await Phone()
    phone.server.publish("task", .organisation, UUID(), "{}")
    try await phone.client.synchronise()
    try phone.client.run(note("T"))
    try phone.client.wipe()
    #expect(try phone.client.status().phase == .unenrolled)
    #expect(try phone.client.commands().isEmpty)
    #expect(try phone.keys.key(of: .organisation) == nil)
    await #expect(throws: SyncError.unenrolled) { try await phone.client.synchronise() }
  }
}

@Suite struct `A phone's commands` {
  @Test func `they wait while offline, also over a restart, and are sent in order`() async throws {
    let phone = try await Phone()
    try await phone.client.synchronise()
    for task in ["1", "2", "3"] { try phone.client.run(note(task)) }
    phone.server.fail(SyncTransportError.unreachable("offline"))
    await #expect(throws: SyncTransportError.unreachable("offline")) { try await phone.client.synchronise() }
    #expect(try phone.client.status().obstacle == "offline")

    let restarted = try phone.restarted()
    #expect(try restarted.status().waiting == 3)
    try await restarted.synchronise()
    #expect(phone.server.commands.compactMap { ($0 as? RecordConsultation)?.task } == ["1", "2", "3"])
    #expect(try restarted.commands().isEmpty)
  }

  @Test func `one that is performed tells its answer, or why it has none, and waits where there was no connection`()
    async throws
  {
    let phone = try await Phone()
    let lease = SetDeviceLease(days: 3)
    phone.server.judge { MutationResult(sequence: $0.command.sequence, outcome: .applied, result: .object([:])) }
    _ = try await phone.client.perform(lease)
    phone.server.judge { MutationResult(sequence: $0.command.sequence, outcome: .rejected, problem: problem) }
    await #expect(throws: SyncError.refused(problem)) { _ = try await phone.client.perform(lease) }
    #expect(try phone.client.commands().isEmpty, "whoever performs it is told already")
    phone.server.fail(SyncTransportError.unreachable("offline"))
    await #expect(throws: SyncTransportError.unreachable("offline")) { _ = try await phone.client.perform(lease) }
    #expect(try phone.client.status().waiting == 1)
  }

  @Test func `a refused one tells why, blocks nothing, and can be sent again or dismissed`() async throws {
    let phone = try await Phone()
    phone.server.judge { mutation in
      let isBad = (try? mutation.command.command.get() as? RecordConsultation)?.task == "bad"
      return MutationResult(
        sequence: mutation.command.sequence, outcome: isBad ? .rejected : .applied, problem: isBad ? problem : nil)
    }
    let bad = try phone.client.run(note("bad"))
    try phone.client.run(note("good"))
    try await phone.client.synchronise()
    let failed = try phone.client.commands()
    #expect(failed.map(\.id) == [bad])
    #expect(failed.first?.problem?.code == "no")
    #expect(try phone.client.retry(bad))
    #expect(try phone.client.status().waiting == 1)
    try await phone.client.synchronise()
    #expect(try phone.client.dismiss(bad))
    #expect(try !phone.client.dismiss(bad))
    #expect(try phone.client.commands().isEmpty)
  }

  @Test func `one that this version of the program does not know is sent as it was written`() async throws {
    let phone = try await Phone()
    try phone.client.run(ForeignCommand())
    try phone.client.run(note("2"))
    try await phone.client.synchronise()
    #expect(phone.server.names == ["consultation.record", "consultation.record"])
    #expect(try phone.client.commands().isEmpty)
  }

  @Test func `one that no push could hold is not taken`() async throws {
    let phone = try await Phone()
    let large = note(String(repeating: "x", count: SyncProtocol.pushBytes - 1_100))
    #expect(throws: SyncError.tooLarge) { try phone.client.run(large) }
    #expect(try phone.client.commands().isEmpty)
    try phone.client.run(note("1"))
    try await phone.client.synchronise()
    #expect(phone.server.sequences == [1], "no sequence is lost with it")
  }

  @Test func `a revoked device keeps what waits in quarantine, and another code does not send it`() async throws {
    let phone = try await Phone()
    try await phone.client.synchronise()
    try phone.client.run(note("waits"))
    let revoked = Problem(Refusal(.unauthenticated, "device-revoked", LocalizedText(en: "Out.", zh: "")), language: .en)
    phone.server.fail(SyncTransportError.refused(revoked, retryAfter: nil))
    await #expect(throws: SyncTransportError.self) { try await phone.client.synchronise() }
    #expect(try phone.client.status().phase == .ended)
    let kept = try phone.client.commands()
    #expect(kept.map(\.state) == [.quarantined])
    #expect(kept.first?.problem?.code == "device-revoked")
    #expect(phone.server.purges == ["r1"], "what it held is gone, and the server is told so")
    await #expect(throws: SyncError.self) { try await phone.client.synchronise() }
    #expect(phone.server.purges == ["r1"], "once")

    try await phone.client.enrol(code: "other", name: "phone")
    try await phone.client.synchronise()
    #expect(phone.server.names.isEmpty)
    #expect(try phone.client.retry(kept[0].id))
    try await phone.client.synchronise()
    #expect(phone.server.names == ["consultation.record"])
  }

  @Test func `a device that has ended keeps names and reasons alone of what it had shown`() async throws {
    let phone = try await Phone()
    let secret = "secret-\(UUID())"
    let row = JSONValue.object(["name": .text(secret)])
    phone.server.judge { mutation in
      let isFirst = mutation.command.sequence == 1
      return MutationResult(
        sequence: mutation.command.sequence, outcome: isFirst ? .conflict : .applied, result: row,
        problem: isFirst ? problem : nil, current: row)
    }
    let change = RowChange(scope: Phone.own, table: "task", id: UUID(), row: #"{"name":"\#(secret)"}"#)
    for task in ["1", "2"] { try phone.client.run(note(task), showing: [change]) }
    try await phone.client.synchronise()
    #expect(try phone.client.commands().map(\.current) == [row])
    try phone.client.run(note("3"), showing: [change])
    phone.server.fail(.push, refusal(.conflict, "device-forked"))
    await #expect(throws: SyncTransportError.self) { try await phone.client.synchronise() }
    let kept = try phone.client.commands()
    #expect(kept.map(\.state) == [.conflict, .quarantined])
    #expect(kept.map(\.problem?.code) == ["no", "device-forked"])
    #expect(kept.map(\.current) == [nil, nil])
    let bytes = try Data(contentsOf: URL(filePath: phone.folder.path("replica.sqlite")))
    #expect(bytes.firstRange(of: Data(secret.utf8)) == nil)
  }

  @Test func `what own writes show in a scope goes with the scope`() async throws {
    let phone = try await Phone()
    phone.server.publish("task", Phone.own, UUID(), "{}")
    try await phone.client.synchronise()
    try phone.client.run(note("1"), showing: [RowChange(scope: Phone.own, table: "task", id: UUID(), row: "{}")])
    #expect(try phone.client.read { try $0.rows("task").count } == 2)
    phone.server.drop(Phone.own)
    // It is pulled before it is sent.
    phone.server.fail(.push, refusal(.gone, "epoch-changed"), SyncTransportError.unreachable("offline"))
    await #expect(throws: SyncTransportError.unreachable("offline")) { try await phone.client.synchronise() }
    #expect(try phone.client.commands().map(\.state) == [.waiting])
    #expect(try phone.client.read { try $0.rows("task") }.isEmpty)
  }

  @Test func `one that came to a conflict is sent again without its base`() async throws {
    let phone = try await Phone()
    phone.server.publish("task", .organisation, UUID(), "{}")
    try await phone.client.synchronise()
    let base = try #require(try phone.client.read { try $0.rows("task").first })
    phone.server.judge { mutation in
      let isStale = mutation.base != nil
      return MutationResult(
        sequence: mutation.command.sequence, outcome: isStale ? .conflict : .applied, problem: isStale ? problem : nil)
    }
    let id = try phone.client.run(note("1"), base: base)
    try await phone.client.synchronise()
    #expect(try phone.client.retry(id))
    try await phone.client.synchronise()
    #expect(phone.server.mutations.map { $0.base == nil } == [false, true])
    #expect(phone.server.commands.compactMap { ($0 as? RecordConsultation)?.task } == ["1", "1"])
    #expect(try phone.client.commands().isEmpty)
  }

  @Test func `one that is performed tells its answer also when what follows it fails`() async throws {
    let phone = try await Phone()
    try await phone.client.synchronise()
    phone.server.judge { MutationResult(sequence: $0.command.sequence, outcome: .applied, result: .object([:])) }
    phone.server.fail(.pull, SyncTransportError.unreachable("offline"))
    _ = try await phone.client.perform(SetDeviceLease(days: 3))
    #expect(try phone.client.status().obstacle == "offline")
    phone.server.fail(.push, refusal(.unauthenticated, "device-revoked"))
    await #expect(throws: refusal(.unauthenticated, "device-revoked")) {
      _ = try await phone.client.perform(SetDeviceLease(days: 3))
    }
    #expect(try phone.client.commands().map(\.state) == [.quarantined], "it was not answered")
  }

  @Test func `a server that refuses its own new cursor is not asked for another`() async throws {
    let phone = try await Phone()
    try await phone.client.synchronise()
    phone.server.prolong(by: 1)
    let expired = refusal(.gone, "cursor-expired")
    phone.server.fail(.pull, expired)
    phone.server.meanwhile(.pull) { phone.server.fail(.pull, expired) }
    await #expect(throws: expired) { try await phone.client.synchronise() }
    #expect(phone.server.count(.pull) == 5)
    try await phone.client.synchronise()
  }

  @Test func `a device that the server knows by no token has to be enrolled anew`() async throws {
    let phone = try await Phone()
    phone.server.publish("task", .organisation, UUID(), "{}")
    try await phone.client.synchronise()
    try phone.client.run(note("1"))
    phone.server.know([])
    phone.server.fail(.push, SyncTransportError.refused(unknownToken, retryAfter: nil))
    await #expect(throws: SyncTransportError.self) { try await phone.client.synchronise() }
    let status = try phone.client.status()
    #expect(status.phase == .ended)
    #expect(status.problem?.detail.contains("enrol it anew") == true)
    #expect(try phone.client.commands().map(\.state) == [.quarantined])
    #expect(try phone.keys.key(of: .organisation) == nil)
    await #expect(throws: SyncError.self) { try await phone.client.keepSynchronised() }
  }

  @Test func `a server that was restored from a backup is offered earlier tokens, newest first`() async throws {
    let phone = try await Phone()
    /// The access token is not taken any more.
    func synchroniseByTrade() async throws {
      phone.server.fail(SyncTransportError.refused(unknownToken, retryAfter: nil))
      try await phone.client.synchronise()
    }
    for _ in 1...3 { try await synchroniseByTrade() }
    phone.server.know(["r1", "r2"])
    try await synchroniseByTrade()
    #expect(phone.server.trades == ["r1", "r2", "r3", "r4", "r3", "r2"], "r1 was traded on that server, too")

    phone.server.know(["r2"])
    try await synchroniseByTrade()
    #expect(phone.server.trades.suffix(2) == ["r5", "r2"], "what no server knows is forgotten")

    phone.clock.pass(8 * 86_400)
    phone.server.know(["r6"])
    try await synchroniseByTrade()
    phone.server.know(["r2"])
    await #expect(throws: SyncTransportError.self) { try await synchroniseByTrade() }
    #expect(phone.server.trades.suffix(2) == ["r7", "r6"], "so are those of more than a week ago")
    #expect(try phone.client.status().phase == .ended, "whom the server knows by no token has to enrol anew")
  }

  @Test func `a command may name what an earlier one is to provide`() async throws {
    let phone = try await Phone()
    let attempt = AttemptID(UUID())
    phone.server.judge { mutation in
      MutationResult(
        sequence: mutation.command.sequence, outcome: .applied,
        result: mutation.command.name == "attempt.start" ? .object(["attempt": .text(attempt.description)]) : nil)
    }
    let provisional = ProvisionalID(field: "attempt")
    try phone.client.run(StartAttempt(campaign: "C"), providing: provisional)
    for item in ["I1", "I2"] {
      try phone.client.run(RecordResponse(attempt: AttemptID(provisional.id), item: item, answer: ["a"]))
    }
    #expect(try phone.client.resolved(provisional.id) == provisional.id)
    try await phone.client.synchronise()
    #expect(phone.server.names == ["attempt.start", "response.record", "response.record"])
    #expect(phone.server.commands.compactMap { ($0 as? RecordResponse)?.attempt } == [attempt, attempt])
    #expect(try phone.client.resolved(provisional.id) == attempt.uuid)
  }

  @Test func `what nothing can provide is sent all the same, so that its sequence is used up`() async throws {
    let phone = try await Phone()
    phone.server.judge { MutationResult(sequence: $0.command.sequence, outcome: .rejected, problem: problem) }
    let provisional = ProvisionalID(field: "attempt")
    try phone.client.run(StartAttempt(campaign: "C"), providing: provisional)
    try phone.client.run(FinishAttempt(attempt: AttemptID(provisional.id)))
    try await phone.client.synchronise()
    #expect(phone.server.names == ["attempt.start", "attempt.finish"])
    #expect(try phone.client.commands().map(\.state) == [.rejected, .rejected])
  }
}

@Suite struct `A phone that stays in touch` {
  @Test func `it sends a command at once though it waits for news`() async throws {
    let phone = try await Phone()
    let client = phone.client
    let syncing = Task { try await client.keepSynchronised() }
    defer { syncing.cancel() }
    try await until { phone.server.polls >= 2 }
    try phone.client.run(note("now"))
    try await until { phone.server.names == ["consultation.record"] }
  }

  @Test func `after failures it waits longer each time, and as long as the server asks`() async throws {
    let phone = try await Phone()
    let busy = Problem(Refusal(.unavailable, "busy", LocalizedText(en: "Busy.", zh: "")), language: .en)
    phone.server.fail(
      SyncTransportError.unreachable("1"), SyncTransportError.unreachable("2"), SyncTransportError.unreachable("3"),
      SyncTransportError.refused(busy, retryAfter: 60))
    let client = phone.client
    let syncing = Task { try await client.keepSynchronised() }
    defer { syncing.cancel() }
    try await until { phone.clock.pauses.count == 4 && phone.server.polls > 0 }
    #expect(phone.clock.pauses == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(64)])
  }

  @Test func `it waits longer each time also when only the call that waits for news fails`() async throws {
    let phone = try await Phone()
    phone.server.fail(
      .head, SyncTransportError.unreachable("1"), SyncTransportError.unreachable("2"),
      SyncTransportError.unreachable("3"))
    let client = phone.client
    let syncing = Task { try await client.keepSynchronised() }
    defer { syncing.cancel() }
    try await until { phone.server.polls > 3 }
    #expect(phone.clock.pauses == [.milliseconds(500), .seconds(1), .seconds(2)])
  }

  @Test func `it renews the lease though nothing is new`() async throws {
    let phone = try await Phone()
    let (client, server, clock) = (phone.client, phone.server, phone.clock)
    server.wait { clock.pass(25) }
    let syncing = Task { try await client.keepSynchronised() }
    defer { syncing.cancel() }
    // Two to begin with, and one for the first tag.
    try await until { server.count(.pull) > 3 }
    #expect(server.polls > 3_600 / 25)
  }

  @Test func `it ends with the device`() async throws {
    let phone = try await Phone()
    let forked = Problem(Refusal(.conflict, "device-forked", LocalizedText(en: "Copied.", zh: "")), language: .en)
    phone.server.fail(SyncTransportError.refused(forked, retryAfter: nil))
    await #expect(throws: SyncError.ended(forked)) { try await phone.client.keepSynchronised() }
    await #expect(throws: SyncError.ended(forked)) { try await phone.client.keepSynchronised() }
  }

  @Test func `its status is told as it changes`() async throws {
    let phone = try await Phone()
    var statuses = phone.client.statuses().makeAsyncIterator()
    #expect(await statuses.next()?.waiting == 0)
    try phone.client.run(note("T"))
    #expect(await statuses.next()?.waiting == 1)
  }
}

/// Waits until something holds, 10 seconds at most.
func until(_ condition: () throws -> Bool) async throws {
  for _ in 0..<1_000 {
    if try condition() { return }
    try await Task.sleep(for: .milliseconds(10))
  }
  Issue.record("It did not come about within 10 seconds.")
}
