import Crypto
import Foundation
import GRDB
import Readiness
import Wire

@testable import SyncClient

/// Keys in memory, which a copied phone takes along.
final class MemoryScopeKeys: ScopeKeys, @unchecked Sendable {
  // Sendable: a history runs in one task, and nothing of it runs beside it.
  private var keys: [SyncScope: SymmetricKey]

  init(_ keys: [SyncScope: SymmetricKey] = [:]) { self.keys = keys }

  var copy: MemoryScopeKeys { MemoryScopeKeys(keys) }

  func key(of scope: SyncScope) throws -> SymmetricKey? { keys[scope] }
  func store(_ key: SymmetricKey, of scope: SyncScope) throws { keys[scope] = key }
  func destroy(_ scopes: Set<SyncScope>) throws { for scope in scopes { keys[scope] = nil } }
  func destroyAll() throws { keys = [:] }
}

/// A phone of the history: the shipping client over a simulated network.
final class SimulatedDevice {
  let id: DeviceID
  let organisation: Int
  let own: SyncScope
  let network: SimulatedNetwork
  private let keys: MemoryScopeKeys
  private let replica: Replica
  private(set) var client: SyncClient
  private let pageRows: Int
  /// Names the device's notes; a copy takes another after it has been made.
  var role: String
  private var notes = 0
  private var notesAtCopy = Int.max
  /// The newest of its notes that it has shown, of each role.
  private var shown: [String: Int] = [:]
  private var lastHead: (epoch: String, head: Int64)?

  init(id: DeviceID, own: SyncScope, server: SimulatedServer, role: String, pageRows: Int) async throws {
    self.id = id
    self.own = own
    self.role = role
    self.pageRows = pageRows
    organisation = server.organisation
    network = SimulatedNetwork(server: server, device: id)
    keys = MemoryScopeKeys()
    replica = try Replica(path: nil, keys: keys)
    client = SyncClient(
      replica: replica, transport: network, clock: SimulatedClock(server: server), pageRows: pageRows)
    try await client.enrol(code: "code", name: role)
  }

  private init(copying device: SimulatedDevice) throws {
    id = device.id
    own = device.own
    role = device.role + "c"
    pageRows = device.pageRows
    organisation = device.organisation
    network = SimulatedNetwork(server: device.network.server, device: device.id)
    keys = device.keys.copy
    replica = try Replica(path: nil, keys: keys)
    try device.replica.database.backup(to: replica.database)
    client = SyncClient(
      replica: replica, transport: network, clock: SimulatedClock(server: network.server), pageRows: pageRows)
    notes = device.notes
    notesAtCopy = notes
    device.notesAtCopy = notes
  }

  /// As when a phone's backup is put on another phone.
  func copied() throws -> SimulatedDevice { try SimulatedDevice(copying: self) }

  /// The process ends and is started again: what is not in the file is gone.
  func restart() {
    client = SyncClient(
      replica: replica, transport: network, clock: SimulatedClock(server: network.server), pageRows: pageRows)
  }

  func write() throws {
    notes += 1
    let note = RecordConsultation(role: role, task: "\(role)-\(notes)", desiredLevel: .h3)
    let key = Note.key(of: note, scope: own)
    try client.run(
      note,
      showing: [
        RowChange(scope: own, table: key.table, id: key.id, row: Note.text(of: note, organisation: organisation))
      ])
  }

  func writePoison() throws {
    try client.run(RecordConsultation(role: "POISON", task: "\(role)-poison", desiredLevel: .h3))
  }

  /// Damages a row behind the client's back.
  func corrupt(_ random: inout SeededRandom) throws {
    let rows = try replica.database.read { try Row.fetchAll($0, sql: "SELECT * FROM row ORDER BY scope, table_name, id") }
    guard !rows.isEmpty else { return }
    let row = random.pick(rows)
    guard let scope = SyncScope(row["scope"]) else { return }
    let sealed = try replica.seal(#"{"organisation":\#(organisation),"tag":-1}"#, of: scope)
    try replica.database.write { db in
      try db.execute(
        sql: "UPDATE row SET sealed = ? WHERE scope = ? AND table_name = ? AND id = ?",
        arguments: [sealed, row["scope"] as String, row["table_name"] as String, row["id"] as String])
    }
  }

  /// Whether it has made a note since the copy was.
  var wroteSinceCopy: Bool { notes > notesAtCopy }

  func digest(of scope: SyncScope) throws -> [ScopeDigest.Leaf] { try replica.digest(of: scope) }

  func storedMutations() throws -> [(body: Data, state: MutationState, answer: MutationResult?)] {
    try replica.database.read { db in
      try Row.fetchAll(db, sql: "SELECT body, state, answer FROM mutation").map { row in
        (
          body: row["body"], state: MutationState(rawValue: row["state"]) ?? .waiting,
          answer: try (row["answer"] as Data?).map { try JSONDecoder().decode(MutationResult.self, from: $0) }
        )
      }
    }
  }

  var isEnded: Bool { get throws { try replica.read(.ended) != nil } }

  // MARK: - Checks

  /// What the replica itself holds, without what is laid over it.
  func rows() throws -> [PullLine.RowKey: String] {
    let rows = try replica.database.read { try Row.fetchAll($0, sql: "SELECT * FROM row") }
    var held: [PullLine.RowKey: String] = [:]
    for row in rows {
      guard let scope = SyncScope(row["scope"]), let id = UUID(uuidString: row["id"]) else { continue }
      held[PullLine.RowKey(scope: scope, table: row["table_name"], id: id)] = try replica.open(row["sealed"], of: scope)
    }
    return held
  }

  func head() throws -> Int64? { try replica.read(.head).flatMap { Int64($0) } }

  /// Own notes go forward only (7); the head does within an epoch (8).
  func progressViolations() throws -> [String] {
    var violations: [String] = []
    if let epoch = try replica.read(.epoch), let head = try head() {
      if let last = lastHead, last.epoch == epoch, head < last.head {
        violations.append("the head of \(role) went back from \(last.head) to \(head)")
      }
      lastHead = (epoch, head)
    }
    guard let view = try? client.read({ try $0.rows("note") }) else {
      shown = [:]
      return violations
    }
    let key = Note.key(of: RecordConsultation(role: role, task: "", desiredLevel: .h3), scope: own)
    let count = view.first { $0.id == key.id }.flatMap { Note.count(in: $0.text) } ?? 0
    if count < shown[role, default: 0], try !isEnded {
      violations.append("the note of \(role) went back from \(shown[role, default: 0]) to \(count)")
    }
    shown[role] = count
    return violations
  }

  /// The device was told to lose its rows: what it showed before does not bind it.
  func forgetShown() { shown = [:] }
}

/// A mutation of a device with the name of its note.
struct NamedMutation {
  let note: String
  let state: MutationState
  let answer: MutationResult?
}

extension SimulatedDevice {
  func allMutations() throws -> [NamedMutation] {
    try storedMutations().map { row in
      let mutation = try JSONDecoder().decode(Mutation.self, from: row.body)
      let note = try mutation.command.command.get() as? RecordConsultation
      return NamedMutation(note: note?.task ?? "", state: row.state, answer: row.answer)
    }
  }
}
