import Foundation

/// Tells those who listen that something has changed; several changes may be told as one.
final class Signal: Sendable {
  // Sendable: what changes is guarded by the lock.
  private let lock = NSLock()
  nonisolated(unsafe) private var listeners: [UUID: AsyncStream<Void>.Continuation] = [:]

  func send() {
    for listener in lock.withLock({ Array(listeners.values) }) { listener.yield() }
  }

  /// What is sent from now on.
  func listen() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let id = UUID()
    lock.withLock { listeners[id] = continuation }
    continuation.onTermination = { [weak self] _ in
      guard let self else { return }
      _ = self.lock.withLock { self.listeners.removeValue(forKey: id) }
    }
    return stream
  }
}
