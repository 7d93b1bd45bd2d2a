import Logging

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A thread with one connection, which does jobs until the queue is closed and empty.
final class Worker {
  private let configuration: DatabaseConfiguration
  private let queue: WorkQueue
  private let logger: Logger
  private let seat = Seat()
  private var connection: Connection?
  private var reconnection = BackOff(first: .milliseconds(50), cap: .seconds(2))

  /// How long a worker without a job gives way to other threads, before it sleeps: the caller it has just answered often
  /// asks again, and neither then has to be woken.
  private static let alertness: Duration = .microseconds(50)

  /// How many connections may break under a job that can be tried again.
  private static let toleratedLosses = 2

  init(configuration: DatabaseConfiguration, queue: WorkQueue, logger: Logger) {
    self.configuration = configuration
    self.queue = queue
    self.logger = logger
  }

  func run() {
    while let connection = connectForWork() {
      while let job = nextJob(connection) {
        serve(job, on: connection)
        if connection.isBroken { break }
      }
      self.connection = nil
      queue.noteDisconnected()
    }
  }

  /// - Returns: nil when the queue is closed and empty.
  private func connectForWork() -> Connection? {
    while queue.awaitWork(seat) {
      do {
        let connection = try Connection(configuration: configuration, wakeUp: seat.wakeUp, logger: logger)
        self.connection = connection
        reconnection.reset()
        queue.noteConnected()
        return connection
      } catch {
        let reason = error as? DatabaseError ?? .unavailable(message: "\(error)")
        logger.warning("\(reason)")
        queue.noteUnavailable(
          reason, patience: configuration.availabilityTimeout, pause: reconnection.next(), seat)
      }
    }
    return nil
  }

  /// - Returns: nil when the connection is no more, or the queue closed and empty.
  private func nextJob(_ connection: Connection) -> Job? {
    let end = ContinuousClock.now + Worker.alertness
    repeat {
      if let job = queue.takeNow(seat) { return job }
      sched_yield()
    } while ContinuousClock.now < end
    // Nothing follows that the last COMMIT could travel with.
    do { try connection.synchronise() } catch { return nil }
    guard let job = queue.take(seat) else { return nil }
    if connection.isAlive() { return job }
    queue.putBack(job)
    return nil
  }

  /// Does a job's transaction, again where that can help, and answers it.
  private func serve(_ job: Job, on connection: Connection) {
    var pause = BackOff(first: .milliseconds(2), cap: .milliseconds(200))
    var attempts = 0
    var wasStale = false
    while true {
      attempts += 1
      let transaction = Transaction(connection: connection, job: job)
      do {
        try job.perform(in: transaction)
        try transaction.commit()
        return job.succeed()
      } catch {
        let begun = transaction.hasBegun
        let reason = connection.retryReason
        transaction.rollBack()
        if case DatabaseError.connectionLost = error { return lost(job, error, begun: begun) }
        switch reason {
        case .staleStatement where !wasStale && !connection.isBroken: wasStale = true
        case .conflict where attempts < configuration.transactionAttempts && !connection.isBroken:
          seat.wakeUp.wait(for: pause.next())
        default: return job.fail(error)
        }
      }
      if let reason = job.interruption { return job.fail(reason) }
    }
  }

  /// A transaction that reads, or had sent nothing, is tried on another connection.
  private func lost(_ job: Job, _ error: any Error, begun: Bool) {
    job.losses += 1
    if job.access == .read || !begun, job.losses <= Worker.toleratedLosses {
      queue.putBack(job)
    } else {
      job.fail(error)
    }
  }
}
