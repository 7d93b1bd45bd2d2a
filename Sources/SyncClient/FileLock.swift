import Dispatch
import Foundation

/// Lets one holder at a time go, by a lock on a file: of several processes, and of several in one process.
struct FileLock: Sendable {
  /// Of the file, which is made where there is none.
  let path: String
  private static let waiting = DispatchQueue(label: "readiness.file-lock", attributes: .concurrent)

  /// Blocks the thread until no other holds it: for what others do quickly.
  func take<Value>(_ body: () throws -> Value) throws -> Value {
    let file = try opened()
    defer { close(file) }
    try FileLock.wait(for: file)
    return try body()
  }

  /// Waits where no task is kept from running.
  func take<Value>(_ body: () async throws -> Value) async throws -> Value {
    let file = try opened()
    defer { close(file) }
    if flock(file, LOCK_EX | LOCK_NB) != 0 {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        FileLock.waiting.async { continuation.resume(with: Result { try FileLock.wait(for: file) }) }
      }
    }
    return try await body()
  }

  private func opened() throws -> Int32 {
    let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw POSIXError.last }
    return file
  }

  private static func wait(for file: Int32) throws {
    while flock(file, LOCK_EX) != 0 {
      guard errno == EINTR else { throw POSIXError.last }
    }
  }
}

extension POSIXError {
  /// That of the call that has just failed.
  static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
