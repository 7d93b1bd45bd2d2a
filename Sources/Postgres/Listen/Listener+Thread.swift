import CLibPQ
import Logging

extension Listener {
  /// What has to be done before notifications can be waited for.
  private enum Change {
    case listen(String)
    case unlisten(String)
  }

  /// Until the listener is closed.
  func run() {
    var pause = BackOff(first: .milliseconds(50), cap: .seconds(2))
    while !lock.withLock({ isClosed }) {
      do {
        let connection = try Connection(configuration: configuration, wakeUp: wakeUp, logger: logger)
        pause.reset()
        try serve(connection)
      } catch {
        logger.warning("Listening was interrupted: \(error)")
        noteInterruption()
        wakeUp.wait(for: pause.next())
      }
    }
    exits.note()
  }

  private func serve(_ connection: Connection) throws {
    var channels: Set<String> = []
    while try adjust(&channels, connection) {
      while let notification = PQnotifies(connection.handle) {
        defer { PQfreemem(notification) }
        let (name, payload) = (notification.pointee.relname, notification.pointee.extra)
        guard let name, let payload else { continue }
        deliver(
          .notified(payload: String(cString: payload), processID: Int(notification.pointee.be_pid)),
          to: String(cString: name))
      }
      try connection.awaitInput()
    }
  }

  /// Listens to what is subscribed to, and to nothing else.
  ///
  /// - Returns: false when the listener is closed.
  private func adjust(_ channels: inout Set<String>, _ connection: Connection) throws -> Bool {
    while let change = nextChange(channels) {
      connection.allowGrace()
      switch change {
      case .listen(let channel):
        do {
          try connection.script("LISTEN \(SQL.quoted(channel))", .none)
          channels.insert(channel)
        } catch let error as PostgresError {
          refuse(channel, error)
        }
      case .unlisten(let channel):
        try connection.script("UNLISTEN \(SQL.quoted(channel))", .none)
        channels.remove(channel)
      }
    }
    return lock.withLock { !isClosed }
  }

  /// Compares what is listened to with what is subscribed to, and tells those whose channel is listened to so.
  private func nextChange(_ channels: Set<String>) -> Change? {
    lock.withLock {
      guard !isClosed else { return nil }
      for (id, subscriber) in subscribers where subscriber.state != .listening && channels.contains(subscriber.channel)
      {
        subscriber.continuation.yield(subscriber.state == .new ? .listening : .reconnected)
        subscribers[id]?.state = .listening
      }
      let wanted = Set(subscribers.values.map(\.channel))
      if let channel = wanted.subtracting(channels).first { return .listen(channel) }
      return channels.subtracting(wanted).first.map { .unlisten($0) }
    }
  }

  private func deliver(_ notification: Notification, to channel: String) {
    lock.withLock {
      for subscriber in subscribers.values where subscriber.channel == channel {
        // What no longer fits pushes the oldest out, so that the subscriber has to be told.
        if case .dropped = subscriber.continuation.yield(notification) { subscriber.continuation.yield(.reconnected) }
      }
    }
  }

  private func refuse(_ channel: String, _ error: PostgresError) {
    let refused = lock.withLock {
      let refused = subscribers.filter { $0.value.channel == channel }
      for id in refused.keys { subscribers[id] = nil }
      return refused.values.map(\.continuation)
    }
    for continuation in refused { continuation.finish(throwing: error) }
  }

  private func noteInterruption() {
    lock.withLock {
      for (id, subscriber) in subscribers where subscriber.state == .listening {
        subscribers[id]?.state = .interrupted
      }
    }
  }
}
