import Foundation
import Readiness
import Wire

/// The servers of two organisations, and their phones.
struct World {
  private var random: SeededRandom
  let servers: [any HistoryServer]
  private(set) var devices: [SimulatedDevice] = []
  /// Of whom managers hold rows, by organisation.
  private var subjects: [[PersonID]] = [[], []]
  private var tag = 0
  /// Devices of which there are two.
  private(set) var copied: Set<DeviceID> = []
  var violations: [Violation] = []

  /// - Parameter installation: whose servers they are; nil: simulated ones.
  init(seed: UInt64, on installation: Installation? = nil, sabotage: Sabotage?) async throws {
    var random = SeededRandom(seed: seed)
    servers = (0..<2).map { organisation in
      let seed = random.next()
      guard let installation else {
        return SimulatedServer(organisation: organisation, seed: seed, sabotage: sabotage)
      }
      return RealServer(organisation: organisation, of: installation, sabotage: sabotage)
    }
    self.random = random
    for (server, phones) in zip(servers, [2, 1]) {
      for number in 0..<phones { try await addPhone(number, of: server, sabotage) }
      try await commitPair(on: server)
      for _ in 0..<4 { try await commitManaged(on: server) }
    }
  }

  private mutating func addPhone(_ number: Int, of server: any HistoryServer, _ sabotage: Sabotage?) async throws {
    let person = try await server.employ(PersonID(UUID(random: &random)))
    let id = DeviceID(UUID(random: &random))
    subjects[server.organisation].append(person.subject)
    devices.append(
      try await SimulatedDevice(
        id: id, of: person.holder, server: server, role: "d\(server.organisation)\(number)",
        pageRows: Int.random(in: server.pageRows, using: &random), sabotage: sabotage))
  }

  // MARK: - Steps

  mutating func step() async throws {
    for server in servers { server.passMinutes() }
    let device = random.pick(devices)
    let server = device.server
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<14: try await commitPair(on: server)
    case 14..<20: try await commitManaged(on: server)
    case 20..<26: try await server.deleteManaged(&random)
    case 26..<34: try await toggleGrant(of: device)
    case 34..<48: try device.write()
    case 48..<51: try device.writePoison()
    case 51..<80: try await synchronise(device)
    case 80..<82: try await server.clearTombstones()
    case 82..<85: try await server.takeBackup()
    case 85..<88: try await server.restore()
    case 88..<91: try await corruptAndRepair(device)
    case 91..<93: try copy(device)
    case 93..<94: letTimePass(on: server)
    case 94..<96: device.network.schema = min(server.newestSchema, device.network.schema + 1)
    case 96..<97: try await server.revoke(device.id)
    case 97..<98: try await enrolAnew(device)
    default: device.restart()
    }
    violations += try device.progressViolations()
    for server in servers { violations += try await server.violations() }
  }

  private mutating func commitPair(on server: any HistoryServer) async throws {
    tag += 1
    try await server.commitPair(tag: tag)
  }

  private mutating func commitManaged(on server: any HistoryServer) async throws {
    tag += 1
    let level = Int.random(in: 0..<6, using: &random)
    try await server.commitManaged(level: level, of: random.pick(subjects[server.organisation]), tag: tag)
  }

  private mutating func toggleGrant(of device: SimulatedDevice) async throws {
    let server = device.server
    try await server.toggleGrant(of: random.pick(subjects[server.organisation]), to: device.id)
  }

  private mutating func letTimePass(on server: any HistoryServer) {
    server.passDays()
    for device in devices where device.server.installation == server.installation { device.forgetShown() }
  }

  private mutating func copy(_ device: SimulatedDevice) throws {
    guard copied.insert(device.id).inserted else { return }
    devices.append(try device.copied())
  }

  /// Not of two copies: what both have in store would be sent by two devices, and the later one would be an older note.
  private mutating func enrolAnew(_ device: SimulatedDevice) async throws {
    guard !copied.contains(device.id) else { return }
    try await device.enrol(as: DeviceID(UUID(random: &random)))
  }

  private mutating func synchronise(_ device: SimulatedDevice) async throws {
    let faults = (0..<Int.random(in: 0...3, using: &random)).map { _ in random.pick(Fault.allCases) }
    if try await device.synchronise(faults: faults) { try await check(device) }
  }

  private mutating func corruptAndRepair(_ device: SimulatedDevice) async throws {
    guard try await device.synchronise(faults: []), try device.corrupt(&random) else { return }
    try await checkRepair(of: device)
  }
}
