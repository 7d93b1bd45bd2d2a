import Glibc

/// A file descriptor to which this process writes, unbuffered, so that nothing is lost or late however it ends.
struct OutputStream: Sendable {
  private let descriptor: CInt

  static let output = OutputStream(descriptor: STDOUT_FILENO)
  static let error = OutputStream(descriptor: STDERR_FILENO)

  func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes all of it; where nobody reads any more there is nothing left to do.
  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
