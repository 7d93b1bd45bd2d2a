#if canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A descriptor that one thread waits on beside its socket, and that others make readable to wake it.
final class WakeUp: Sendable {
  let descriptor: Int32
  private let writer: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    let status = pipe(&ends)
    precondition(status == 0, "No pipe could be made: \(String(cString: strerror(errno)))")
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (descriptor, writer) = (ends[0], ends[1])
  }

  deinit {
    close(descriptor)
    close(writer)
  }

  func signal() {
    var byte: UInt8 = 1
    // A full pipe is as good: the thread wakes anyway.
    _ = write(writer, &byte, 1)
  }

  /// Takes back all signals so far.
  func clear() {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
      while read(descriptor, buffer.baseAddress, 64) == 64 {}
    }
  }

  /// Waits until a signal, or for a time.
  func wait(for duration: Duration) {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&request, 1, Int32(clamping: duration.milliseconds))
    if request.revents != 0 { clear() }
  }
}
