import Logging

/// Listens to channels, on a thread and connection that are made for the first subscriber.
final class Listener: @unchecked Sendable {
  // Sendable: what changes is guarded by `lock`.
  typealias Continuation = AsyncThrowingStream<Notification, any Error>.Continuation

  /// How many notifications a subscriber may be behind.
  static let bufferLimit = 4_096

  struct Subscriber {
    enum State {
      /// Has not been told anything yet.
      case new
      case listening
      /// Was listening when the connection broke.
      case interrupted
    }

    let channel: String
    let continuation: Continuation
    var state = State.new
  }

  let exits = Exits(count: 1)
  let configuration: DatabaseConfiguration
  let logger: Logger
  let lock = Lock()
  let wakeUp = WakeUp()
  var subscribers: [Int: Subscriber] = [:]
  private(set) var isClosed = false
  private var lastID = 0
  private var isStarted = false

  init(configuration: DatabaseConfiguration, logger: Logger) {
    self.configuration = configuration
    self.logger = logger
  }

  func subscribe(_ channel: String, _ continuation: Continuation) {
    lock.lock()
    guard !isClosed else {
      lock.unlock()
      return continuation.finish()
    }
    lastID += 1
    let id = lastID
    subscribers[id] = Subscriber(channel: channel, continuation: continuation)
    let isFirst = !isStarted
    isStarted = true
    lock.unlock()
    continuation.onTermination = { [weak self] _ in self?.unsubscribe(id) }
    if isFirst { WorkerThread.start { self.run() } }
    wakeUp.signal()
  }

  private func unsubscribe(_ id: Int) {
    lock.withLock { _ = subscribers.removeValue(forKey: id) }
    wakeUp.signal()
  }

  /// Ends every stream, and the thread.
  func close() {
    lock.lock()
    let hasNoThread = !isStarted && !isClosed
    isClosed = true
    let ended = subscribers.values.map(\.continuation)
    subscribers = [:]
    lock.unlock()
    for continuation in ended { continuation.finish() }
    wakeUp.signal()
    if hasNoThread { exits.note() }
  }
}
