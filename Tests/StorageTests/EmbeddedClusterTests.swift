import FoundationEssentials
import Glibc
import Logging
import Subprocess
import SystemPackage
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(3)))
struct EmbeddedClusterTests {
  let folder = TemporaryFolder()
  let log = LogRecorder()

  private func cluster(in path: String? = nil, environment: [String: String]? = nil) -> EmbeddedCluster {
    EmbeddedCluster(
      folder: path ?? folder.path, environment: environment ?? ProcessInfo.processInfo.environment, logger: log.logger)
  }

  @Test func `data outlives a shutdown`() async throws {
    let cluster = cluster()
    try await cluster.start()
    try await cluster.query("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('准备度')")
    await cluster.stop()
    #expect(ClusterProcesses(data: cluster.layout.data).running.isEmpty)

    try await cluster.start()
    #expect(try await cluster.query("SELECT word FROM kept") == "准备度")
    await cluster.stop()
  }

  @Test func `a new cluster is set up as documented`() async throws {
    let cluster = cluster()
    try await cluster.start()
    let settings = try await cluster.query(
      """
      SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings WHERE name IN
        ('data_checksums', 'listen_addresses', 'max_connections', 'server_encoding', 'synchronous_commit',
         'unix_socket_permissions')
      """)
    #expect(
      settings == """
        data_checksums=on listen_addresses= max_connections=40 server_encoding=UTF8 synchronous_commit=on \
        unix_socket_permissions=0700
        """)
    #expect(
      try await cluster.query("SELECT current_user || ' ' || rolsuper FROM pg_roles WHERE rolname = current_user")
        == "readiness_owner true")
    #expect(try cluster.layout.sockets.stat().permissions == .ownerReadWriteExecute)
    #expect(try cluster.layout.data.stat().permissions == .ownerReadWriteExecute)
    await cluster.stop()
  }

  @Test func `PostgreSQL is started again when it is killed`() async throws {
    let cluster = cluster()
    try await cluster.start()
    try await log.wait(for: "PostgreSQL is ready")
    try await cluster.query("CREATE TABLE kept AS SELECT 1 AS number")
    // A session that computes does not notice that its PostgreSQL is gone, and would keep a new one from starting.
    async let endless = try? cluster.query("DO 'BEGIN LOOP END LOOP; END' /* endless */")
    try await cluster.query(
      """
      DO $$ BEGIN
        WHILE NOT EXISTS (SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%/* endless */')
        LOOP PERFORM pg_stat_clear_snapshot(); END LOOP;
      END $$
      """)
    kill(try cluster.postmaster, SIGKILL)

    try await log.wait(for: "PostgreSQL ended unexpectedly")
    try await log.wait(for: "Ended PostgreSQL processes that an earlier server left")
    try await log.wait(for: "PostgreSQL is ready")
    #expect(await endless == nil)
    #expect(try await cluster.query("SELECT number FROM kept") == "1")
    await cluster.stop()
  }

  @Test func `PostgreSQL that outlived its server is replaced at the next start`() async throws {
    let path = folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let cluster = EmbeddedCluster(folder: path, environment: [:], logger: Logger(label: "killed"))
      try await cluster.start()
      try await cluster.query("CREATE TABLE kept AS SELECT 1 AS number")
      kill(getpid(), SIGKILL)
    }
    let cluster = cluster()
    let survivor = try cluster.postmaster
    #expect(kill(survivor, 0) == 0, "PostgreSQL did not outlive its server, so nothing is tested")

    try await cluster.start()
    #expect(try await cluster.query("SELECT number FROM kept") == "1")
    #expect(try cluster.postmaster != survivor)
    await cluster.stop()
  }

  @Test func `a note of PostgreSQL's process number that names another program is no obstacle`() async throws {
    let cluster = cluster()
    try await cluster.start()
    kill(try cluster.postmaster, SIGSTOP)
    let note = try #require(cluster.layout.postmasterFile.text())
    kill(try cluster.postmaster, SIGCONT)
    await cluster.stop()

    // The unrelated program belongs to the cluster's user, for that is whom PostgreSQL asks about.
    let owner = try ClusterOwner.find(for: cluster.layout.data)
    let result = try await run(
      owner.configuration("/usr/bin/sleep", ["600"]), input: .none, output: .discarded, error: .discarded
    ) { unrelated in
      let number = unrelated.processIdentifier.value
      let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
      try cluster.layout.postmasterFile.write((["\(number)"] + lines.dropFirst()).joined(separator: "\n"))
      try cluster.layout.postmasterFile.change(owner: owner)
      try await cluster.start()
      #expect(kill(number, 0) == 0)
      #expect(try await cluster.query("SELECT 1") == "1")
      await cluster.stop()
      try unrelated.send(signal: .kill)
    }
    #expect(result.terminationStatus == .signaled(SIGKILL))
  }

  @Test func `a second server on the same folder is refused, and told who has it`() async throws {
    let first = cluster()
    try await first.start()
    let refusal = EmbeddedClusterError.inUse(folder: folder.path, process: Int(getpid()))
    await #expect(throws: refusal) { try await cluster().start() }
    #expect(try await first.query("SELECT 1") == "1")
    await first.stop()
    let second = cluster()
    try await second.start()
    await second.stop()
  }

  @Test func `an interrupted making of the cluster is begun anew`() async throws {
    let cluster = cluster()
    try cluster.layout.unfinished.appending("base").createFolder(permissions: .outermost)
    try cluster.layout.unfinished.appending("PG_VERSION").write("15\n")
    try await cluster.start()
    #expect(try await cluster.query("SELECT 1") == "1")
    #expect(!cluster.layout.unfinished.exists)
    await cluster.stop()
  }

  @Test(arguments: [String(repeating: "long-", count: 40), "with,comma", "with 'quotes' and \\ 空格"])
  func `a folder with an awkward name works`(name: String) async throws {
    let path = "\(folder.path)/\(name)"
    let cluster = cluster(in: path)
    try await cluster.start()
    #expect(try await cluster.query("SELECT 1") == "1")
    await cluster.stop()
    if let base = cluster.layout.privateBase {
      #expect(try base.stat().userID.rawValue == geteuid())
      try cluster.layout.sockets.remove()
    }
  }

  @Test func `cancelling shuts PostgreSQL down`() async throws {
    let cluster = cluster()
    let serving = Task { try await cluster.run() }
    try await log.wait(for: "PostgreSQL is ready")
    let process = try cluster.postmaster
    serving.cancel()
    try await serving.value
    #expect(kill(process, 0) == -1)
    #expect(!cluster.layout.postmasterFile.exists)
  }

  @Test func `data of another major version is refused with what to do`() async throws {
    let cluster = cluster()
    try await cluster.start()
    await cluster.stop()
    try cluster.layout.data.appending("PG_VERSION").write("9\n")
    let error = await #expect(throws: EmbeddedClusterError.self) { try await cluster.start() }
    guard case .otherVersion(_, version: 9, let installed) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(installed.allSatisfy { $0 >= 15 })
  }

  @Test func `missing programs are named with the places searched`() async throws {
    let error = await #expect(throws: EmbeddedClusterError.self) {
      try await cluster(environment: ["READINESS_PG_BIN": "/nowhere"]).start()
    }
    let text = "\(try #require(error))"
    #expect(text.contains("/nowhere"))
  }

  @Test func `a folder that holds something else is left alone`() async throws {
    let cluster = cluster()
    try cluster.layout.data.createFolder(permissions: .outermost)
    try cluster.layout.data.appending("letter.txt").write("Dear Sir")
    await #expect(throws: EmbeddedClusterError.notACluster(path: cluster.layout.data.string)) {
      try await cluster.start()
    }
    #expect(cluster.layout.data.appending("letter.txt").text() == "Dear Sir")
  }

  @Test func `a folder that cannot be made is named with the reason`() async throws {
    let error = await #expect(throws: FileError.self) { try await cluster(in: "/proc/readiness").start() }
    #expect(error?.path == "/proc/readiness")
  }

  @Test func `a broken configuration is reported in PostgreSQL's words`() async throws {
    let cluster = cluster()
    try await cluster.start()
    await cluster.stop()
    try cluster.layout.data.appending("postgresql.conf").write("no_such_setting = 1\n", appending: true)
    let error = await #expect(throws: EmbeddedClusterError.self) { try await cluster.start() }
    let text = "\(try #require(error))"
    #expect(text.contains("no_such_setting"))
  }

  @Test func `the default folder follows the settings in order`() {
    let home = ["HOME": "/home/lin"]
    let xdg = home.merging(["XDG_DATA_HOME": "/data"]) { $1 }
    let named = xdg.merging(["READINESS_DATA": "/srv/readiness"]) { $1 }
    #expect(EmbeddedCluster.defaultFolder(environment: named) == "/srv/readiness")
    guard geteuid() != 0 else {
      #expect(EmbeddedCluster.defaultFolder(environment: xdg) == "/var/lib/readiness")
      return
    }
    #expect(EmbeddedCluster.defaultFolder(environment: xdg) == "/data/readiness")
    #expect(EmbeddedCluster.defaultFolder(environment: home) == "/home/lin/.local/share/readiness")
  }

  @Test func `pauses before a restart double up to half a minute and begin anew after a good run`() {
    var pause = RestartPause()
    let pauses = (1...9).map { _ in pause.next(after: .zero) }
    #expect(pauses.prefix(4) == [.milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2)])
    #expect(pauses.last == .seconds(30))
    #expect(pause.next(after: .seconds(60)) == .milliseconds(250))
  }
}

