import Foundation
import Readiness
import SyncClient
import Wire

extension World {
  /// That the replica of a device that has just synchronised is what the server says it is (1), also when the first time
  /// was broken off (9) and the form has changed (14); of granted scopes alone (3), and of whole transactions (4).
  mutating func check(_ device: SimulatedDevice) async throws {
    let server = device.server
    guard let expected = try await server.expectation(of: device.id) else { return }
    let held = try device.holding()
    let role = device.role
    if let rows = expected.rows, held.rows != rows {
      let isForm = held.rows.mapValues(Note.shared) == rows.mapValues(Note.shared)
      note(
        isForm ? 14 : device.isResuming ? 9 : 1,
        "\(role) holds \(held.rows.count) rows that are not the \(rows.count) of \(expected.head)")
    }
    let astray = held.scopes.subtracting(expected.granted)
    if !astray.isEmpty { note(3, "\(role) has \(astray) left, which is not granted") }
    if Set(server.pair(in: held.rows)).count > 1 { note(4, "\(role) holds half of a transaction") }
    if try await server.isForeign(held.rows) { note(17, "\(role) holds a row of another organisation") }
    if held.head != expected.head { note(1, "\(role) says \(held.head ?? 0), and holds what is at \(expected.head)") }
    device.checked()
  }

  private mutating func note(_ invariant: Int, _ text: String) {
    violations.append(Violation(invariant: invariant, text: text))
  }

  /// That the digests tell a damaged replica from a sound one, and that it is repaired (11).
  mutating func checkRepair(of device: SimulatedDevice) async throws {
    if try await device.client.verify() == 0 { note(11, "\(device.role) was damaged and took no notice") }
    try await checkDigests(of: device)
  }

  private mutating func checkDigests(of device: SimulatedDevice) async throws {
    let server = device.server
    for scope in try await server.granted(to: device.id) {
      let served = try await server.leaves(of: scope, for: device.id, schema: device.network.schema)
      if try device.digest(of: scope) != served { note(11, "\(device.role) and its server differ in \(scope)") }
    }
  }

  // MARK: - The end

  /// Without faults everything comes to rest in three rounds (16), and every mutation has had its one outcome.
  mutating func settle() async throws {
    for _ in 0..<3 {
      for server in servers { server.passMinutes() }
      for device in devices where !device.isEnded {
        if try await device.synchronise(faults: []) { try await check(device) }
        violations += try device.progressViolations()
      }
    }
    for device in devices {
      try await checkMutations(of: device)
      if !device.isEnded { try await checkRest(of: device) }
    }
    for id in copied { checkCopies(of: id) }
    for server in servers { violations += try await server.violations() }
  }

  private mutating func checkRest(of device: SimulatedDevice) async throws {
    guard try await device.server.head() == device.holding().head else {
      let status = try device.client.status()
      let reason = status.problem?.code ?? status.obstacle ?? "no reason"
      return note(16, "\(device.role) has not come to the server's version in three rounds: \(reason)")
    }
    try await checkDigests(of: device)
  }

  /// That each is there or had its effect (6), one at most (5), and still has it after a restore (12); and that a refused
  /// one is in nobody's way (15).
  private mutating func checkMutations(of device: SimulatedDevice) async throws {
    let server = device.server
    let mutations = try device.mutations()
    for name in device.written.subtracting(mutations.map(\.note)) where !server.applied.contains(name) {
      note(6, "\(name) is gone without an outcome")
    }
    let isBlocked = mutations.contains { $0.state == .rejected }
    for mutation in mutations {
      let count = try await server.effects(of: mutation.note, by: device.id)
      if count > 1 { note(5, "\(mutation.note) took effect \(count) times") }
      switch mutation.state {
      case .waiting where !device.isEnded: note(isBlocked ? 15 : 16, "\(mutation.note) was never settled")
      case .applied, .shown:
        if count == 0, !device.isEnded { note(12, "\(mutation.note) was applied and is without effect") }
      case .rejected where mutation.answer?.problem == nil, .conflict: note(6, "\(mutation.note) has no reason")
      case .waiting, .rejected, .quarantined: break
      }
    }
  }

  /// Of two that wrote as one device, at most one may go on (13).
  private mutating func checkCopies(of id: DeviceID) {
    let writers = devices.filter { $0.id == id && !$0.isEnded && $0.hasWrittenSinceCopy }
    if writers.count > 1 { note(13, "\(writers.map(\.role)) write as one device, and neither is found out") }
  }
}
