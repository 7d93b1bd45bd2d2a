import Foundation
import Readiness
import SyncClient
import Testing
import Wire

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
    #expect(phone.server.count(.pull) == 4, "each pulls before it pushes, and at its end")
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

  @Test func `an answer to what the other has settled already is none about nothing`() async throws {
    let phone = try await Phone()
    let client = phone.client
    let id = try client.run(note("1"))
    phone.server.judge { MutationResult(sequence: $0.command.sequence, outcome: .rejected, problem: problem) }
    phone.server.meanwhile(.push) { try phone.settle(id) }
    try await client.synchronise()
    #expect(try client.commands().map(\.state) == [.rejected])
  }
}