extension EmbeddedCluster {
  /// The first column of the first row, as `psql` prints it.
  @discardableResult
  nonisolated func query(_ sql: String, database: String = "postgres") async throws -> String {
    let programs = try await PostgresPrograms.find(for: .client, environment: [:])
    let result = try await Subprocess.run(
      .path(programs.path("psql")),
      arguments: ["-XAtq", "-v", "ON_ERROR_STOP=1", "-d", conninfo(database: database), "-c", sql],
      output: .string(limit: 1 << 20), error: .combinedWithOutput)
    let text = result.standardOutput.split(separator: "\n").joined(separator: "\n")
    guard result.terminationStatus.isSuccess else { throw QueryFailure(text: text) }
    return text
  }

  struct QueryFailure: Error {
    let text: String
  }

  /// The number of PostgreSQL's first process.
  nonisolated var postmaster: pid_t {
    get throws { try #require(layout.postmasterFile.text()?.split(separator: "\n").first.flatMap { pid_t($0) }) }
  }
}

/// A folder that goes when the test does. Others may pass through it, as they must where tests run as root.
final class TemporaryFolder: Sendable {
  let path = "/tmp/readiness-test-\(UUID().uuidString)"

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// A logger whose messages can be waited for, each once.
struct LogRecorder: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace
  private let messages: AsyncStream<String>
  private let continuation: AsyncStream<String>.Continuation

  init() {
    (messages, continuation) = AsyncStream.makeStream()
  }

  var logger: Logger { Logger(label: "test") { _ in self } }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    continuation.yield(event.message.description)
  }

  func wait(for message: String) async throws {
    for await next in messages where next == message { return }
    throw CancellationError()
  }
}
