import Foundation
import Readiness
import SyncClient
import Testing
import Wire

@Suite struct `A phone whose server was restored from a backup` {
  @Test func `what was lost is sent again, also when the first round afterwards was broken off`() async throws {
    let phone = try await Phone()
    for task in ["1", "2", "3"] {
      try phone.client.run(note(task))
      try await phone.client.synchronise()
    }
    phone.server.restore(knowing: 1)
    phone.server.prolong(by: 1)
    phone.server.meanwhile(.pull) { phone.server.fail(.pull, SyncTransportError.unreachable("offline")) }
    try phone.client.run(note("4"))
    // The first pull is refused for its cursor, the second is the round's first page.
    await #expect(throws: SyncTransportError.unreachable("offline")) { try await phone.client.synchronise() }
    try await phone.client.synchronise()
    #expect(phone.server.sequences == [1, 2, 3, 2, 3, 4])
    #expect(try phone.client.commands().isEmpty)
  }

  @Test func `answers of an attempt that was lost are given in the attempt that is begun in its place`() async throws {
    let phone = try await Phone()
    let attempts = [AttemptID(UUID()), AttemptID(UUID())]
    phone.server.judge { mutation in
      let starts = phone.server.commands.count { $0 is StartAttempt }
      let result = JSONValue.object(["attempt": .text(attempts[starts - 1].description)])
      return MutationResult(
        sequence: mutation.command.sequence, outcome: .applied,
        result: mutation.command.name == "attempt.start" ? result : nil)
    }
    let provisional = ProvisionalID(field: "attempt")
    try phone.client.run(StartAttempt(campaign: "C"), providing: provisional)
    try phone.client.run(RecordResponse(attempt: AttemptID(provisional.id), item: "I", answer: ["a"]))
    try await phone.client.synchronise()
    phone.server.restore(knowing: 0)
    try await phone.client.synchronise()
    let answers = phone.server.commands.compactMap { ($0 as? RecordResponse)?.attempt }
    #expect(answers == attempts)
    #expect(try phone.client.resolved(provisional.id) == attempts[1].uuid)
  }
}
