/// The one bounded queue that all workers take from: first in, first out.
///
/// It is the pool: a worker takes the next job when it is done with the last, and the one that was busy most recently is
/// woken first, so that few connections do the work while few are needed.
final class WorkQueue: @unchecked Sendable {
  // Sendable: everything that changes is guarded by `lock`.
  private let lock = Lock()
  private let limit: Int
  private var jobs = JobList()
  private var isClosed = false
  /// Idle workers with a connection, and those without one; the last is the first to be woken.
  private var warm: [Seat] = []
  private var cold: [Seat] = []
  private var connected = 0
  private var wasConnected = false
  private let deadlineSet = Condition()
  /// When the deadline watch wakes by itself; nil while it waits for a deadline to be set.
  private var nextWatch: ContinuousClock.Instant?

  init(limit: Int) {
    self.limit = limit
  }

  /// Queues a job, or answers it at once when it is cancelled, the queue is full or closed.
  func submit(_ job: Job) {
    lock.lock()
    let refusal: DatabaseError? =
      isClosed ? .closed : job.interruption ?? (jobs.count >= limit ? .queueFull(limit: limit) : nil)
    if let refusal {
      job.state = .answered
      lock.unlock()
      return job.fail(refusal)
    }
    job.state = .queued
    jobs.append(job)
    noteDeadline(job)
    let seat = warm.popLast() ?? cold.popLast()
    lock.unlock()
    seat?.condition.signal()
  }

  /// Returns a job, to be the next, that a worker took and could not begin.
  func putBack(_ job: Job) {
    lock.lock()
    if let reason = job.interruption {
      job.state = .answered
      lock.unlock()
      return job.fail(reason)
    }
    job.state = .queued
    jobs.prepend(job)
    noteDeadline(job)
    let seat = warm.popLast()
    lock.unlock()
    seat?.condition.signal()
  }

  /// Takes a queued job out and answers it; interrupts a running one.
  func cancel(_ job: Job) {
    job.markCancelled()
    lock.lock()
    let state = job.state
    if case .queued = state {
      jobs.remove(job)
      job.state = .answered
    }
    lock.unlock()
    switch state {
    case .queued: job.fail(DatabaseError.cancelled)
    case .running(let wakeUp): wakeUp.signal()
    case .new, .answered: break
    }
  }

  /// Refuses what comes from now on; what is queued is still done.
  func close() {
    lock.lock()
    isClosed = true
    let seats = warm + cold
    warm.removeAll()
    cold.removeAll()
    lock.unlock()
    deadlineSet.signal()
    for seat in seats { seat.condition.signal() }
  }
}

/// Where one worker waits.
final class Seat: Sendable {
  let condition = Condition()
  let wakeUp = WakeUp()
}

// MARK: - For workers

extension WorkQueue {
  /// - Returns: the next job; nil when there is none now.
  func takeNow(_ seat: Seat) -> Job? {
    lock.withLock { takeFirst(seat) }
  }

  /// Waits for a job.
  ///
  /// - Returns: nil when the queue is closed and empty.
  func take(_ seat: Seat) -> Job? {
    lock.lock()
    defer { lock.unlock() }
    while true {
      if let job = takeFirst(seat) { return job }
      if isClosed { return nil }
      warm.append(seat)
      seat.condition.wait(lock)
      warm.removeAll { $0 === seat }
    }
  }

  /// Waits, for a worker without a connection, until there is a job to connect for.
  ///
  /// - Returns: false when the queue is closed and empty.
  func awaitWork(_ seat: Seat) -> Bool {
    lock.lock()
    defer { lock.unlock() }
    while jobs.count == 0 {
      if isClosed { return false }
      cold.append(seat)
      seat.condition.wait(lock)
      cold.removeAll { $0 === seat }
    }
    return true
  }

  func noteConnected() {
    lock.withLock {
      connected += 1
      wasConnected = true
    }
  }

  func noteDisconnected() {
    lock.withLock { connected -= 1 }
  }

  /// Called by a worker that could not connect: pauses it, and answers the jobs that waited too long for a connection
  /// when no worker has one.
  func noteUnavailable(_ error: DatabaseError, patience: Duration, pause: Duration, _ seat: Seat) {
    lock.lock()
    let mayWait = wasConnected && !isClosed
    let oldest = ContinuousClock.now - patience
    let given = connected > 0 ? [] : jobs.removeAll { !mayWait || $0.submitted <= oldest }
    for job in given { job.state = .answered }
    lock.unlock()
    for job in given { job.fail(error) }
    lock.lock()
    if !isClosed { seat.condition.wait(lock, until: .now + pause) }
    lock.unlock()
  }

  private func takeFirst(_ seat: Seat) -> Job? {
    guard let job = jobs.popFirst() else { return nil }
    job.state = .running(seat.wakeUp)
    return job
  }
}

// MARK: - Deadlines of queued jobs

extension WorkQueue {
  /// Answers queued jobs whose deadline passes, until the queue is closed and empty. Runs on a thread of its own.
  func watchDeadlines() {
    lock.lock()
    while !isClosed || jobs.count > 0 {
      let now = ContinuousClock.now
      let expired = jobs.removeAll { $0.deadline.map { $0 <= now } ?? false }
      for job in expired { job.state = .answered }
      if !expired.isEmpty {
        lock.unlock()
        for job in expired { job.fail(DatabaseError.deadlineExceeded) }
        lock.lock()
        continue
      }
      nextWatch = nil
      jobs.forEach { job in
        if let deadline = job.deadline { nextWatch = min(nextWatch ?? deadline, deadline) }
      }
      if let nextWatch {
        deadlineSet.wait(lock, until: nextWatch)
      } else if isClosed {
        break
      } else {
        deadlineSet.wait(lock)
      }
    }
    lock.unlock()
  }

  /// Wakes the watch when a job's deadline comes before the next time it would look.
  private func noteDeadline(_ job: Job) {
    guard let deadline = job.deadline, nextWatch.map({ deadline < $0 }) ?? true else { return }
    nextWatch = deadline
    deadlineSet.signal()
  }
}
