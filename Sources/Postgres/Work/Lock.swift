#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A mutex of the system's, known to its tools (the thread sanitizer among them).
final class Lock: @unchecked Sendable {
  // Sendable: the pointer is never changed, and what it points to is made for use by several threads.
  fileprivate let mutex: UnsafeMutablePointer<pthread_mutex_t>

  init() {
    mutex = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  func lock() {
    pthread_mutex_lock(mutex)
  }

  func unlock() {
    pthread_mutex_unlock(mutex)
  }

  func withLock<T>(_ body: () throws -> T) rethrows -> T {
    lock()
    defer { unlock() }
    return try body()
  }
}

/// Where threads wait, holding a lock, for what it guards to change.
final class Condition: @unchecked Sendable {
  // Sendable: as for `Lock`.
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    condition = .allocate(capacity: 1)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    condition.deallocate()
  }

  /// Gives up the lock, waits and takes it again; may return early.
  func wait(_ lock: Lock) {
    pthread_cond_wait(condition, lock.mutex)
  }

  /// Waits no longer than that.
  func wait(_ lock: Lock, until end: ContinuousClock.Instant) {
    let left = max(.zero, ContinuousClock.now.duration(to: end)).components
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let nanoseconds = time.tv_nsec + Int(left.attoseconds / 1_000_000_000)
    time.tv_sec += Int(left.seconds) + nanoseconds / 1_000_000_000
    time.tv_nsec = nanoseconds % 1_000_000_000
    pthread_cond_timedwait(condition, lock.mutex, &time)
  }

  /// Wakes one of the waiting threads.
  func signal() {
    pthread_cond_signal(condition)
  }
}
