import Foundation
import Readiness
import Testing
import Wire

@Suite struct `Commands of an older schema` {
  /// A history in which schema 2 renamed an argument and schema 3 the command.
  private let upcasts = CommandUpcasts([
    .init(schema: 3, name: "lease.set") { ("device.lease", $0) },
    .init(schema: 2, name: "lease.set") { arguments in
      ("lease.set", ["days": arguments["period"] ?? .null])
    },
  ])

  private func decode(_ json: String) throws -> Mutation {
    let decoder = JSONDecoder.wire
    decoder.userInfo[.commandUpcasts] = upcasts
    return try decoder.decode(Mutation.self, from: Data(json.utf8))
  }

  @Test(
    arguments: [
      #"{"sequence":7,"schema":1,"name":"lease.set","arguments":{"period":9}}"#,
      #"{"sequence":7,"schema":2,"name":"lease.set","arguments":{"days":9}}"#,
      #"{"sequence":7,"schema":3,"name":"device.lease","arguments":{"days":9}}"#,
    ])
  func `come to the newest form step by step`(json: String) throws {
    let mutation = try decode(json)
    #expect(mutation.command.sequence == 7)
    #expect((try mutation.command.command.get() as? SetDeviceLease)?.days == 9)
  }

  @Test func `nothing is changed about a command that stayed as it was`() throws {
    let json = #"{"sequence":1,"schema":1,"name":"attempt.start","arguments":{"instrument":"aiq-core"}}"#
    #expect((try decode(json).command.command.get() as? StartAttempt)?.instrument == "aiq-core")
  }

  @Test func `one of a schema that is not served is refused alone`() throws {
    let json = #"{"sequence":3,"schema":0,"name":"device.lease","arguments":{"days":9}}"#
    let mutation = try JSONDecoder.wire.decode(Mutation.self, from: Data(json.utf8))
    #expect(mutation.command.sequence == 3)
    #expect(throws: Refusal.self) { try mutation.command.command.get() }
  }

  @Test(
    arguments: [
      #"{"arguments":{"a":[1,null]},"name":"no.such.command","schema":1,"sequence":3}"#,
      #"{"arguments":{"days":"x"},"name":"device.lease","schema":1,"sequence":3}"#,
      #"{"arguments":{"days":9},"name":"device.lease","schema":0,"sequence":3}"#,
    ])
  func `what is refused is written as it was read`(json: String) throws {
    let mutation = try JSONDecoder.wire.decode(Mutation.self, from: Data(json.utf8))
    #expect(try JSONEncoder.wire.text(mutation) == json)
  }

  @Test func `a mutation is read as it was written`() throws {
    let base = Mutation.Base(scope: .organisation, table: "task", id: UUID(), version: 12)
    let mutation = Mutation(command: SubmittedCommand(sequence: 4, command: SetDeviceLease(days: 3)), base: base)
    let again = try JSONDecoder.wire.decode(Mutation.self, from: JSONEncoder.wire.encode(mutation))
    #expect(again.base == base && again.schema == SyncProtocol.schema && again.command.sequence == 4)
  }
}
