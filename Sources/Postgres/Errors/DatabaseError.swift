/// What went wrong between the program and the server, rather than in a statement.
public enum DatabaseError: Error, Hashable, Sendable {
  /// As many calls were waiting as may: the server is asked for more than it can do. Try again later.
  case queueFull(limit: Int)
  /// `close()` was called before this call.
  case closed
  /// The call's deadline passed. Its transaction was rolled back, or never began.
  case deadlineExceeded
  /// The task was cancelled. Its transaction was rolled back, or never began.
  case cancelled
  /// The connection broke before COMMIT was sent: the transaction was rolled back by the server.
  case connectionLost(message: String)
  /// No connection could be made, for as long as a call may wait for one. Nothing was sent.
  case unavailable(message: String)
  /// The connection broke after COMMIT was sent: the transaction was committed or rolled back, and only the data tells.
  case outcomeUnknown(message: String)
  /// `one` found no row.
  case noRow(statement: String)
  /// The module was used in a way that cannot work; the message tells what to do instead.
  case misuse(String)
}

extension DatabaseError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .queueFull(let limit): "The database's queue is full (\(limit) calls are waiting). Try again later."
    case .closed: "The database has been closed."
    case .deadlineExceeded: "The database did not answer before the call's deadline. Nothing was changed."
    case .cancelled: "The call was cancelled. Nothing was changed."
    case .connectionLost(let message): "The connection to PostgreSQL was lost; nothing was changed. \(message)"
    case .unavailable(let message): "PostgreSQL cannot be reached. \(message)"
    case .outcomeUnknown(let message):
      "The connection to PostgreSQL was lost while committing; look at the data before trying again. \(message)"
    case .noRow(let statement): "The statement returned no row where one was expected: \(statement)"
    case .misuse(let message): message
    }
  }
}
