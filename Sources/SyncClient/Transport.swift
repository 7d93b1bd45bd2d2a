public import Wire

/// How a client reaches the server.
public protocol Transport: Sendable {
  /// Posts a submission and returns what became of each of its commands, in order.
  ///
  /// - Throws: `TransportError` when the server did not settle it; the same submission may be sent again.
  func submit(_ submission: Submission) async throws -> [Acknowledgement]
}

/// Why a submission was not settled.
public enum TransportError: Error, Sendable, Equatable {
  /// No answer, or one that broke off: the commands may have been applied or not.
  case unreachable(String)
  /// The server asks to wait.
  case busy(retryAfterSeconds: Int?)
  /// The token is not valid any more; nothing is lost, and a new one goes on where the old one stopped.
  case unauthenticated
}
