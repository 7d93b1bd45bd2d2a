import ArgumentParser
import FoundationEssentials
import Hummingbird
import Logging
import Postgres
import Server
import Storage

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What `readiness serve` does once its database is there, with rates so high that none is met: a load tool is one address
/// with few tokens. A process of its own, so that what it takes can be told from what the measuring takes.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "serve", shouldDisplay: false)

  /// The application's role.
  @Option var database: String
  @Option var checkout: String

  func run() async throws {
    raiseOpenFiles()
    var logger = Logger(label: "readiness") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .info
    let cores = ProcessInfo.processInfo.activeProcessorCount
    // As many as `readiness serve` opens.
    let connections = min(max(2 * cores, 4), 16)
    let database = Database(
      configuration: DatabaseConfiguration(conninfo: self.database, connections: connections), logger: logger)
    let migrator = Migrator(migrations: try Migration.all(in: "\(checkout)/schema"))
    try await migrator.requireCurrent(database)
    let store = Store(database: database)
    try await store.requireConfinedRole()
    let unmet = Rate(perSecond: 1e9, burst: 1e9)
    let limits = ServerLimits(addressRate: unmet, loginRate: unmet, tokenRate: unmet)
    let application = try buildApplication(
      store: store, migrator: migrator,
      configuration: ServerConfiguration(port: 0, descriptionFile: "\(checkout)/docs/openapi.yaml", limits: limits),
      logger: logger,
      whenListening: { port in
        print("\(getpid()) \(port)")
        fflush(nil)
      })
    try await application.runService()
    await database.close()
  }
}

/// Raises the limit of open files to the highest that the system grants.
func raiseOpenFiles() {
  var limit = rlimit()
  guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
  limit.rlim_cur = limit.rlim_max
  setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}

/// The server under load: this program once more, as `ServeCommand`.
final class BenchmarkServer {
  let process: Int32
  let port: Int
  private let output: UnsafeMutablePointer<FILE>

  /// - Parameter log: the file that its log goes to.
  init(conninfo: String, share: String, log: String) throws {
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    setenv("READINESS_BENCHMARK_CONNINFO", conninfo, 1)
    let command =
      "exec '\(program)' serve --database \"$READINESS_BENCHMARK_CONNINFO\" --checkout '\(share)' 2>'\(log)'"
    guard let output = popen(command, "r") else { throw BenchmarkFailure("The server did not start.") }
    var buffer: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(buffer) }
    guard getline(&buffer, &capacity, output) > 0, let buffer else {
      pclose(output)
      throw BenchmarkFailure("The server ended; see \(log).")
    }
    let words = String(cString: buffer).split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    self.output = output
    process = Int32(words.first ?? 0)
    port = words.last ?? 0
  }

  deinit {
    kill(process, SIGTERM)
    pclose(output)
  }
}

/// What was to be measured did not happen.
struct BenchmarkFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
