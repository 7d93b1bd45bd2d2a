import Foundation
import GRDB
import Readiness
import Storage
import Testing
import Wire

@testable import SyncClient

/// The phones that the cases share, with the shipped client: an owner's, a manager's, and that of one who reports to them.
/// The cases change the organisation: names of a unit, the report's manager, answers to a consultation.
struct ConformanceWorld: Sendable {
  let owner: ConformancePhone
  let manager: ConformancePhone
  let phone: ConformancePhone
  let program: CLIProgram
  /// The code with which the report's phone was enrolled.
  let usedCode: String

  /// - Parameter program: signed in as an owner, with staff.
  init(_ program: CLIProgram) async throws {
    self.program = program
    usedCode = try await program.invite("E3")[0]
    let folder = program.path("phones")
    owner = try ConformancePhone(below: folder, server: program.server)
    manager = try ConformancePhone(below: folder, server: program.server)
    phone = try ConformancePhone(below: folder, server: program.server)
    try await owner.client.enrol(code: program.invite("E1")[0], name: "Owner's phone", platform: "Swift")
    try await manager.client.enrol(code: program.invite("E2")[0], name: "Manager's phone", platform: "Swift")
    try await phone.client.enrol(code: usedCode, name: "Report's phone", platform: "Swift")
    let closes = Day(Date()).adding(days: 14)
    _ = try await owner.client.perform(OpenConsultation(role: "HRBP", closesOn: closes))
  }

  /// A further phone, of nobody's yet.
  ///
  /// - Parameter server: the address at which it looks for the server; nil: the server's own.
  func newPhone(server: String? = nil) throws -> ConformancePhone {
    try ConformancePhone(below: program.path("phones"), server: server ?? program.server)
  }

  /// A further phone of the report's, up to date.
  func furtherPhone(server: String? = nil) async throws -> ConformancePhone {
    let phone = try newPhone(server: server)
    try await phone.client.enrol(code: program.invite("E3")[0], name: "Further phone", platform: nil)
    try await phone.client.synchronise()
    return phone
  }

  /// Changes one row that everyone holds.
  ///
  /// - Returns: what it is called now.
  @discardableResult
  func rename() async throws -> String {
    let name = "Unit \(UUID().uuidString.prefix(8))"
    let row = Sheet.Row(row: 2, cells: ["HR", name, "部门"])
    let sheet = Sheet(header: ["code", "name_en", "name_zh"], rows: [row])
    _ = try await owner.client.perform(ImportUnits(sheet: sheet))
    return name
  }

  /// Makes somebody the report's manager, or nobody.
  func place(under manager: String) async throws {
    let row = Sheet.Row(row: 2, cells: ["E3", "Cem", "HR", "HRBP", manager])
    let sheet = Sheet(header: ["external_id", "name", "unit", "role", "manager id"], rows: [row])
    _ = try await owner.client.perform(ImportPeople(sheet: sheet))
  }

