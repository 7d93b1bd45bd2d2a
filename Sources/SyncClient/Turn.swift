import Foundation

/// Lets one go at a time, in the order in which they came.
final class Turn: Sendable {
  // Sendable: what changes is guarded by the lock.
  private let lock = NSLock()
  nonisolated(unsafe) private var isTaken = false
  nonisolated(unsafe) private var queue: [CheckedContinuation<Void, Never>] = []

  func take<Value>(_ body: () async throws -> Value) async rethrows -> Value {
    await withCheckedContinuation { continuation in
      let isFree = lock.withLock {
        if isTaken { queue.append(continuation) }
        defer { isTaken = true }
        return !isTaken
      }
      if isFree { continuation.resume() }
    }
    defer { pass() }
    return try await body()
  }

  private func pass() {
    let next = lock.withLock {
      if queue.isEmpty { isTaken = false }
      return queue.isEmpty ? nil : queue.removeFirst()
    }
    next?.resume()
  }
}
