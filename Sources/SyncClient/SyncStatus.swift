public import Foundation
public import Wire

/// Where a device stands with its server.
public struct SyncStatus: Sendable, Equatable {
  public enum Phase: String, Sendable {
    /// No device of the server's yet, or not any more: it is to be enrolled.
    case unenrolled
    case idle
    case synchronising
    /// The last try failed, or there was none yet; it is tried again by itself.
    case waiting
    /// The replica was not renewed in time, and is deleted. The next synchronisation brings it back.
    case locked
    /// The server lets this device in no longer: `problem` says why. It is to be enrolled anew.
    case ended
  }

  public var phase: Phase
  /// The version that the replica equals; nil: it has never been whole.
  public var head: Int64?
  /// Until when the replica may be read without having heard from the server.
  public var lease: Date?
  /// Commands that wait to be sent.
  public var waiting: Int
  /// Commands that came to nothing and that the user has not seen.
  public var failed: Int
  /// Why the last try failed.
  public var problem: Problem?
  /// Why the last try failed, where no server answered.
  public var obstacle: String?
}

/// Why the client refuses what it is asked.
public enum SyncError: Error, Sendable, Equatable {
  /// The device is not enrolled.
  case unenrolled
  /// The lease is over, or the scope's key was destroyed: synchronise first.
  case locked
  /// The server lets this device in no longer.
  case ended(Problem)
  /// The server did not apply the command.
  case refused(Problem)
  /// The command is more than a push may hold. It was not taken.
  case tooLarge
}
