import Foundation
import Readiness
import SyncClient
import Wire

extension World {
  /// That the replica of a device that has just synchronised is what the server says it is (1), also when the first time
  /// was broken off (9) and the form has changed (14); of granted scopes alone (3), and of whole transactions (4).
  mutating func check(_ device: SimulatedDevice) throws {
    guard let served = servers[device.organisation].served[device.id] else { return }
    let held = try device.holding()
    let role = device.role
    if let expected = servers[device.organisation].oracle(served), held.rows != expected {
      let isForm = held.rows.mapValues(Note.shared) == expected.mapValues(Note.shared)
      note(
        isForm ? 14 : device.isResuming ? 9 : 1,
        "\(role) holds \(held.rows.count) rows that are not the \(expected.count) of \(served.head)")
    }
    let astray = held.scopes.subtracting(served.granted)
    if !astray.isEmpty { note(3, "\(role) has \(astray) left, which is not granted") }
    if held.rows[World.pair("a")] != held.rows[World.pair("b")] { note(4, "\(role) holds half of a transaction") }
    if held.rows.values.contains(where: { !$0.contains(#""organisation":\#(device.organisation)"#) }) {
      note(17, "\(role) holds a row of another organisation")
    }
    if held.head != served.head { note(1, "\(role) says \(held.head ?? 0), and holds what is at \(served.head)") }
    device.checked()
  }

  private mutating func note(_ invariant: Int, _ text: String) {
    violations.append(Violation(invariant: invariant, text: text))
  }

  /// That the digests tell a damaged replica from a sound one, and that it is repaired (11).
  mutating func checkRepair(of device: SimulatedDevice) async throws {
    if try await device.client.verify() == 0 { note(11, "\(device.role) was damaged and took no notice") }
    try checkDigests(of: device)
  }

  private mutating func checkDigests(of device: SimulatedDevice) throws {
    let server = servers[device.organisation]
    for scope in server.tables.grants[device.id] ?? [] {
      let served = try server.verify(scope, by: device.id, schema: device.network.schema).leaves
      if try device.digest(of: scope) != served { note(11, "\(device.role) and its server differ in \(scope)") }
    }
  }

  // MARK: - The end

  /// Without faults everything comes to rest in three rounds (16), and every mutation has had its one outcome.
  mutating func settle() async throws {
    for _ in 0..<3 {
      for device in devices where !device.isEnded {
        if try await device.synchronise(faults: []) { try check(device) }
        violations += try device.progressViolations()
      }
    }
    for device in devices {
      try checkMutations(of: device)
      if !device.isEnded { try checkRest(of: device) }
    }
    for id in copied { checkCopies(of: id) }
    for server in servers { violations += server.violations }
  }

  private mutating func checkRest(of device: SimulatedDevice) throws {
    let server = servers[device.organisation]
    guard try device.holding().head == server.tables.version else {
      return note(16, "\(device.role) has not come to the server's version in three rounds")
    }
    try checkDigests(of: device)
  }

  /// That each is there or had its effect (6), one at most (5), and still has it after a restore (12); and that a refused
  /// one is in nobody's way (15).
  private mutating func checkMutations(of device: SimulatedDevice) throws {
    let server = servers[device.organisation]
    let mutations = try device.mutations()
    for name in device.written.subtracting(mutations.map(\.note)) where !server.applied.contains(name) {
      note(6, "\(name) is gone without an outcome")
    }
    let isBlocked = mutations.contains { $0.state == .rejected }
    for mutation in mutations {
      let count = server.effects(of: mutation.note, by: device.id)
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
