public import Logging

/// A PostgreSQL database, behind a bounded queue and a few connections, each with a thread of its own.
///
/// A synchronous closure is one transaction:
///
/// ```swift
/// let name = try await database.read { tx in
///   try tx.one("SELECT name FROM person WHERE id = \(id)") { try $0.decode("name", as: String.self) }
/// }
/// ```
///
/// The closure runs on a connection's thread, never on Swift's cooperative pool, and may run more than once. Cancelling
/// the task, or passing the deadline, cancels the statement on the server and rolls back; a call that is still queued
/// then never runs. Calls are served in the order in which they came.
public final class Database: Sendable {
  let configuration: DatabaseConfiguration
  let logger: Logger
  private let queue: WorkQueue
  private let exits: Exits
  let listener: Listener

  /// Connects when it is first used.
  public init(configuration: DatabaseConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
    let queue = WorkQueue(limit: configuration.queueLimit)
    let exits = Exits(count: configuration.connections)
    self.queue = queue
    self.exits = exits
    listener = Listener(configuration: configuration, logger: logger)
    for _ in 1...configuration.connections {
      WorkerThread.start {
        Worker(configuration: configuration, queue: queue, logger: logger).run()
        exits.note()
      }
    }
    WorkerThread.start { queue.watchDeadlines() }
  }

  deinit {
    queue.close()
    listener.close()
  }

  /// Runs a transaction.
  ///
  /// It is tried again as a whole, after a pause, when the server reports a serialization failure (40001) or a deadlock
  /// (40P01). Once this returns the transaction is committed; when it throws it is not, except for
  /// `DatabaseError.outcomeUnknown`.
  ///
  /// - Parameter deadline: how long the call may take, the time in the queue and every attempt included.
  /// - Throws: what `body` throws, `PostgresError` from the server, or `DatabaseError`.
  public func write<T: Sendable>(
    isolation: Isolation = .readCommitted, deadline: Duration? = nil,
    _ body: @escaping @Sendable (Transaction) throws -> T
  ) async throws -> T {
    try await submit(TransactionJob(access: .write, isolation: isolation, deadline: deadline, body: body))
  }

  /// Runs a read-only transaction, by default on one snapshot.
  ///
  /// As `write`, but the server refuses writes (25006), and it is tried again when its connection breaks.
  public func read<T: Sendable>(
    isolation: Isolation = .repeatableRead, deadline: Duration? = nil,
    _ body: @escaping @Sendable (Transaction) throws -> T
  ) async throws -> T {
    try await submit(TransactionJob(access: .read, isolation: isolation, deadline: deadline, body: body))
  }

  /// Refuses calls from now on, waits until the queued and running ones are answered, and ends the connections.
  public func close() async {
    queue.close()
    listener.close()
    await exits.wait()
    await listener.exits.wait()
  }

  private func submit<T>(_ job: TransactionJob<T>) async throws -> T {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        job.answer(continuation)
        queue.submit(job)
      }
    } onCancel: {
      queue.cancel(job)
    }
  }
}
