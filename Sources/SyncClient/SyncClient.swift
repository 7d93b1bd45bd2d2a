import Foundation
import GRDB
public import Readiness
import Wire

/// A replica of what a device may hold, and the way of its user's commands to the server.
///
/// ```swift
/// let client = try SyncClient(path: file, keys: keys, transport: transport)
/// try await client.enrol(code: code, name: "Li Na's phone")
/// try await client.synchronise()
/// let scores = try client.read { try $0.rows("score").map { try $0.decode(Score.self) } }
/// try client.run(RecordConsultation(role: "HRBP", task: "HRBP-03", desiredLevel: .h4))
/// ```
///
/// **Guarantees.** A command that `run` has taken is sent until the server has settled it, at most once in effect, in the
/// order in which commands were taken, also when the program ends in between. The replica moves from one state of the server
/// to a later one as a whole. What it was told to drop is deleted before anything else of that page is kept. Own writes are
/// shown at once and never go back, unless the server refuses them; then they are kept for the user to see.
public final class SyncClient: Sendable {
  let replica: Replica
  let transport: any SyncTransport
  let clock: any SyncClock
  /// The most rows of a page; nil: as the server likes.
  let pageRows: Int?
  private let state = SyncStateBox()

  /// Opens the replica in a file, or makes it.
  ///
  /// - Parameters:
  ///   - path: nil: in memory.
  ///   - pageRows: rows that are fetched at once, 1 to 2,000; nil: as the server likes.
  public convenience init(
    path: String?, keys: any ScopeKeys, transport: any SyncTransport, clock: any SyncClock = SystemSyncClock(),
    pageRows: Int? = nil
  ) throws {
    self.init(
      replica: try Replica(path: path, keys: keys), transport: transport, clock: clock, pageRows: pageRows)
  }

  init(replica: Replica, transport: any SyncTransport, clock: any SyncClock, pageRows: Int?) {
    self.replica = replica
    self.transport = transport
    self.clock = clock
    self.pageRows = pageRows
  }

  // MARK: - Commands

  /// Takes a command on its way.
  ///
  /// - Parameters:
  ///   - base: the row that the user saw when they decided; when somebody has changed it the server does nothing.
  ///   - showing: what the command is expected to change, shown until the server's own rows are there.
  /// - Returns: the command's sequence.
  @discardableResult
  public func run(_ command: any Command, base: ReplicaRow? = nil, showing changes: [RowChange] = []) throws -> Int64 {
    let base = base.map { Mutation.Base(scope: $0.scope, table: $0.table, id: $0.id, version: $0.version) }
    return try replica.enqueue(command, base: base, overlay: changes)
  }

  /// The commands that are not done with, oldest first: on their way, or come to nothing and not dismissed.
  public func mutations() throws -> [PendingMutation] {
    try replica.mutations([.waiting, .applied, .conflict, .rejected, .quarantined])
  }

  /// Forgets a command that came to nothing and that the user has seen.
  public func dismiss(_ sequence: Int64) throws { try replica.dismiss(sequence) }

  // MARK: - Reading

  /// Reads the replica at one moment.
  ///
  /// - Throws: `SyncError.locked` once the lease is over.
  public func read<Value>(_ body: (ReplicaView) throws -> Value) throws -> Value {
    try enforceLease()
    return try replica.database.read { db in try body(ReplicaView(db: db, replica: replica)) }
  }

  /// What `body` reads now, and again whenever the replica or the commands on their way have changed it.
  public func observe<Value: Sendable & Equatable>(
    _ body: @escaping @Sendable (ReplicaView) throws -> Value
  ) -> AsyncThrowingStream<Value, any Error> {
    let replica = replica
    let observation = ValueObservation.tracking { db in try body(ReplicaView(db: db, replica: replica)) }
      .removeDuplicates()
    let values = observation.values(in: replica.database)
    return AsyncThrowingStream { continuation in
      let task = Task {
        do {
          for try await value in values {
            try self.enforceLease()
            continuation.yield(value)
          }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  /// A replica that is older than its lease locks itself: its rows are deleted and its keys destroyed.
  ///
  /// - Throws: `SyncError.locked`.
  func enforceLease() throws {
    guard let lease = try replica.read(.lease).flatMap({ Double($0) }) else {
      if state.isLocked { throw SyncError.locked }
      return
    }
    guard clock.now.timeIntervalSince1970 > lease else { return }
    try replica.lock()
    state.update { $0.isLocked = true }
    throw SyncError.locked
  }

  // MARK: - Status

  public func status() throws -> SyncStatus {
    let box = state.current
    return try replica.database.read { db in
      let isEnrolled = try Replica.read(.device, db) != nil
      let ended = try Replica.read(.ended, db).flatMap { try? JSONDecoder().decode(Problem.self, from: Data($0.utf8)) }
      let count: (String) throws -> Int = { states in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM mutation WHERE state IN (\(states))") ?? 0
      }
      let phase: SyncStatus.Phase =
        ended != nil
        ? .ended
        : !isEnrolled
          ? .unenrolled
          : box.isBusy
            ? .synchronising
            : box.isLocked
              ? .locked
              : box.problem != nil || box.obstacle != nil ? .waiting : .idle
      return SyncStatus(
        phase: phase, head: try Replica.read(.head, db).flatMap { Int64($0) },
        lease: try Replica.read(.lease, db).flatMap { Double($0) }.map { Date(timeIntervalSince1970: $0) },
        waiting: try count("'waiting'"), failed: try count("'conflict', 'rejected', 'quarantined'"),
        problem: ended ?? box.problem, obstacle: box.obstacle)
    }
  }

  func note(_ change: (inout SyncStateBox.State) -> Void) { state.update(change) }
}

/// What of the status is not in the file.
final class SyncStateBox: Sendable {
  struct State: Sendable {
    var isBusy = false
    var isLocked = false
    var problem: Problem?
    var obstacle: String?
  }

  // Sendable: what changes is guarded by the lock.
  private let lock = NSLock()
  nonisolated(unsafe) private var state = State()

  var current: State { lock.withLock { state } }
  var isLocked: Bool { current.isLocked }

  func update(_ change: (inout State) -> Void) { lock.withLock { change(&state) } }
}
