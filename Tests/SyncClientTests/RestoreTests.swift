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
}
