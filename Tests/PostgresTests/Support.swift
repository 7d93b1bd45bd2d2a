import Logging
import Postgres
import SeededRandom
import TestSupport
import Testing

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Runs a test on an empty database of its own, closed afterwards.
func withDatabase(
  connections: Int = 4, queueLimit: Int = 1_024, cluster: TestCluster? = nil,
  configure: (inout DatabaseConfiguration) -> Void = { _ in }, _ body: (Database) async throws -> Void
) async throws {
  let cluster = try cluster ?? TestCluster.shared()
  var configuration = DatabaseConfiguration(
    conninfo: try cluster.createDatabase(), connections: connections, queueLimit: queueLimit)
  configure(&configuration)
  let database = Database(configuration: configuration, logger: quiet)
  do {
    try await body(database)
    await database.close()
  } catch {
    await database.close()
    throw error
  }
}

/// Runs a test on an empty database, with a second way into it that looks on.
func withObserver(
  connections: Int = 4, queueLimit: Int = 1_024, _ body: (Database, Database) async throws -> Void
) async throws {
  let conninfo = try TestCluster.shared().createDatabase()
  try await withDatabase(configure: { $0.conninfo = conninfo }) { (observer) async throws in
    try await withDatabase(
      connections: connections, queueLimit: queueLimit, configure: { $0.conninfo = conninfo }
    ) { (database) async throws in
      try await body(database, observer)
    }
  }
}

/// A logger that keeps the tests' output readable: broken connections are what they are about.
let quiet = Logger(label: "postgres.tests") { _ in SwiftLogNoOpLogHandler() }

extension Database {
  /// Runs one statement as a transaction.
  @discardableResult
  func run(_ sql: SQL) async throws -> Int {
    try await write { try $0.run(sql) }
  }

  /// The first column of a statement's one row.
  func value<T: PostgresDecodable & Sendable>(_ sql: SQL, as: T.Type = T.self) async throws -> T {
    try await read { tx in try tx.one(sql) { try $0.decode(at: 0) } }
  }
}

/// The error that a call throws.
func failure(_ body: () async throws -> some Any) async -> (any Error)? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}

/// Random numbers from a seed that is printed, so that a failure can be replayed: set `TEST_SEED` to it.
func seededRandom(_ name: String) -> SplitMix64 {
  let seed = environment("TEST_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: 1...UInt64(UInt32.max))
  print("\(name): TEST_SEED=\(seed)")
  return SplitMix64(seed: seed)
}

private func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}

/// A value that several tasks and worker threads share.
final class Shared<Value>: @unchecked Sendable {
  // Sendable: `value` is guarded by `mutex`, which never moves.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var value: Value

  init(_ value: Value) {
    self.value = value
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  func update<T>(_ body: (inout Value) throws -> T) rethrows -> T {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body(&value)
  }

  var current: Value { update { $0 } }
}
