import Synchronization

/// One call's transaction, from the queue to its answer.
///
/// States: `new` → `queued` → `running` → answered, back to `queued` when a worker could not serve it, and from `new` or
/// `queued` straight to answered when it is cancelled, expired or refused. Whoever takes it out of `queued` answers it.
class Job: @unchecked Sendable {
  // Sendable: `state` and the links are guarded by the queue's lock; `losses` is used only by the worker that runs the
  // job, and passes to the next one through the queue; the rest does not change.
  enum State {
    case new, queued
    case running(WakeUp)
    case answered
  }

  let access: Access
  let isolation: Isolation
  let submitted: ContinuousClock.Instant
  let deadline: ContinuousClock.Instant?
  private let cancelled = Atomic(false)

  var state = State.new
  var next: Job?
  unowned(unsafe) var previous: Job?
  /// How many connections broke under it.
  var losses = 0

  init(access: Access, isolation: Isolation, deadline: Duration?) {
    self.access = access
    self.isolation = isolation
    submitted = .now
    self.deadline = deadline.map { [submitted] in submitted + $0 }
  }

  /// Why the job should stop; nil when it should not.
  var interruption: DatabaseError? {
    if isCancelled { return .cancelled }
    if let deadline, deadline <= .now { return .deadlineExceeded }
    return nil
  }

  var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

  func markCancelled() {
    cancelled.store(true, ordering: .releasing)
  }

  /// Runs the body and keeps what it returns.
  func perform(in transaction: Transaction) throws {
    preconditionFailure("A job is a TransactionJob.")
  }

  /// Answers with what the body returned.
  func succeed() {
    preconditionFailure("A job is a TransactionJob.")
  }

  func fail(_ error: any Error) {
    preconditionFailure("A job is a TransactionJob.")
  }
}

/// What a transaction may do.
enum Access: Sendable {
  case read, write
}

/// A job whose body returns a value of a type.
final class TransactionJob<Value: Sendable>: Job, @unchecked Sendable {
  // Sendable: as `Job`; `continuation` is set before the job is queued, `value` by the worker that runs it.
  private let body: @Sendable (Transaction) throws -> Value
  private var continuation: CheckedContinuation<Value, any Error>?
  private var value: Value?

  init(
    access: Access, isolation: Isolation, deadline: Duration?, body: @escaping @Sendable (Transaction) throws -> Value
  ) {
    self.body = body
    super.init(access: access, isolation: isolation, deadline: deadline)
  }

  func answer(_ continuation: CheckedContinuation<Value, any Error>) {
    self.continuation = continuation
  }

  override func perform(in transaction: Transaction) throws {
    value = try body(transaction)
  }

  override func succeed() {
    guard let value else { preconditionFailure("A job succeeds after its body has.") }
    continuation?.resume(returning: value)
  }

  override func fail(_ error: any Error) {
    continuation?.resume(throwing: error)
  }
}
