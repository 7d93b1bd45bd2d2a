extension Database {
  /// What a channel is notified of.
  ///
  /// All channels share one connection and thread, apart from the transactions'. After that connection broke it is made
  /// again, for as long as anybody listens, and every subscriber gets `Notification.reconnected`. The stream ends when
  /// the database is closed; it throws `PostgresError` when the server refuses to listen.
  public func listen(_ channel: String) -> AsyncThrowingStream<Notification, any Error> {
    AsyncThrowingStream(bufferingPolicy: .bufferingNewest(Listener.bufferLimit)) { continuation in
      listener.subscribe(channel, continuation)
    }
  }
}

/// What a subscriber of a channel is told.
public enum Notification: Sendable, Hashable {
  /// From now on every notification arrives: the first element.
  case listening
  /// Notifications may have been missed: the connection broke and has been made again, or the subscriber fell far behind.
  case reconnected
  /// A `NOTIFY`.
  case notified(payload: String, processID: Int)
}
