import Foundation
import Readiness
import SyncClient
import Synchronization
import Testing
import Wire

/// A network that loses what it is told to, in front of a server that keeps the rule of the ledger: a sequence counts once.
private final class LossyNetwork: Transport {
  enum Fault { case none, lostRequest, lostAnswer }

  private struct State {
    var faults: [Fault]
    var applied: [Int64] = []
    var clients: Set<UUID> = []
    var refusing: Set<String> = []
  }

  private let state: Mutex<State>

  init(faults: [Fault] = [], refusing: Set<String> = []) {
    state = Mutex(State(faults: faults, refusing: refusing))
  }

  var applied: [Int64] { state.withLock(\.applied) }
  var clients: Set<UUID> { state.withLock(\.clients) }

  func submit(_ submission: Submission) async throws -> [Acknowledgement] {
    try state.withLock { state in
      let fault = state.faults.isEmpty ? Fault.none : state.faults.removeFirst()
      if fault == .lostRequest { throw TransportError.unreachable("lost") }
      state.clients.insert(submission.client)
      let answer = submission.commands.map { command in
        if !state.applied.contains(command.sequence) { state.applied.append(command.sequence) }
        let refusal = Refusal.invalid("no", en: "No.", zh: "不。")
        return Acknowledgement(
          sequence: command.sequence,
          problem: state.refusing.contains(command.name) ? Problem(refusal, language: .en) : nil)
      }
      if fault == .lostAnswer { throw TransportError.unreachable("lost") }
      return answer
    }
  }
}

@Suite struct `Outbox of commands` {
  private let path = FileManager.default.temporaryDirectory.appending(path: "outbox-\(UUID().uuidString).sqlite").path
  private let answer = RecordConsultation(role: "HRBP", task: "HRBP-01", desiredLevel: .h4)

  @Test func `a command outlives the process and arrives once though answers get lost`() async throws {
    let network = LossyNetwork(faults: [.lostRequest, .lostAnswer, .lostAnswer])
    let before = try Outbox(path: path)
    let sequences = try [before.enqueue(answer), before.enqueue(answer)]
    await #expect(throws: TransportError.unreachable("lost")) { try await before.flush(over: network) }

    let after = try Outbox(path: path)
    #expect(after.client == before.client)
    #expect(try after.waiting() == 2)
    for _ in 0..<2 {
      await #expect(throws: TransportError.unreachable("lost")) { try await after.flush(over: network) }
    }
    #expect(try await after.flush(over: network) == 2)
    #expect(network.applied == sequences)
    #expect(network.clients == [before.client])
    #expect(try after.waiting() == 0)
  }

  @Test func `a refused command is kept for the user and does not block the next`() async throws {
    let outbox = try Outbox(path: path)
    let refused = try outbox.enqueue(answer)
    try outbox.enqueue(StartAttempt(instrument: "aiq-core"))
    let network = LossyNetwork(refusing: [RecordConsultation.name.rawValue])
    #expect(try await outbox.flush(over: network) == 2)
    #expect(try outbox.waiting() == 0)
    #expect(try outbox.refused().map(\.sequence) == [refused])
    #expect(try outbox.refused().first?.problem?.code == "no")
    try outbox.dismiss(refused)
    #expect(try outbox.refused().isEmpty)
  }

  @Test func `a sequence is never used again, not even after the queue was empty`() async throws {
    let outbox = try Outbox(path: path)
    let first = try outbox.enqueue(answer)
    try await outbox.flush(over: LossyNetwork())
    #expect(try outbox.enqueue(answer) > first)
  }
}
