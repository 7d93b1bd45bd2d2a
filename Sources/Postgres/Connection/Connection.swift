import CLibPQ
import Logging

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// One connection of libpq's, used by the one thread that made it.
///
/// It is in pipeline mode at all times but for COPY and scripts: statements are sent, then a synchronisation point, then
/// the answers are read in order. What waits is in `Connection+Wait`; nothing else blocks, but for connecting.
final class Connection {
  /// What the server still has to answer.
  enum Expectation {
    case deallocation
    case preparation(PreparedStatement)
    case execution(PreparedStatement, Role)
    case synchronisation
  }

  enum Role {
    /// The caller's, who wants its result.
    case statement
    /// BEGIN, SAVEPOINT and the like.
    case control
    /// The COMMIT of the reading transaction before this one, which nobody waits for.
    case previousCommit
  }

  /// Why trying the whole transaction once more can help.
  enum RetryReason {
    case conflict
    case staleStatement
  }

  let handle: OpaquePointer
  let wakeUp: WakeUp
  let configuration: DatabaseConfiguration
  var statements: StatementCache
  var outstanding: [Expectation] = []
  /// How many of `outstanding` have been answered.
  var answered = 0
  /// Whether anything was sent, unanswered or not, since the last synchronisation point.
  var isUnsynchronised = false
  var watch = Watch.nothing
  var isBroken = false
  /// The first error since the transaction began, or since it rolled back to a savepoint: it can do nothing more.
  var failure: PostgresError?
  var retryReason: RetryReason?
  let descriptors: UnsafeMutablePointer<pollfd>
  private let cancellation: OpaquePointer?
  private let notices: Unmanaged<NoticeLog>

  /// Connects, which blocks no longer than the connect timeout for each host and address.
  ///
  /// - Throws: `DatabaseError.unavailable` with libpq's message.
  init(configuration: DatabaseConfiguration, wakeUp: WakeUp, logger: Logger) throws {
    guard let handle = Connection.connect(configuration) else {
      throw DatabaseError.unavailable(message: "libpq has no memory left.")
    }
    guard PQstatus(handle) == CONNECTION_OK else {
      defer { PQfinish(handle) }
      throw DatabaseError.unavailable(message: String(cString: PQerrorMessage(handle)).trimmed)
    }
    self.handle = handle
    self.wakeUp = wakeUp
    self.configuration = configuration
    statements = StatementCache(capacity: configuration.statementCacheCapacity)
    descriptors = .allocate(capacity: 2)
    cancellation = PQgetCancel(handle)
    notices = .passRetained(NoticeLog(logger: logger))
    PQsetNoticeReceiver(handle, NoticeLog.receive, notices.toOpaque())
    PQsetnonblocking(handle, 1)
    try script(Connection.settings(configuration), .none)
  }

  deinit {
    PQfreeCancel(cancellation)
    PQfinish(handle)
    notices.release()
    descriptors.deallocate()
  }

  var socket: Int32 { PQsocket(handle) }

  var lastMessage: String { String(cString: PQerrorMessage(handle)).trimmed }

  /// Gives the connection up.
  func lose(_ message: String? = nil) -> DatabaseError {
    isBroken = true
    return .connectionLost(message: message ?? lastMessage)
  }

  /// Asks the server to cancel what it is doing, and waits until the request has been delivered.
  ///
  /// It cannot hit a later statement: only this thread sends statements, and none before the answers are drained.
  func requestCancel() {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      _ = PQcancel(cancellation, buffer.baseAddress, 256)
    }
  }
}

extension Connection {
  /// Defaults stand before the caller's conninfo, which overrides them; what this module relies on stands after it.
  private static func connect(_ configuration: DatabaseConfiguration) -> OpaquePointer? {
    let parameters: [(String, String)] = [
      ("connect_timeout", "\(max(2, configuration.connectTimeout.components.seconds))"),
      ("tcp_user_timeout", "\(configuration.tcpUserTimeout.milliseconds)"),
      ("keepalives_idle", "60"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
      ("fallback_application_name", configuration.applicationName),
      ("dbname", configuration.conninfo),
      ("client_encoding", "UTF8"),
    ].filter { name, _ in name != "connect_timeout" || getenv("PGCONNECT_TIMEOUT") == nil }
    let names = parameters.map { strdup($0.0) }
    let values = parameters.map { strdup($0.1) }
    defer { for text in names + values { free(text) } }
    let keywords = names.map { UnsafePointer($0) } + [nil]
    let settings = values.map { UnsafePointer($0) } + [nil]
    return PQconnectdbParams(keywords, settings, 1)
  }
}

extension Connection {
  /// What a session starts with. A plain BEGIN is the default kind of reading transaction: options that BEGIN has to be
  /// told cost the server about as much as a lookup.
  private static func settings(_ configuration: DatabaseConfiguration) -> String {
    """
    SET statement_timeout = \(configuration.statementTimeout.milliseconds);
    SET default_transaction_isolation = 'repeatable read';
    SET default_transaction_read_only = on
    """
  }
}

extension CallSite {
  /// Of statements that this module sends by itself.
  static var none: CallSite { CallSite(file: "", line: 0) }
}

/// Where the server's notices go.
private final class NoticeLog {
  let logger: Logger

  init(logger: Logger) {
    self.logger = logger
  }

  static let receive: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Void = { context, result in
    guard let context, let result else { return }
    let log = Unmanaged<NoticeLog>.fromOpaque(context).takeUnretainedValue()
    let notice = PostgresError(result, statement: "", site: .none)
    let level: Logger.Level = notice.severity == "WARNING" ? .warning : .debug
    log.logger.log(level: level, "\(notice.message)", metadata: ["sqlstate": "\(notice.sqlstate?.rawValue ?? "")"])
  }
}
