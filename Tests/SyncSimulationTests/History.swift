import Foundation
import Readiness
import SyncClient
import Wire

/// One history of a few phones, two organisations, a bad network and a server that is restored now and then: everything in it
/// follows from its seed.
struct History {
  let seed: UInt64
  var sabotage: Sabotage?
  static let steps = 30

  /// - Returns: what did not hold; empty when everything did.
  func violations() async throws -> [String] {
    var world = try await World(seed: seed, sabotage: sabotage)
    for _ in 0..<History.steps {
      try await world.step()
      if !world.violations.isEmpty { return world.violations }
    }
    try await world.settle()
    return world.violations
  }
}

private struct World {
  private var random: SeededRandom
  private var servers: [SimulatedServer] = []
  private var devices: [SimulatedDevice] = []
  private var people: [[PersonID]] = [[], []]
  private var tag = 0
  /// Devices of which there are two.
  private var copied: Set<DeviceID> = []
  private(set) var violations: [String] = []

  init(seed: UInt64, sabotage: Sabotage?) async throws {
    random = SeededRandom(seed: seed)
    for organisation in 0..<2 {
      let server = SimulatedServer(organisation: organisation, seed: random.next(), sabotage: sabotage)
      servers.append(server)
      for number in 0..<2 {
        let person = PersonID(UUID(random: &random))
        people[organisation].append(person)
        let id = DeviceID(UUID(random: &random))
        server.grants[id] = [.organisation, .own(person)]
        devices.append(
          try await SimulatedDevice(
            id: id, own: .own(person), server: server, role: "d\(organisation)\(number)",
            pageRows: Int.random(in: 1...6, using: &random)))
      }
    }
    for server in servers { commitPair(on: server) }
  }

  // MARK: - Steps

