public import Readiness
public import Wire

/// How a client reaches the server: one call of the protocol each, without retries.
///
/// An implementation throws `SyncTransportError`. When it cannot know whether the server acted it throws `unreachable`: every
/// call may be made again.
public protocol SyncTransport: Sendable {
  func enrol(_ enrolment: Enrolment) async throws -> DeviceTokens
  func trade(_ trade: TokenTrade) async throws -> DeviceTokens
  /// Says, of a device that has ended, that nothing of what it held is left.
  func confirmPurge(_ trade: TokenTrade) async throws
  /// Whether anything is new.
  ///
  /// - Parameters:
  ///   - known: the entity tag of the last answer.
  ///   - wait: seconds that the server may wait for a change, 0 to 25.
  /// - Returns: the entity tag; nil when it is the known one.
  func head(known: String?, wait: Int, as access: SyncAccess) async throws -> String?
  /// - Returns: the lines of a page, decompressed.
  func pull(_ request: PullRequest, as access: SyncAccess) async throws -> [UInt8]
  func push(_ request: PushRequest, as access: SyncAccess) async throws -> PushAnswer
  func verify(_ scope: SyncScope, as access: SyncAccess) async throws -> VerifyAnswer
  /// - Returns: the lines of a leaf's rows.
  func leaf(_ leaf: Int, of scope: SyncScope, as access: SyncAccess) async throws -> [UInt8]
}

/// Who asks.
public struct SyncAccess: Sendable, Equatable {
  public var device: DeviceID
  public var token: String

  public init(device: DeviceID, token: String) {
    self.device = device
    self.token = token
  }
}

/// Why a call has no answer.
public enum SyncTransportError: Error, Sendable, Equatable {
  /// No answer, or one that broke off: the server may have acted or not.
  case unreachable(String)
  /// The server refused. It may say after how many seconds to ask again.
  case refused(Problem, retryAfter: Int?)
}
