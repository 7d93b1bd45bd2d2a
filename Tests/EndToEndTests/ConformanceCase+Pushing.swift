import Foundation
import Readiness
import Storage
import Testing
import Wire

@testable import SyncClient

extension ConformanceCase {
  static let pushing = [pushed, replayed, gap, refused, conflicting, copied, otherEpoch, batches]

  private static let pushed = ConformanceCase(
    "a pushed command takes effect and comes back with a pull"
  ) { world in
    let phone = world.phone
    phone.wire.reset()
    try phone.client.run(answer(.h2), showing: [try phone.shown(.h2)])
    #expect(try phone.answers() == [.h2] && phone.states() == [.waiting], "it shows at once")
    #expect(phone.wire.log.calls == 0)
    try await phone.client.synchronise()
    let push = try #require(phone.wire.log.pushes.first)
    #expect(push.answer.results.map(\.outcome) == [.applied])
    #expect(try push.answer.lastSequence == phone.lastSequence(), "its sequence is settled")
    #expect(try #require(try phone.client.status().head) >= push.answer.version)
    #expect(try phone.settled() == phone.lastSequence(), "done tells the last sequence")
    #expect(try phone.answers() == [.h2] && phone.states() == [])
    #expect(try phone.client.read { try $0.all(PublishedConsultation.self) }.allSatisfy { !$0.isPending })
  }

  private static let replayed = ConformanceCase(
    "a push that is sent again is answered as before and has no second effect"
  ) { world in
    let phone = world.phone
    phone.wire.reset()
    phone.wire.befall { $0.afterPush = { throw TappedWire.lost } }
    try phone.client.run(answer(.h3))
    #expect(try await isCutOff { try await phone.client.synchronise() })
    #expect(try phone.states() == [.waiting], "it waits while nothing is known of it")
    try phone.client.run(answer(.h4))
    #expect(try await isCutOff { try await phone.client.synchronise() })
    let pushes = phone.wire.log.pushes
    #expect(pushes.map(\.request.mutations.count) == [1, 2])
    #expect(pushes[1].answer.results.first == pushes[0].answer.results.first, "a replay may go on")
    phone.wire.reset()
    try await phone.client.synchronise()
    #expect(phone.wire.log.pushes.map(\.answer.results) == [pushes[1].answer.results])
    let rows = try phone.held().filter { $0.key.table == PublishedConsultation.table }
    #expect(rows.values.allSatisfy { $0.version <= pushes[1].answer.version }, "nothing was done again")
    #expect(try phone.answers() == [.h4] && phone.states() == [])
  }

  private static let gap = ConformanceCase("a gap is refused whole") { world in
    let phone = world.phone
    let (held, last) = (try phone.held(), try phone.lastSequence())
    for sequences in [[last + 2], [last + 1, last + 3], [last + 2, last + 1]] {
      let refused = try await refusal { try await phone.push(sequences.map { mutation($0) }) }
      #expect(refused == "409 sequence-gap", "\(sequences)")
    }
    try phone.client.run(answer(.h1))
    phone.wire.befall {
      $0.push = { PushRequest(epoch: $0.epoch, mutations: [mutation(last + 2)]) }
    }
    let refused = try await refusal { try await phone.client.synchronise() }
    #expect(refused == "409 sequence-gap")
    #expect(try phone.held() == held && phone.states() == [.waiting], "nothing is lost")
    #expect(try phone.client.status().problem?.code == "sequence-gap")
    phone.wire.reset()
    try await phone.client.synchronise()
    #expect(try phone.settled() == last + 1 && phone.states() == [], "what waits is sent as it is")
    #expect(try phone.answers() == [.h1] && phone.client.status().problem == nil)
  }

