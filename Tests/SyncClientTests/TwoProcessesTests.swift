import Foundation
import Readiness
import Testing
import Wire

@testable import SyncClient

/// A lock on a file holds for two clients of one process, too.
@Suite struct `Two processes on one phone` {
  @Test func `one waits for the other, and nothing is sent twice`() async throws {
    let phone = try await Phone()
    let other = try phone.restarted()
    try phone.client.run(note("1"))
    let (tasks, started) = AsyncStream.makeStream(of: Task<Void, any Error>.self)
    phone.server.meanwhile(.push) { started.yield(Task { try await other.synchronise() }) }
    try await phone.client.synchronise()
    for await task in tasks {
      try await task.value
      break
    }
    #expect(phone.server.sequences == [1])
    #expect(phone.server.count(.push) == 1)
    #expect(try phone.client.commands().isEmpty)
  }

  @Test func `the tokens that one has traded are the other's, too`() async throws {
    let phone = try await Phone()
    let (client, server) = (phone.client, phone.server)
    let other = try phone.restarted()
    server.wait {
      server.wait { try await Task.sleep(for: .seconds(30)) }
      server.fail(.pull, refusal(.unauthenticated, "unauthenticated"))
      try await other.synchronise()
      throw refusal(.unauthenticated, "unauthenticated")
    }
    let syncing = Task { try await client.keepSynchronised() }
    defer { syncing.cancel() }
    try await until { server.polls >= 3 }
    #expect(server.trades == ["r1"])
  }

  @Test func `an answer about what the other has settled already is one`() async throws {
    let phone = try await Phone()
    let replica = try Replica(path: phone.folder.path("replica.sqlite"), keys: phone.keys)
    try phone.client.run(note("1"))
    phone.server.meanwhile(.push) {
      let result = MutationResult(sequence: 1, outcome: .applied)
      let settled = try replica.settle(
        PushAnswer(lastSequence: 1, version: 2, results: [result]), to: replica.nextBatch(),
        of: try #require(try replica.device), at: phone.clock.now)
      #expect(settled == 1)
    }
    try await phone.client.synchronise()
    #expect(try phone.client.commands().isEmpty)
  }
}
