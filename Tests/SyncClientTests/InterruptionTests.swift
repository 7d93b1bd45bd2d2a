import Crypto
import Foundation
import Readiness
import Testing
import Wire

@testable import SyncClient

@Suite struct `A phone that changes while an answer is on its way` {
  private static let task = #"{"code":"T","name":{"en":"","zh":""}}"#

  @Test func `a page that was asked for before the replica was locked is passed over`() async throws {
    let phone = try await Phone(lease: Date(timeIntervalSince1970: 1_800_001_000))
    phone.server.publish("task", .organisation, UUID(), Self.task)
    try await phone.client.synchronise()
    let client = phone.client
    phone.server.meanwhile(.pull) {
      phone.clock.pass(1_001)
      #expect(throws: SyncError.locked) { try client.read { try $0.rows("task") } }
      phone.clock.pass(-1_001)
    }
    try await client.synchronise()
    #expect(phone.server.cursors.map { $0 == nil } == [true, false, false, true])
    #expect(try client.read { try $0.rows("task").count } == 1)
  }

  @Test func `a page that comes after the phone was wiped leaves nothing on it`() async throws {
    let phone = try await Phone()
    phone.server.publish("task", .organisation, UUID(), Self.task)
    let client = phone.client
    phone.server.meanwhile(.pull) { try client.wipe() }
    await #expect(throws: SyncError.unenrolled) { try await client.synchronise() }
    #expect(try client.read { try $0.rows("task") }.isEmpty)
    #expect(try phone.keys.key(of: .organisation) == nil)
    #expect(try client.status().phase == .unenrolled)
  }

  @Test func `a replica whose lease ended while nobody read it is locked before anything is asked for`() async throws {
    let phone = try await Phone(lease: Date(timeIntervalSince1970: 1_800_001_000))
    phone.server.publish("task", .organisation, UUID(), Self.task)
    try await phone.client.synchronise()
    phone.clock.pass(1_001)
    phone.server.fail(.pull, SyncTransportError.unreachable("offline"))
    await #expect(throws: SyncTransportError.self) { try await phone.client.synchronise() }
    #expect(try phone.keys.key(of: .organisation) == nil)
    #expect(try phone.restarted().status().phase == .locked)
    #expect(throws: SyncError.locked) { try phone.restarted().read { try $0.rows("task") } }
  }

  @Test func `tokens that come after the phone was wiped are not kept`() async throws {
    let phone = try await Phone()
    let client = phone.client
    phone.server.fail(.pull, refusal(.unauthenticated, "unauthenticated"))
    phone.server.meanwhile(.trade) { try client.wipe() }
    await #expect(throws: SyncError.unenrolled) { try await client.synchronise() }
    #expect(try client.status().phase == .unenrolled)
  }

  @Test func `what a wiped phone is refused does not end it`() async throws {
    let phone = try await Phone()
    let client = phone.client
    phone.server.meanwhile(.pull) {
      try client.wipe()
      throw refusal(.conflict, "device-forked")
    }
    await #expect(throws: SyncTransportError.self) { try await client.synchronise() }
    #expect(try client.status().phase == .unenrolled)
  }

  @Test func `a push's answer settles nothing of what was taken after a wipe`() async throws {
    let phone = try await Phone()
    let client = phone.client
    try client.run(note("1"))
    phone.server.meanwhile(.push) {
      try client.wipe()
      try client.run(note("2"))
    }
    await #expect(throws: SyncError.unenrolled) { try await client.synchronise() }
    #expect(try client.commands().map(\.state) == [.waiting])
  }

  @Test func `a phone is enrolled once its synchronisation is over`() async throws {
    let phone = try await Phone()
    let client = phone.client
    try client.run(note("1"))
    let (enrolments, enrolment) = AsyncStream.makeStream(of: Task<Void, any Error>.self)
    phone.server.meanwhile(.push) { enrolment.yield(Task { try await client.enrol(code: "other", name: "phone") }) }
    try await client.synchronise()
    for await task in enrolments {
      try await task.value
      break
    }
    #expect(try client.commands().isEmpty, "it was settled as the device that sent it")
    try client.run(note("2"))
    try await client.synchronise()
    #expect(phone.server.sequences == [1, 1])
  }
}

/// Keys of a process that ends once it has destroyed them.
private struct EndingKeys: ScopeKeys {
  struct End: Error {}

  let keys: FileScopeKeys

  func key(of scope: SyncScope) throws -> SymmetricKey? { try keys.key(of: scope) }
  func store(_ key: SymmetricKey, of scope: SyncScope) throws { try keys.store(key, of: scope) }
  func destroy(_ scopes: Set<SyncScope>) throws { try keys.destroy(scopes) }
  func destroyAll() throws {
    try keys.destroyAll()
    throw End()
  }
}

@Suite struct `A phone whose process ends` {
  @Test func `a replica that was being locked is locked, and comes back with a synchronisation`() async throws {
    let phone = try await Phone()
    phone.server.publish("task", .organisation, UUID(), "{}")
    try await phone.client.synchronise()
    let ending = try Replica(path: phone.folder.path("replica.sqlite"), keys: EndingKeys(keys: phone.keys))
    #expect(throws: EndingKeys.End.self) { try ending.lock() }
    let restarted = try phone.restarted()
    #expect(try restarted.status().phase == .locked)
    #expect(throws: SyncError.locked) { try restarted.read { try $0.rows("task") } }
    phone.server.publish("task", Phone.own, UUID(), "{}")
    try await restarted.synchronise()
    #expect(try restarted.read { try $0.rows("task").count } == 2)
  }

  @Test func `one that has not synchronised yet is not up to date`() async throws {
    let phone = try await Phone()
    #expect(try phone.restarted().status().phase == .waiting)
    try await phone.client.synchronise()
    #expect(try phone.restarted().status().phase == .idle)
  }

  @Test func `a replica is locked for a new process, too, when its lease is over`() async throws {
    let phone = try await Phone(lease: Date(timeIntervalSince1970: 1_800_001_000))
    try await phone.client.synchronise()
    phone.clock.pass(1_000)
    #expect(try phone.restarted().status().phase == .locked)
    #expect(throws: SyncError.locked) { try phone.client.read { try $0.rows("task") } }
    #expect(try phone.restarted().status().phase == .locked)
  }
}
