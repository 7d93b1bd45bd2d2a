import Dispatch
public import Foundation
import GRDB
public import Readiness
import Wire

/// A replica of what a device may hold, and the way of its user's commands to the server.
///
/// ```swift
/// let client = try SyncClient(path: file, keys: keys, transport: URLSessionTransport(server: address))
/// try await client.enrol(code: code, name: "Li Na's phone")
/// let syncing = Task { try await client.keepSynchronised() }
///
/// for try await scores in client.observe({ try $0.all(PublishedScore.self) }) { show(scores) }
/// try client.run(RecordConsultation(role: "HRBP", task: "HRBP-03", desiredLevel: .h4))
/// for await status in client.statuses() { show(status.phase, status.problem?.detail) }
/// ```
///
/// **Guarantees.** A command that `run` has taken is sent until the server has settled it, at most once in effect, in the
/// order in which commands were taken, also when the program ends in between. The replica moves from one state of the server
/// to a later one as a whole. What it was told to drop is deleted before anything else of that page is kept. Own writes are
/// shown at once and never go back, unless the server refuses them; then they are kept for the user to see.
///
/// **Threads.** Every call may be made from any thread. `read`, `run` and `status` take milliseconds and block. One
/// synchronisation runs at a time; another that is asked for meanwhile waits for it.
public final class SyncClient: Sendable {
  let replica: Replica
  let transport: any SyncTransport
  let clock: any SyncClock
  /// The most rows of a page; nil: as the server likes.
  let pageRows: Int?
  let commandsTaken = Signal()
  let turn = Turn()
  private let changed = Signal()
  /// Where observed values are handed over, in order.
  private let queue = DispatchQueue(label: "readiness.observed")
  private let state = SyncStateBox()

  /// Opens the replica in a file, or makes it.
  ///
  /// - Parameters:
  ///   - path: nil: in memory.
  ///   - pageRows: rows that are fetched at once, 1 to 2,000; nil: as the server likes.
  /// - Throws: `DatabaseError` of GRDB when the file cannot be opened.
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
  ///   - providing: an id that later commands may name before the server has answered this one.
  /// - Returns: the command's `PendingCommand.id`.
  /// - Throws: `SyncError.tooLarge`.
  @discardableResult
  public func run(
    _ command: any Command, base: ReplicaRow? = nil, showing changes: [RowChange] = [], providing: ProvisionalID? = nil
  ) throws -> Int64 {
    let base = base.map { Mutation.Base(scope: $0.scope, table: $0.table, id: $0.id, version: $0.version) }
    let id = try replica.enqueue(command, base: base, overlay: changes, provides: providing, at: clock.now)
    commandsTaken.send()
    changed.send()
    return id
  }

  /// The commands that are not done with, oldest first: on their way, or come to nothing and not dismissed.
  public func commands() throws -> [PendingCommand] {
    try replica.commands([.waiting, .applied, .conflict, .rejected, .quarantined])
  }

  /// Forgets a command that came to nothing and that the user has seen.
  ///
  /// - Returns: false when there is none of that id.
  @discardableResult
  public func dismiss(_ id: Int64) throws -> Bool {
    defer { changed.send() }
    return try replica.dismiss(id)
  }

  /// Sends a command that came to nothing once more, behind all others; one that came to a conflict without its base, for the
  /// user has seen the row as it is now.
  ///
  /// - Returns: false when there is none of that id.
  @discardableResult
  public func retry(_ id: Int64) throws -> Bool {
    defer {
      commandsTaken.send()
      changed.send()
    }
    return try replica.retry(id)
  }

  /// The server's id for a provisional one; the id itself while it is not known.
  public func resolved(_ id: UUID) throws -> UUID {
    let provided = try replica.glance(Replica.provided)
    return provided[id.uuidString.lowercased()].flatMap { UUID(uuidString: $0) } ?? id
  }

  // MARK: - Reading

  /// Reads the replica at one moment.
  ///
  /// - Throws: `SyncError.locked` once the lease is over.
  public func read<Value>(_ body: (ReplicaView) throws -> Value) throws -> Value {
    try enforceLease()
    return try replica.database.read { db in try body(ReplicaView(db: db, replica: replica)) }
  }

