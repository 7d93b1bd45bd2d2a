import Crypto
import Foundation
import GRDB
import Readiness
import Wire

@testable import SyncClient

/// Keys in memory, which a copied phone takes along.
final class MemoryScopeKeys: ScopeKeys, @unchecked Sendable {
  // Sendable: a history runs in one task, and nothing of it runs beside it.
  private(set) var keys: [SyncScope: SymmetricKey] = [:]
  /// The process ends when so many more keys have been asked for.
  var fuse: Int?
  private let isBroken: Bool

  init(_ keys: [SyncScope: SymmetricKey] = [:], isBroken: Bool) {
    self.keys = keys
    self.isBroken = isBroken
  }

  var copy: MemoryScopeKeys { MemoryScopeKeys(keys, isBroken: isBroken) }

  func key(of scope: SyncScope) throws -> SymmetricKey? {
    if let left = fuse {
      fuse = left > 1 ? left - 1 : nil
      if left == 1 { throw Crash() }
    }
    return keys[scope]
  }

  func store(_ key: SymmetricKey, of scope: SyncScope) throws { keys[scope] = key }
  func destroy(_ scopes: Set<SyncScope>) throws { if !isBroken { for scope in scopes { keys[scope] = nil } } }
  func destroyAll() throws { if !isBroken { keys = [:] } }
}

/// A phone of the history: the shipping client over a network that fails as the history has it.
final class SimulatedDevice {
  let server: any HistoryServer
  /// Whose phone it is.
  let holder: PersonID
  let network: SimulatedNetwork
  private let replica: Replica
  private(set) var client: SyncClient
  private let pageRows: Int
  /// Names the device's notes; a copy has another.
  let role: String
  private var notes = 0
  /// The mutations that it has made, by name.
  private(set) var written: Set<String> = []
  private(set) var hasWrittenSinceCopy = false
  /// The newest of its notes that it has shown.
  private var shown = 0
  private var lastHead: (epoch: String, head: Int64)?
  /// Its first synchronisation was broken off and is gone on with.
  private(set) var isResuming = false
  private(set) var isEnded = false

  var id: DeviceID { network.device }
  var own: SyncScope { .own(holder) }

  /// - Parameter id: of the device, where the server does not make one itself.
  init(
    id: DeviceID, of holder: PersonID, server: any HistoryServer, role: String, pageRows: Int, sabotage: Sabotage?
  ) async throws {
    self.holder = holder
    self.role = role
    self.pageRows = pageRows
    self.server = server
    network = SimulatedNetwork(server: server, device: id, keys: MemoryScopeKeys(isBroken: sabotage == .keepsKeys))
    replica = try Replica(path: nil, keys: network.keys)
    if let trigger = sabotage?.trigger { try await replica.database.write { try $0.execute(sql: trigger) } }
    client = SimulatedDevice.client(replica, network, pageRows)
    try await client.enrol(code: try await server.invite(holder, as: id, replacing: nil), name: role)
  }

  private init(copying device: SimulatedDevice) throws {
    holder = device.holder
    role = device.role + "c"
    pageRows = device.pageRows
    server = device.server
    network = SimulatedNetwork(server: server, device: device.id, keys: device.network.keys.copy)
    network.schema = device.network.schema
    replica = try Replica(path: nil, keys: network.keys)
    try device.replica.database.backup(to: replica.database)
    client = SimulatedDevice.client(replica, network, pageRows)
    written = device.written
    isResuming = device.isResuming
    device.hasWrittenSinceCopy = false
  }

  /// As when a phone's backup is put on another phone.
  func copied() throws -> SimulatedDevice { try SimulatedDevice(copying: self) }

  private static func client(_ replica: Replica, _ network: SimulatedNetwork, _ pageRows: Int) -> SyncClient {
    SyncClient(
      replica: replica, transport: network, clock: SimulatedClock(server: network.server), pageRows: pageRows)
  }

  // MARK: - Steps

  /// The process ends and is started again: what is not in the file is gone.
  func restart() {
    client = SimulatedDevice.client(replica, network, pageRows)
    network.keys.fuse = nil
  }

  /// Synchronises once.
  ///
  /// - Returns: whether it came to its end.
  func synchronise(faults: [Fault]) async throws -> Bool {
    network.faults = faults
    defer {
      network.faults = []
      network.keys.fuse = nil
    }
    do {
      try await client.synchronise()
      return true
    } catch is Crash {
      restart()
    } catch is SyncTransportError {
    } catch SyncError.ended {}
    isResuming = isResuming || lastHead == nil
    return false
  }

  func checked() { isResuming = false }

  func write() throws {
    notes += 1
    let name = "\(role)-\(notes)"
    let note = server.note(name, by: role, own: own)
    try client.run(note.command, showing: [note.shown])
    written.insert(name)
    hasWrittenSinceCopy = true
  }