  mutating func step() async throws {
    let device = random.pick(devices)
    let server = servers[device.organisation]
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<14: commitPair(on: server)
    case 14..<20: commitManaged(on: server)
    case 20..<26: delete(on: server)
    case 26..<34: toggleGrant(of: device, on: server)
    case 34..<50: try device.write()
    case 50..<53: try device.writePoison()
    case 53..<87: try await synchronise(device)
    case 87..<89: server.clearTombstones()
    case 89..<91: server.takeBackup()
    case 91..<93: restore(server)
    case 93..<95: try await corruptAndRepair(device)
    case 95..<96: try copy(device)
    case 96..<97: letTimePass(on: server)
    default: device.restart()
    }
    for device in devices { violations += try device.progressViolations() }
    for server in servers { violations += server.violations }
  }

  /// Two rows that are always written together (4).
  private mutating func commitPair(on server: SimulatedServer) {
    tag += 1
    let text = Note.text(organisation: server.organisation, tag: tag)
    server.commit([pair("a"): text, pair("b"): text])
  }

  private func pair(_ name: String) -> PullLine.RowKey {
    PullLine.RowKey(scope: .organisation, table: "pair", id: Note.id("pair-\(name)"))
  }

  private mutating func commitManaged(on server: SimulatedServer) {
    tag += 1
    let person = random.pick(people[server.organisation])
    let key = PullLine.RowKey(scope: .managed(person), table: "level", id: Note.id("level-\(Int.random(in: 0..<4, using: &random))"))
    server.commit([key: Note.text(organisation: server.organisation, tag: tag)])
  }

  private mutating func delete(on server: SimulatedServer) {
    let rows = server.tables.rows.filter { $0.key.table == "level" && $0.value.text != nil }.keys.sorted()
    if !rows.isEmpty { server.commit([random.pick(rows): nil]) }
  }

  private mutating func toggleGrant(of device: SimulatedDevice, on server: SimulatedServer) {
    let scope = SyncScope.managed(random.pick(people[server.organisation]))
    server.grants[device.id]?.formSymmetricDifference([scope])
  }

  private mutating func restore(_ server: SimulatedServer) { _ = server.restore() }

  private mutating func letTimePass(on server: SimulatedServer) {
    server.now += 40 * 86_400
    for device in devices where device.organisation == server.organisation { device.forgetShown() }
  }

  private mutating func copy(_ device: SimulatedDevice) throws {
    guard copied.insert(device.id).inserted else { return }
    devices.append(try device.copied())
  }

  private mutating func corruptAndRepair(_ device: SimulatedDevice) async throws {
    try await synchronise(device, faults: [])
    guard try !device.isEnded else { return }
    try device.corrupt(&random)
    do {
      try await device.client.verify()
      try checkDigests(of: device)
    } catch is SyncTransportError {}
  }

  // MARK: - Synchronising and checking

  private mutating func synchronise(_ device: SimulatedDevice, faults: [Fault]? = nil) async throws {
    let count = Int.random(in: 0...3, using: &random)
    device.network.faults = faults ?? (0..<count).map { _ in random.pick(Fault.allCases) }
    defer { device.network.faults = [] }
    do {
      try await device.client.synchronise()
      try check(device)
    } catch is Crash {
      device.restart()
    } catch is SyncTransportError {
    } catch SyncError.ended {}
  }

  /// That the replica is what the server says it is (1), of granted scopes alone (3), and of whole transactions (4).
  private mutating func check(_ device: SimulatedDevice) throws {
    let server = servers[device.organisation]
    guard let served = server.served[device.id], let head = try device.head() else { return }
    let rows = try device.rows()
    if let expected = server.oracle(served.head, served.granted), rows != expected {
      violations.append("\(device.role) at \(head) holds \(rows.count) rows that are not the \(expected.count) of \(served.head)")
    }
    let astray = Set(rows.keys.map(\.scope)).subtracting(served.granted)
    if !astray.isEmpty { violations.append("\(device.role) holds \(astray), which is not granted") }
    if rows[pair("a")] != rows[pair("b")] { violations.append("\(device.role) holds half of a transaction") }
    if rows.values.contains(where: { !$0.contains(#""organisation":\#(device.organisation)"#) }) {
      violations.append("\(device.role) holds a row of another organisation")
    }
    if let pulled = server.served[device.id]?.head, head != pulled {
      violations.append("\(device.role) says it is at \(head), and holds what is at \(pulled)")
    }
  }

  /// That the digests tell a damaged replica from a sound one, and that it is repaired (11).
  private mutating func checkDigests(of device: SimulatedDevice) throws {
    let server = servers[device.organisation]
    for scope in server.grants[device.id] ?? [] {
      let own = try device.digest(of: scope)
      let served = try server.verify(scope, by: device.id).leaves
      if own != served { violations.append("\(device.role) was not repaired in \(scope)") }
    }
  }

  // MARK: - The end

  /// Without faults everything comes to rest in a few rounds (16), and every mutation has had its one outcome (5, 6, 12, 15).
  mutating func settle() async throws {
    for _ in 0..<3 {
      for device in devices { try await synchronise(device, faults: []) }
    }
    for device in devices {
      violations += try device.progressViolations()
      try checkMutations(of: device)
      if try !device.isEnded {
        try check(device)
        try checkDigests(of: device)
      }
    }
    for id in copied { try checkCopies(of: id) }
    for server in servers {
      violations += server.violations
      for (name, count) in server.tables.effects where count > 1 { violations.append("\(name) took effect \(count) times") }
    }
  }

  private mutating func checkMutations(of device: SimulatedDevice) throws {
    let server = servers[device.organisation]
    for mutation in try device.allMutations() {
      switch mutation.state {
      case .waiting: if try !device.isEnded { violations.append("\(mutation.note) of \(device.role) was never settled") }
      case .applied, .shown:
        let count = server.tables.effects[mutation.note, default: 0]
        if count != 1, try !device.isEnded { violations.append("\(mutation.note) was applied and took effect \(count) times") }
      case .rejected where mutation.answer?.problem == nil, .conflict:
        violations.append("\(mutation.note) has no reason")
      case .rejected, .quarantined: break
      }
    }
  }

  /// Of two that wrote as one device, at most one may go on (13).
  private mutating func checkCopies(of id: DeviceID) throws {
    let both = devices.filter { $0.id == id }
    let writers = try both.filter { try !$0.isEnded && $0.wroteSinceCopy }
    if writers.count > 1 { violations.append("two copies of \(both[0].role) write, and neither is found out") }
  }
}
