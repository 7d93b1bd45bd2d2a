import CLibPQ

#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The only places where a connection's thread waits for the server.
extension Connection {
  /// Who may end a wait before the server answers.
  enum Watch {
    case nothing
    /// The job's cancellation and its deadline.
    case job(Job)
    /// The time after which the connection is given up.
    case until(ContinuousClock.Instant)
  }

  /// The job's reason to stop waiting; the server is still at work then.
  struct Interruption: Error {
    let reason: DatabaseError
  }

  /// From now on the server has only the grace time to answer, whatever the job's state.
  func allowGrace() {
    watch = .until(.now + configuration.cancelGrace)
  }

  /// Sends what is left to be sent, reading meanwhile, so that neither side waits for the other.
  func flush() throws {
    while true {
      switch PQflush(handle) {
      case 0: return
      case 1: try exchange()
      default: throw lose()
      }
    }
  }

  /// The next result; nil at the end of a statement's.
  ///
  /// - Throws: `Interruption`, or `DatabaseError.connectionLost` when the grace time is over. A broken connection gives a
  ///   result: the error.
  func nextResult() throws -> OpaquePointer? {
    while PQisBusy(handle) != 0 {
      guard try exchange() else { break }
    }
    return PQgetResult(handle)
  }

  /// Waits until something can be read, or sent when there is something to send, and does so.
  ///
  /// - Returns: false when the connection broke.
  @discardableResult
  func exchange() throws -> Bool {
    let unsent = PQflush(handle)
    let ready = try wait(for: unsent == 1 ? POLLIN | POLLOUT : POLLIN)
    return Int32(ready) & ~POLLOUT == 0 || PQconsumeInput(handle) == 1
  }

  private func wait(for events: Int32) throws -> Int16 {
    while true {
      descriptors[0] = pollfd(fd: socket, events: Int16(events), revents: 0)
      descriptors[1] = pollfd(fd: wakeUp.descriptor, events: Int16(POLLIN), revents: 0)
      let count = poll(descriptors, 2, patience)
      if count > 0, descriptors[1].revents != 0 { wakeUp.clear() }
      try checkWatch()
      if count > 0, descriptors[0].revents != 0 { return descriptors[0].revents }
    }
  }

  /// Waits, without an end, until something was read or the thread is woken.
  func awaitInput() throws {
    descriptors[0] = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    descriptors[1] = pollfd(fd: wakeUp.descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(descriptors, 2, -1) > 0 else { return }
    if descriptors[1].revents != 0 { wakeUp.clear() }
    if descriptors[0].revents != 0, PQconsumeInput(handle) == 0 { throw lose() }
  }

  /// How many milliseconds until the watch has to be looked at; −1 for as long as it takes.
  private var patience: Int32 {
    let end: ContinuousClock.Instant? =
      switch watch {
      case .nothing: nil
      case .job(let job): job.deadline
      case .until(let end): end
      }
    guard let end else { return -1 }
    return Int32(clamping: max(0, ContinuousClock.now.duration(to: end).milliseconds + 1))
  }

  /// - Throws: `Interruption`, or `DatabaseError.connectionLost` when the grace time is over.
  func checkWatch() throws {
    switch watch {
    case .nothing: break
    case .job(let job):
      if let reason = job.interruption { throw Interruption(reason: reason) }
    case .until(let end):
      if end <= .now { throw lose("The server did not answer within \(configuration.cancelGrace).") }
    }
  }

  /// Whether the server has not hung up meanwhile, as far as can be seen without asking it.
  func isAlive() -> Bool {
    while !isBroken {
      descriptors[0] = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      guard poll(descriptors, 1, 0) > 0 else { return true }
      if PQconsumeInput(handle) == 0 { isBroken = true }
    }
    return false
  }
}
