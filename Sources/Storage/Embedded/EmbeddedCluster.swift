import Glibc
public import Logging
import SystemPackage

/// The server's own PostgreSQL: a cluster in the user's data folder, for whoever has given the server no database.
///
/// While it is started, PostgreSQL runs as a child of this process. If it dies, it is started again, after a pause that
/// grows with each failure. If this process dies, PostgreSQL goes on; the next `start` shuts it down and starts it anew,
/// so that there is one way in which PostgreSQL runs: watched, and with the settings of the running version.
///
/// Nobody needs a password. PostgreSQL listens on no network address, only on a Unix socket in a folder with mode 0700
/// that belongs to the user who runs it. The kernel lets that user and root in, and nobody else; both could read the
/// data files anyway, so that a password would add a secret to lose and no protection.
///
/// As root, whom PostgreSQL refuses, it runs as the user `postgres`, or as the one who owns the data already.
public actor EmbeddedCluster {
  /// The name of the superuser role, which owns the cluster.
  public static let superuser = ClusterInitialization.superuser
  /// The name of the product's database, which every cluster has from its beginning.
  public static let database = ClusterInitialization.database

  nonisolated let layout: ClusterLayout
  let logger: Logger
  let environment: [String: String]
  let patience: Duration

  private var lock: ServerLock?
  private var supervision: Task<Void, Never>?

  /// - Parameters:
  ///   - folder: where everything lies; made when missing. See `defaultFolder`.
  ///   - environment: the process's, for `READINESS_PG_BIN`.
  ///   - patience: how long PostgreSQL may take to accept connections, recovery after a crash included.
  public init(
    folder: String, environment: [String: String], patience: Duration = .seconds(300), logger: Logger
  ) {
    layout = ClusterLayout(folder: folder)
    self.environment = environment
    self.patience = patience
    self.logger = logger
  }

  /// `READINESS_DATA`, or `readiness` in the user's data folder after the XDG rules; `/var/lib/readiness` for root.
  public static func defaultFolder(environment: [String: String]) -> String {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let named = value("READINESS_DATA") { return named }
    if geteuid() == 0 { return "/var/lib/readiness" }
    // The XDG rules have a relative path ignored.
    if let data = value("XDG_DATA_HOME"), data.hasPrefix("/") { return "\(data)/readiness" }
    return "\(value("HOME") ?? "")/.local/share/readiness"
  }

  /// Makes the cluster if there is none, starts PostgreSQL and returns when it accepts connections.
  ///
  /// Returns at once when it is started already.
  ///
  /// - Throws: `EmbeddedClusterError` or `FileError`; then nothing runs and the folder is free.
  public func start() async throws {
    guard supervision == nil else { return }
    try layout.folder.createFolder(permissions: .outermost)
    lock = try ServerLock(path: layout.lock)
    let (readiness, signal) = AsyncThrowingStream<Void, any Error>.makeStream()
    supervision = Task { await supervise(signal) }
    do {
      for try await _ in readiness { return }
      throw CancellationError()
    } catch {
      await stop()
      throw error
    }
  }

  /// Shuts PostgreSQL down, ending its sessions, and frees the folder. Returns when that is done.
  public func stop() async {
    supervision?.cancel()
    await supervision?.value
    supervision = nil
    lock = nil
  }

  /// Starts, serves until the task is cancelled, and stops.
  ///
  /// - Throws: what `start` throws.
  public func run() async throws {
    try await start()
    let supervision = supervision
    await withTaskCancellationHandler {
      await supervision?.value
    } onCancel: {
      supervision?.cancel()
    }
    await stop()
  }

  /// Where everything of it lies, as an absolute path.
  public nonisolated var folder: String { layout.folder.string }

  /// How libpq connects to `database` as `user`.
  public nonisolated func conninfo(user: String = superuser, database: String = database) -> String {
    [("host", layout.sockets.string), ("port", "5432"), ("user", user), ("dbname", database)]
      .map { key, value in "\(key)=\(ConnectionString.quoted(value))" }.joined(separator: " ")
  }
}