  /// What the manager may know of their report.
  func reportScope() throws -> SyncScope { .managed(try #require(try phone.client.read { try $0.owner() })) }
}

/// Answers the question that all cases ask.
func answer(_ level: HumanAgencyLevel, role: String = "HRBP") -> RecordConsultation {
  RecordConsultation(role: role, task: "HRBP-01", desiredLevel: level)
}

/// A phone with the shipped client: its files, its clock and its wire.
struct ConformancePhone: Sendable {
  struct Held: Equatable {
    var version: Int64
    var text: String
  }

  let client: SyncClient
  let wire: TappedWire
  let clock = NotedClock()
  private let parent: String
  private let folder: String
  private let server: String

  /// A phone that is not enrolled.
  ///
  /// - Parameter parent: the folder in which it makes its own.
  init(below parent: String, server: String) throws {
    try self.init(parent, "\(parent)/\(UUID().uuidString)", server, pageRows: nil)
  }

  private init(_ parent: String, _ folder: String, _ server: String, pageRows: Int?) throws {
    self.parent = parent
    self.folder = folder
    self.server = server
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    wire = TappedWire(server: try #require(URL(string: server)))
    client = try SyncClient(
      path: "\(folder)/replica.sqlite", keys: FileScopeKeys(path: "\(folder)/keys.json"), transport: wire,
      clock: clock, pageRows: pageRows)
  }

  /// Another of the same files as they are now, as from a backup of the phone.
  ///
  /// - Parameter server: the address at which it looks for the server; nil: the same.
  func copy(pageRows: Int? = nil, server: String? = nil) throws -> ConformancePhone {
    let other = "\(parent)/\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: folder, toPath: other)
    return try ConformancePhone(parent, other, server ?? self.server, pageRows: pageRows)
  }

  /// A copy with its tokens alone, as when its lease was over.
  func emptied(pageRows: Int? = nil, server: String? = nil) throws -> ConformancePhone {
    let phone = try copy(pageRows: pageRows, server: server)
    try phone.client.replica.lock()
    return phone
  }

  // MARK: - What is on it

  func held() throws -> [PullLine.RowKey: Held] {
    let tables = try client.replica.database.read { db in
      try String.fetchAll(db, sql: "SELECT DISTINCT table_name FROM row")
    }
    let rows = try client.read { view in try tables.flatMap(view.rows) }
    return rows.reduce(into: [:]) { held, row in
      let key = PullLine.RowKey(scope: row.scope, table: row.table, id: row.id)
      held[key] = Held(version: row.version, text: row.text)
    }
  }

  func scopes() throws -> Set<SyncScope> { Set(try client.replica.scopes()) }

  /// The levels that the device's person is shown to have answered.
  func answers() throws -> [HumanAgencyLevel] {
    try client.read { try $0.all(PublishedConsultation.self).map(\.row.desiredLevel) }
  }

  /// The row that `ConformanceWorld.rename` changes.
  func unit() throws -> ReplicaRow {
    let units = try client.read { try $0.rows("unit") }
    return try #require(try units.first { try $0.decode([String: JSONValue].self)["code"] == .text("HR") })
  }

  /// The stage and the place from which a synchronisation goes on.
  func staged() throws -> [String?] {
    let count = try client.replica.database.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM staged") }
    return [try client.replica.read(.cursor), count.map(String.init)]
  }

  /// Changes how a command is stored, as another version of the program may have written it.
  func rewrite(_ command: Int64, _ change: (inout [String: JSONValue]) -> Void) throws {
    try client.replica.database.write { db in
      let stored = try Data.fetchOne(db, sql: "SELECT body FROM mutation WHERE position = ?", arguments: [command])
      var body = try JSONDecoder().decode([String: JSONValue].self, from: try #require(stored))
      change(&body)
      try db.execute(
        sql: "UPDATE mutation SET body = ? WHERE position = ?", arguments: [try JSONEncoder().encode(body), command])
    }
  }

  /// The states of the commands that are not done with.
  func states() throws -> [MutationState] { try client.commands().map(\.state) }

  /// The highest sequence that was given to a command.
  func lastSequence() throws -> Int64 { try client.replica.read(.lastSequence).flatMap { Int64($0) } ?? 0 }

  func epoch() throws -> String { try #require(try client.replica.read(.epoch)) }

  /// With what it asks the server.
  func access() throws -> SyncAccess {
    let device = try #require(try client.replica.read(.device).flatMap { DeviceID($0) })
    return SyncAccess(device: device, token: try #require(try client.replica.read(.accessToken)))
  }

  // MARK: - What it is compared with

  /// Expects that every leaf of every scope equals the server's.
  func expectWhole(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    for scope in try scopes() {
      let told = try await wire.verify(scope, as: access())
      #expect(try told.version == client.status().head, "\(scope)", sourceLocation: sourceLocation)
      #expect(told.leaves.count == ScopeDigest.leafCount, sourceLocation: sourceLocation)
      #expect(try told.leaves == client.replica.digest(of: scope), "\(scope)", sourceLocation: sourceLocation)
    }
  }
}

/// By what a call is refused: status and code. Nil: it was taken.
func refusal(_ call: () async throws -> Void) async throws -> String? {
  do {
    try await call()
    return nil
  } catch SyncTransportError.refused(let problem, _) {
    return "\(problem.status) \(problem.code)"
  }
}

/// Whether a call comes to nothing without a word of the server's.
func isCutOff(_ call: () async throws -> Void) async throws -> Bool {
  do {
    try await call()
    return false
  } catch SyncTransportError.unreachable {
    return true
  }
}
