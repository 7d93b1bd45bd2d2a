import FoundationEssentials
import Logging
import Readiness
import Storage
import Wire

/// Synchronisation over HTTP beside Kinto, on the same rows and the same PostgreSQL, under the same load.
///
/// Both are asked in turns; the figures are medians of the rounds.
struct SyncBenchmarks {
  private static let rounds = 3
  private static let writers = 4
  private static let lives = 5_000
  /// How long idle connections are watched: two heartbeats.
  private static let idleSeconds = 40.0

  /// The folder that has `Sources`, `schema`, `seed` and `docs`.
  let checkout: String
  /// Made when missing; the cluster, the peer and logs go here.
  let folder: String
  /// Where Kinto is installed, and found by the next run; nil: in `folder`.
  let packages: String?
  /// How long each side of a round is measured.
  let seconds: Double

  func run() async throws -> [BenchmarkRow] {
    raiseOpenFiles()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return try await EmbeddedCluster.whileRunning(in: "\(folder)/cluster") { try await measure(on: $0, logger: $1) }
  }

  private func measure(on cluster: EmbeddedCluster, logger: Logger) async throws -> [BenchmarkRow] {
    note("synchronisation: \(SyncFixture.people) people")
    let fixture = try await SyncFixture(cluster: cluster, share: checkout, logger: logger)
    var phone = try await fixture.enrolAdministrator()
    let first = try await fixture.synchronise(phone, limit: 1_000)
    let second = try await fixture.synchronise(phone, limit: 2_000)
    let rowCount = first.pages.reduce(0) { $0 + SyncBenchmarks.rows(in: $1) }
    let bytes = first.pages.reduce(0) { $0 + $1.count } / rowCount
    try await fixture.changePeople(share: checkout)
    let changes = PullRequest(cursor: first.cursor)
    let page = try await fixture.store.pull(
      changes, schema: SyncProtocol.schema, device: phone.tokens.device, by: phone.caller, now: Date())
    guard SyncBenchmarks.rows(in: page) == SyncFixture.changed else {
      throw BenchmarkFailure("\(SyncBenchmarks.rows(in: page)) rows have changed.")
    }
    note("\(rowCount) rows of \(bytes) bytes; a page of changes has \(page.count)")
    let postmaster = try postmaster(of: cluster)
    let host = try BenchmarkServer(
      conninfo: cluster.conninfo(user: "readiness_app"), share: checkout, log: "\(folder)/server.log")
    let kinto = try await peer(cluster, rows: rowCount, bytes: bytes)
    let run = SyncRun(
      fixture: fixture, host: host, kinto: kinto,
      tool: LoadTool(folder: folder, database: ProcessTree(roots: [postmaster])), rounds: SyncBenchmarks.rounds,
      seconds: seconds)
    var rows: [BenchmarkRow] = []
    rows += try await run.pulls(&phone, String(decoding: try JSONEncoder.wire.encode(changes), as: UTF8.self))
    rows += try await run.polls(&phone)
    rows += try await run.pages(&phone, first.requests, of: 1_000, rows: rowCount)
    rows += try await run.pages(&phone, second.requests, of: 2_000, rows: rowCount)
    rows += try await run.pushes(of: 25, by: 1_000, goal: 60)
    rows += try await run.pushes(of: 100, by: 2_000, goal: 120)
    rows.append(run.memory(goal: 100))
    rows += try await run.lives(&phone, SyncBenchmarks.lives, seconds: SyncBenchmarks.idleSeconds)
    await fixture.close()
    return rows
  }

  private func peer(_ cluster: EmbeddedCluster, rows: Int, bytes: Int) async throws -> KintoPeer? {
    let peerFolder = "\(folder)/kinto"
    try FileManager.default.createDirectory(atPath: peerFolder, withIntermediateDirectories: true)
    note("Kinto")
    do {
      return try await KintoPeer(
        checkout: checkout, folder: peerFolder, packages: packages,
        request: KintoPeer.Request(
          folder: "\(peerFolder)/run", host: "\(cluster.folder)/run", user: EmbeddedCluster.superuser, rows: rows,
          bytes: bytes, changed: SyncFixture.changed, writers: SyncBenchmarks.writers, pages: [1_000, 2_000]))
    } catch let missing as PeersMissing {
      note("\(missing)")
      return nil
    } catch let failure as PeerFailure {
      note("\(failure)")
      return nil
    }
  }

  private func postmaster(of cluster: EmbeddedCluster) throws -> Int {
    let file = try String(contentsOfFile: "\(cluster.folder)/postgresql/postmaster.pid", encoding: .utf8)
    guard let process = file.split(separator: "\n").first.flatMap({ Int($0) }) else {
      throw BenchmarkFailure("PostgreSQL does not run.")
    }
    return process
  }

  static func rows(in page: [UInt8]) -> Int {
    page.split(separator: UInt8(ascii: "\n")).count { $0.starts(with: "{\"put\":".utf8) }
  }
}