  func writePoison() throws {
    notes += 1
    let name = "\(role)-poison-\(notes)"
    try client.run(server.poison(name))
    written.insert(name)
    hasWrittenSinceCopy = true
  }

  /// Becomes another device of the same person's.
  func enrol(as id: DeviceID) async throws {
    let code = try await server.invite(holder, as: id, replacing: network.device)
    try await client.enrol(code: code, name: role)
    for command in try client.commands() where command.state == .quarantined { try client.retry(command.id) }
    lastHead = nil
    shown = 0
  }

  /// Damages a row behind the client's back: another text, or bytes that no key opens.
  ///
  /// - Returns: false when there is none.
  func corrupt(_ random: inout SeededRandom) throws -> Bool {
    let rows = try replica.database.read {
      try Row.fetchAll($0, sql: "SELECT * FROM row ORDER BY scope, table_name, id")
    }
    guard !rows.isEmpty else { return false }
    let row = random.pick(rows)
    guard let scope = SyncScope(row["scope"]) else { return false }
    let sealed =
      random.chance(0.5)
      ? try replica.seal(Note.text(organisation: server.organisation, tag: -1), of: scope)
      : Data(repeating: 1, count: 60)
    try replica.database.write { db in
      try db.execute(
        sql: "UPDATE row SET sealed = ? WHERE scope = ? AND table_name = ? AND id = ?",
        arguments: [sealed, row["scope"] as String, row["table_name"] as String, row["id"] as String])
    }
    return true
  }

  /// The device was told to lose its rows: what it showed before does not bind it.
  func forgetShown() { shown = 0 }
}

/// What a device holds at one moment.
struct Holding {
  /// What the replica itself holds, without what is laid over it.
  var rows: [PullLine.RowKey: String] = [:]
  /// Scopes of which anything is there: rows, staged rows, keys.
  var scopes: Set<SyncScope> = []
  var head: Int64?
}

/// A mutation of a device with the name of its note.
struct NamedMutation {
  let note: String
  let state: MutationState
  let answer: MutationResult?
}

extension SimulatedDevice {
  func holding() throws -> Holding {
    try replica.database.unsafeRead { db in
      var holding = Holding(head: try Replica.read(.head, db).flatMap { Int64($0) })
      for row in try Row.fetchAll(db.cachedStatement(sql: "SELECT scope, table_name, id, sealed FROM row")) {
        guard let scope = SyncScope(row["scope"]), let id = UUID(uuidString: row["id"]) else { continue }
        let key = PullLine.RowKey(scope: scope, table: row["table_name"], id: id)
        holding.rows[key] = try replica.open(row["sealed"], of: scope)
      }
      let staged = try String.fetchAll(db.cachedStatement(sql: "SELECT DISTINCT scope FROM staged"))
      holding.scopes = Set(holding.rows.keys.map(\.scope)).union(staged.compactMap { SyncScope($0) })
        .union(network.keys.keys.keys)
      return holding
    }
  }

  func digest(of scope: SyncScope) throws -> [ScopeDigest.Leaf] { try replica.digest(of: scope) }

  func mutations() throws -> [NamedMutation] {
    try replica.database.read { db in
      try Row.fetchAll(db, sql: "SELECT body, state, answer FROM mutation").map { row in
        let mutation = try JSONDecoder().decode(Mutation.self, from: row["body"])
        return NamedMutation(
          note: server.name(of: try mutation.command.command.get()) ?? "",
          state: MutationState(rawValue: row["state"]) ?? .waiting,
          answer: try (row["answer"] as Data?).map { try JSONDecoder().decode(MutationResult.self, from: $0) })
      }
    }
  }

  /// Own notes go forward only (7); the head does within an epoch (8).
  func progressViolations() throws -> [Violation] {
    var violations: [Violation] = []
    let client = client
    // What nobody may read any more is not shown.
    do { try client.enforceLease() } catch SyncError.locked { forgetShown() }
    let now = try replica.database.unsafeRead { db in
      let settings = try Replica.settings(db)
      return (
        epoch: settings[.epoch], head: settings[.head].flatMap { Int64($0) }, isEnded: settings[.ended] != nil,
        count: try? server.newestNote(of: role, own: own, in: ReplicaView(db: db, replica: client.replica))
      )
    }
    isEnded = now.isEnded
    if let epoch = now.epoch, let head = now.head {
      if let last = lastHead, last.epoch == epoch, head < last.head {
        violations.append(Violation(invariant: 8, text: "the head of \(role) went from \(last.head) to \(head)"))
      }
      lastHead = (epoch, head)
    }
    let count = now.count ?? 0
    if count < shown, !isEnded {
      violations.append(Violation(invariant: 7, text: "the note of \(role) went back from \(shown) to \(count)"))
    }
    shown = count
    return violations
  }
}