  private static let refused = ConformanceCase(
    "a refused command uses its sequence up and blocks nothing"
  ) { world in
    let phone = world.phone
    phone.wire.reset()
    try phone.client.run(answer(.h2))
    try phone.client.run(answer(.h2, role: "NOWHERE"))
    try phone.rewrite(try phone.client.run(answer(.h2))) { $0["arguments"] = .object(["role": .integer(7)]) }
    try phone.client.run(answer(.h5))
    try phone.rewrite(try phone.client.run(answer(.h2))) { $0["name"] = .text("no.such.command") }
    try phone.rewrite(try phone.client.run(answer(.h2))) { $0["schema"] = .integer(0) }
    try await phone.client.synchronise()
    let push = try #require(phone.wire.log.pushes.first)
    #expect(
      push.answer.results.map(\.outcome) == [.applied, .rejected, .rejected, .applied, .rejected, .rejected])
    #expect(try push.answer.lastSequence == phone.lastSequence(), "all are settled")
    let failed = try phone.client.commands()
    #expect(
      failed.map(\.problem?.code) == ["not-found", "malformed", "unknown-command", "schema-unsupported"])
    #expect(try phone.answers() == [.h5] && phone.client.status().failed == 4)
    for command in failed { #expect(try phone.client.dismiss(command.id)) }
    _ = try await phone.client.perform(answer(.h1))
    #expect(try phone.answers() == [.h1] && phone.states() == [], "the next one goes on")
  }

  private static let conflicting = ConformanceCase(
    "a command that rests on a changed row is a conflict and tells the row"
  ) { world in
    let phone = world.phone
    try await phone.client.synchronise()
    let base = try phone.unit()
    try phone.client.run(answer(.h2), base: base)
    try await phone.client.synchronise()
    #expect(try phone.answers() == [.h2] && phone.states() == [], "while it holds")
    try await world.rename()
    try phone.client.run(answer(.h3), base: base, showing: [try phone.shown(.h3)])
    try await phone.client.synchronise()
    let conflict = try #require(try phone.client.commands().first)
    #expect(conflict.state == .conflict && conflict.problem?.code == "row-changed")
    #expect(try conflict.current == phone.unit().decode(JSONValue.self), "the row as it is now")
    #expect(try phone.unit().text == world.owner.unit().text)
    #expect(try phone.answers() == [.h2], "nothing was done, and nothing shows")
    try phone.client.dismiss(conflict.id)
    let hidden = ReplicaRow(
      scope: .people, table: "person", id: base.id, version: 1_000_000, text: "{}", isPending: false)
    let id = try phone.client.run(answer(.h4), base: hidden)
    try await phone.client.synchronise()
    let gone = try #require(try phone.client.commands().first)
    #expect(gone.id == id && gone.state == .conflict && gone.current == nil, "nothing is told of what it may not hold")
    try phone.client.dismiss(id)
  }

  private static let copied = ConformanceCase("two copies of a device are found out") { world in
    let phone = world.phone
    let (idle, writing) = (try phone.copy(), try phone.copy())
    try writing.client.run(answer(.h5))
    _ = try await phone.client.perform(answer(.h2))
    for copy in [idle, writing] {
      let refused = try await refusal { try await copy.client.synchronise() }
      #expect(refused == "409 device-forked")
      #expect(try copy.client.status().phase == .ended && copy.held().isEmpty)
      #expect(try copy.client.replica.keys.key(of: .organisation) == nil)
      #expect(copy.wire.log.purges == 0, "the device goes on: there is nothing to confirm")
    }
    #expect(try idle.states() == [] && writing.states() == [.quarantined], "for the user to see")
    _ = try await phone.client.perform(answer(.h3))
    #expect(try phone.answers() == [.h3], "the original goes on")
  }

  private static let otherEpoch = ConformanceCase("a push of another epoch is refused whole") { world in
    let phone = world.phone
    let before = try phone.lastSequence()
    phone.wire.reset()
    phone.wire.befall {
      $0.push = { request in
        let isFirst = phone.wire.log.refusals.isEmpty
        let epoch = isFirst ? "00000000-0000-4000-8000-000000000000" : request.epoch
        return PushRequest(epoch: epoch, mutations: request.mutations)
      }
    }
    try phone.client.run(answer(.h1))
    try await phone.client.synchronise()
    #expect(phone.wire.log.refusals.map(\.status) == [410])
    #expect(phone.wire.log.refusals.map(\.code) == ["epoch-changed"])
    #expect(try phone.wire.log.pages.map(settled) == [before, before + 1], "pulled first, then sent")
    #expect(phone.wire.log.pushes.map(\.answer.results.count) == [1])
    #expect(try phone.answers() == [.h1] && phone.states() == [])
  }

  private static let batches = ConformanceCase("a push has one to five hundred mutations") { world in
    let phone = world.phone
    let first = try phone.lastSequence() + 1
    #expect(try await refusal { try await phone.push([]) } == "400 batch-size")
    #expect(try await refusal { try await phone.push((0...500).map { mutation(first + $0) }) } == "400 batch-size")
    let large = Mutation(
      command: SubmittedCommand(
        sequence: first, command: answer(.h1, role: String(repeating: "x", count: SyncProtocol.pushBytes))))
    #expect(try await refusal { try await phone.push([large]) } == "413 too-large")
    phone.wire.reset()
    for _ in 0...500 { try phone.client.run(answer(.h4)) }
    try await phone.client.synchronise()
    #expect(phone.wire.log.pushes.map(\.request.mutations.count) == [500, 1])
    for _ in 0..<3 { try phone.client.run(answer(.h4, role: String(repeating: "x", count: 400_000))) }
    try phone.client.run(answer(.h5))
    try await phone.client.synchronise()
    #expect(phone.wire.log.pushes.map(\.request.mutations.count) == [500, 1, 2, 2])
    #expect(try phone.states() == [.rejected, .rejected, .rejected] && phone.answers() == [.h5])
    for command in try phone.client.commands() { try phone.client.dismiss(command.id) }
    #expect(throws: SyncError.tooLarge) { try phone.client.run(large.command.command.get()) }
    _ = try await phone.client.perform(answer(.h2))
    #expect(try phone.answers() == [.h2] && phone.states() == [], "it is in nobody's way")
  }
}

/// An answer as it is sent.
private func mutation(_ sequence: Int64) -> Mutation {
  Mutation(command: SubmittedCommand(sequence: sequence, command: answer(.h1)))
}

/// The last sequence that the page's `done` tells; nil: it is not the last.
private func settled(_ page: [UInt8]) throws -> Int64? {
  guard case .done(let end) = try TappedWire.Log.lines(of: page).last else { return nil }
  return end.lastSequence
}

extension ConformancePhone {
  /// The row that is expected of an answer.
  fileprivate func shown(_ level: HumanAgencyLevel) throws -> RowChange {
    try client.read { view in
      let own = SyncScope.own(try #require(try view.owner()))
      let round = try #require(try view.all(PublishedConsultationRound.self).first)
      let task = try #require(try view.all(PublishedTask.self).first { $0.row.code == "HRBP-01" })
      let held = try view.all(PublishedConsultation.self).first { $0.row.task == task.id }
      let row = PublishedConsultation(
        round: round.id, role: round.row.role, task: task.id, desiredLevel: level, recordedOn: Day(Date()))
      return try RowChange(scope: own, id: held?.id ?? UUID(), row)
    }
  }

  fileprivate func push(_ mutations: [Mutation]) async throws {
    _ = try await wire.push(PushRequest(epoch: epoch(), mutations: mutations), as: access())
  }

  /// What the last page has told of the device's sequences.
  fileprivate func settled() throws -> Int64? { try wire.log.pages.last.flatMap(EndToEndTests.settled) }
}