  /// What `body` reads now, and again whenever the replica or the commands on their way have changed it.
  ///
  /// Values come in order; a slow reader may miss some but never the last. The stream ends with the task that reads it, and
  /// fails with `SyncError.locked` once the lease is over.
  public func observe<Value: Sendable & Equatable>(
    _ body: @escaping @Sendable (ReplicaView) throws -> Value
  ) -> AsyncThrowingStream<Value, any Error> {
    let replica = replica
    let observation = ValueObservation.tracking { db in try body(ReplicaView(db: db, replica: replica)) }
      .removeDuplicates()
    return AsyncThrowingStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let observed = observation.start(
        in: replica.database, scheduling: .async(onQueue: queue),
        onError: { continuation.finish(throwing: $0) },
        onChange: { value in
          do {
            try self.enforceLease()
            continuation.yield(value)
          } catch {
            continuation.finish(throwing: error)
          }
        })
      let watching = Task {
        do { try await self.watchLease() } catch { continuation.finish(throwing: error) }
      }
      continuation.onTermination = { _ in
        observed.cancel()
        watching.cancel()
      }
    }
  }

  /// Waits until the lease is over. At least once an hour it looks, for a device may sleep, and its clock be set.
  ///
  /// - Throws: `SyncError.locked`, `CancellationError`.
  private func watchLease() async throws {
    while true {
      try enforceLease()
      let lease = try replica.read(.lease).flatMap { Double($0) } ?? .infinity
      let hour = clock.now.timeIntervalSince1970 + 3_600
      try await clock.sleep(until: Date(timeIntervalSince1970: min(lease, hour)))
    }
  }

  /// A replica that is older than its lease locks itself: its rows are deleted and its keys destroyed.
  ///
  /// - Throws: `SyncError.locked`.
  func enforceLease() throws {
    if try replica.lockIfOver(at: clock.now) { changed.send() }
    if try replica.read(.locked) != nil { throw SyncError.locked }
  }

  /// Deletes the replica, its keys, its tokens and every command, sent or not: the file is as new.
  public func wipe() throws {
    try replica.wipe()
    note { $0 = .init() }
  }

  // MARK: - Status

  public func status() throws -> SyncStatus {
    let box = state.current
    return try replica.database.read { db in
      let settings = try Replica.settings(db)
      let ended = settings[.ended].flatMap { try? JSONDecoder().decode(Problem.self, from: Data($0.utf8)) }
      let count: (String) throws -> Int = { states in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM mutation WHERE state IN (\(states))") ?? 0
      }
      return SyncStatus(
        phase: SyncStatus.Phase(box, settings, at: clock.now),
        head: settings[.head].flatMap { Int64($0) },
        lease: settings[.lease].flatMap { Double($0) }.map { Date(timeIntervalSince1970: $0) },
        waiting: try count("'waiting'"), failed: try count("'conflict', 'rejected', 'quarantined'"),
        problem: ended ?? box.problem, obstacle: box.obstacle)
    }
  }

  /// The status now, and again whenever it has changed. Ends with the task that reads it.
  public func statuses() -> AsyncStream<SyncStatus> {
    let changes = changed.listen()
    return AsyncStream { continuation in
      let task = Task {
        var last: SyncStatus?
        func tell() {
          guard let status = try? self.status(), status != last else { return }
          last = status
          continuation.yield(status)
        }
        tell()
        for await _ in changes { tell() }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  func note(_ change: (inout SyncStateBox.State) -> Void) {
    state.update(change)
    changed.send()
  }
}

extension SyncStatus.Phase {
  init(_ state: SyncStateBox.State, _ settings: [Replica.Setting: String], at now: Date) {
    let lease = settings[.lease].flatMap { Double($0) } ?? .infinity
    self =
      if settings[.ended] != nil {
        .ended
      } else if settings[.device] == nil {
        .unenrolled
      } else if state.isBusy {
        .synchronising
      } else if settings[.locked] != nil || now.timeIntervalSince1970 >= lease {
        .locked
      } else if state.problem != nil || state.obstacle != nil || settings[.head] == nil {
        .waiting
      } else {
        .idle
      }
  }
}

/// What of the status is not in the file.
final class SyncStateBox: Sendable {
  struct State: Sendable {
    var isBusy = false
    var problem: Problem?
    var obstacle: String?
  }

  // Sendable: what changes is guarded by the lock.
  private let lock = NSLock()
  nonisolated(unsafe) private var state = State()

  var current: State { lock.withLock { state } }

  func update(_ change: (inout State) -> Void) { lock.withLock { change(&state) } }
}
