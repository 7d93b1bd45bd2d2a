import Foundation
import Readiness
import Wire

/// The servers of two organisations, and their phones.
struct World {
  private var random: SeededRandom
  let servers: [SimulatedServer]
  private(set) var devices: [SimulatedDevice] = []
  private var people: [[PersonID]] = [[], []]
  private var tag = 0
  /// Devices of which there are two.
  private(set) var copied: Set<DeviceID> = []
  var violations: [Violation] = []

  init(seed: UInt64, sabotage: Sabotage?) async throws {
    var random = SeededRandom(seed: seed)
    servers = (0..<2).map { SimulatedServer(organisation: $0, seed: random.next(), sabotage: sabotage) }
    self.random = random
    for (server, phones) in zip(servers, [2, 1]) {
      for number in 0..<phones { try await addPhone(number, of: server, sabotage) }
      commitPair(on: server)
      for _ in 0..<4 { commitManaged(on: server) }
    }
  }

  private mutating func addPhone(_ number: Int, of server: SimulatedServer, _ sabotage: Sabotage?) async throws {
    let person = PersonID(UUID(random: &random))
    let id = DeviceID(UUID(random: &random))
    people[server.organisation].append(person)
    server.tables.grants[id] = [.organisation, .own(person), .managed(person)]
    devices.append(
      try await SimulatedDevice(
        id: id, own: .own(person), server: server, role: "d\(server.organisation)\(number)",
        pageRows: Int.random(in: 1...6, using: &random), sabotage: sabotage))
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
    case 34..<48: try device.write()
    case 48..<51: try device.writePoison()
    case 51..<80: try await synchronise(device)
    case 80..<82: server.clearTombstones()
    case 82..<85: server.takeBackup()
    case 85..<88: server.restore()
    case 88..<91: try await corruptAndRepair(device)
    case 91..<93: try copy(device)
    case 93..<94: letTimePass(on: server)
    case 94..<96: device.network.schema = min(3, device.network.schema + 1)
    case 96..<97: server.revoke(device.id)
    case 97..<98: try await enrolAnew(device, on: server)
    default: device.restart()
    }
    violations += try device.progressViolations()
    for server in servers { violations += server.violations }
  }

  /// Two rows that are always written together (4).
  private mutating func commitPair(on server: SimulatedServer) {
    tag += 1
    let text = Note.text(organisation: server.organisation, tag: tag)
    server.commit([World.pair("a"): text, World.pair("b"): text])
  }

  static func pair(_ name: String) -> PullLine.RowKey {
    PullLine.RowKey(scope: .organisation, table: "pair", id: Note.id("pair-\(name)"))
  }

  private mutating func commitManaged(on server: SimulatedServer) {
    tag += 1
    let level = Note.id("level-\(Int.random(in: 0..<6, using: &random))")
    let key = PullLine.RowKey(scope: .managed(random.pick(people[server.organisation])), table: "level", id: level)
    server.commit([key: Note.text(organisation: server.organisation, tag: tag)])
  }

  private mutating func delete(on server: SimulatedServer) {
    let rows = server.tables.rows.filter { $0.key.table == "level" && $0.value.text != nil }.keys.sorted()
    if !rows.isEmpty { server.commit([random.pick(rows): nil]) }
  }

  private mutating func toggleGrant(of device: SimulatedDevice, on server: SimulatedServer) {
    let scope = SyncScope.managed(random.pick(people[server.organisation]))
    server.tables.grants[device.id]?.formSymmetricDifference([scope])
  }

  private mutating func letTimePass(on server: SimulatedServer) {
    server.now += 40 * 86_400
    server.forgetBackup()
    for device in devices where device.organisation == server.organisation { device.forgetShown() }
  }

  private mutating func copy(_ device: SimulatedDevice) throws {
    guard copied.insert(device.id).inserted else { return }
    devices.append(try device.copied())
  }

  /// Not of two copies: what both have in store would be sent by two devices, and the later one would be an older note.
  private mutating func enrolAnew(_ device: SimulatedDevice, on server: SimulatedServer) async throws {
    guard !copied.contains(device.id) else { return }
    let id = DeviceID(UUID(random: &random))
    server.tables.grants[id] = server.tables.grants[device.id]
    try await device.enrol(as: id)
  }

  private mutating func synchronise(_ device: SimulatedDevice) async throws {
    let faults = (0..<Int.random(in: 0...3, using: &random)).map { _ in random.pick(Fault.allCases) }
    if try await device.synchronise(faults: faults) { try check(device) }
  }

  private mutating func corruptAndRepair(_ device: SimulatedDevice) async throws {
    guard try await device.synchronise(faults: []), try device.corrupt(&random) else { return }
    try await checkRepair(of: device)
  }
}
