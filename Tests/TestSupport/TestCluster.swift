import FoundationEssentials
import Synchronization

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A private PostgreSQL server for tests, in a fresh folder, reached by a Unix socket in it.
///
/// Most tests use the one that the test process shares, and databases of their own in it:
///
/// ```swift
/// let cluster = try TestCluster.shared()
/// let conninfo = try cluster.createDatabase()
/// ```
///
/// A test that stops or kills its server makes a cluster of its own, and `remove()`s it. It runs as `postgres` where the
/// tests run as root, which PostgreSQL refuses to; `fsync` is off. What still runs when the process ends is ended.
public final class TestCluster: Sendable {
  /// The folder that holds everything of the cluster's.
  public let folder: String
  /// The port that names its socket; the shared cluster and others may have the same one, in different folders.
  public let port: Int
  private let binaries: String
  private let databases = Atomic(0)

  /// The cluster that the whole test process shares; started by the first call.
  public static func shared() throws -> TestCluster {
    try sharedCluster.get()
  }

  private static let sharedCluster = Result {
    try removeAbandoned()
    return try TestCluster()
  }

  private static let folderPrefix = "readiness-tests-"

  /// Removes clusters of test processes that were killed.
  private static func removeAbandoned() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: "/tmp") where name.hasPrefix(folderPrefix) {
      let owner = name.dropFirst(folderPrefix.count).prefix { $0 != "-" }
      guard !FileManager.default.fileExists(atPath: "/proc/\(owner)") else { continue }
      TestCluster(abandoned: "/tmp/" + name).remove()
    }
  }

  private init(abandoned folder: String) {
    self.folder = folder
    binaries = TestCluster.defaultBinaries
    port = TestCluster.defaultPort
  }

  private static let defaultPort = 5_432
  private static let defaultBinaries =
    ProcessInfo.processInfo.environment["PG_BINDIR"] ?? "/usr/lib/postgresql/15/bin"

  /// Makes and starts a cluster.
  ///
  /// - Parameters:
  ///   - settings: of `postgresql.conf`, over the tests' own.
  ///   - binaries: where `initdb` and `pg_ctl` are; by default `PG_BINDIR`, or where Debian puts them.
  public init(settings: [String: String] = [:], binaries: String? = nil) throws {
    self.binaries = binaries ?? TestCluster.defaultBinaries
    port = TestCluster.defaultPort
    folder = "/tmp/\(TestCluster.folderPrefix)\(getpid())-\(UUID().uuidString.prefix(8).lowercased())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    if geteuid() == 0 { try TestCluster.run(["chown", "postgres", folder]) }
    AtExit.register(self)
    try tool("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])
    try write(settings)
    try start()
  }

  private var data: String { folder + "/data" }

  /// libpq's connection string for a database of the cluster's, as its superuser.
  public func conninfo(database: String = "postgres") -> String {
    "host=\(folder) port=\(port) user=postgres dbname=\(database)"
  }

  /// Makes a database with a name of its own, by default empty.
  ///
  /// - Parameter template: the database to copy, which nobody may be connected to.
  /// - Returns: its connection string.
  public func createDatabase(template: String = "template0") throws -> String {
    let name = "test_\(databases.add(1, ordering: .relaxed).newValue)"
    try execute("CREATE DATABASE \(name) TEMPLATE \(template)")
    return conninfo(database: name)
  }

  /// Runs one statement through `psql`, apart from what is tested.
  ///
  /// - Returns: its rows, unaligned, with `|` between columns.
  @discardableResult
  public func execute(_ statement: String, database: String = "postgres") throws -> String {
    try TestCluster.run([
      "\(binaries)/psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", conninfo(database: database), "-c", statement,
    ])
  }

  // MARK: - Its life

  /// Starts the server and waits until it takes connections.
  public func start() throws {
    try tool("pg_ctl", ["-D", data, "-l", folder + "/log", "-w", "-t", "60", "start"])
  }

  /// Stops the server, ending the sessions there are (`fast`), and waits until it has stopped.
  public func stop() throws {
    try tool("pg_ctl", ["-D", data, "-m", "fast", "-w", "-t", "60", "stop"])
  }

  /// Ends the server as a power failure would, with SIGKILL to its every process; `start()` then recovers.
  public func kill() throws {
    let file = try String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8)
    guard let postmaster = file.split(separator: "\n").first.flatMap({ pid_t($0) }) else { return }
    // Stopped first, so that it starts no process that would be missed.
    send(SIGSTOP, to: postmaster)
    while state(of: postmaster) != "T" { sched_yield() }
    let children = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }
      .filter { parent(of: $0) == postmaster }
    for process in [postmaster] + children { send(SIGKILL, to: process) }
    for process in [postmaster] + children { while isRunning(process) { sched_yield() } }
    // A process that has ended but was not collected yet would look to the next server like a running one.
    unlink(data + "/postmaster.pid")
    unlink("\(folder)/.s.PGSQL.\(port).lock")
  }

  /// Stops the server, where it runs, and removes its folder.
  public func remove() {
    _ = try? tool("pg_ctl", ["-D", data, "-m", "immediate", "-w", "stop"])
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func write(_ settings: [String: String]) throws {
    let defaults = [
      "listen_addresses": "", "unix_socket_directories": folder, "port": "\(port)", "fsync": "off",
      "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "600", "shared_buffers": "64MB",
      "deadlock_timeout": "50ms", "log_statement": "none", "timezone": "UTC",
    ]
    let lines = defaults.merging(settings) { $1 }.map { "\($0) = '\($1)'" }.sorted().joined(separator: "\n")
    let path = data + "/postgresql.auto.conf"
    try tool("/bin/sh", ["-c", "cat > \(path) <<'END'\n\(lines)\nEND"])
  }

  /// Runs a program as the server's user.
  @discardableResult
  private func tool(_ name: String, _ arguments: [String]) throws -> String {
    let path = name.hasPrefix("/") ? name : "\(binaries)/\(name)"
    let prefix = geteuid() == 0 ? ["runuser", "-u", "postgres", "--"] : []
    return try TestCluster.run(prefix + [path] + arguments)
  }
}
