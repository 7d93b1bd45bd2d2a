import Dispatch
import Foundation

/// Lets one process at a time go, by a lock on a file: also one of two clients in the same process.
struct ProcessTurn: Sendable {
  /// Of the file, which is made where there is none.
  let path: String
  private static let waiting = DispatchQueue(label: "readiness.process-turn", attributes: .concurrent)

  func take<Value>(_ body: () async throws -> Value) async throws -> Value {
    let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw ProcessTurn.failure() }
    defer { close(file) }
    if flock(file, LOCK_EX | LOCK_NB) != 0 { try await ProcessTurn.wait(for: file) }
    return try await body()
  }

  /// Waits where no task is kept from running.
  private static func wait(for file: Int32) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      waiting.async {
        while flock(file, LOCK_EX) != 0 {
          guard errno == EINTR else { return continuation.resume(throwing: failure()) }
        }
        continuation.resume()
      }
    }
  }

  private static func failure() -> POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
