public import FoundationEssentials
public import Readiness

/// What a device is handed: an access token of minutes, and the refresh token that is traded for the next.
public struct DeviceTokens: Codable, Sendable, Equatable {
  public var device: DeviceID
  public var accessToken: String
  public var accessExpiresAt: Date
  public var refreshToken: String
  public var refreshExpiresAt: Date

  public init(
    device: DeviceID, accessToken: String, accessExpiresAt: Date, refreshToken: String, refreshExpiresAt: Date
  ) {
    self.device = device
    self.accessToken = accessToken
    self.accessExpiresAt = accessExpiresAt
    self.refreshToken = refreshToken
    self.refreshExpiresAt = refreshExpiresAt
  }
}

/// The body of `POST /v1/devices`.
public struct Enrolment: Codable, Sendable, Equatable {
  public var code: String
  /// What its holder and HR know the device by, 1 to 100 characters.
  public var name: String
  /// Its system: `iOS 18.1`.
  public var platform: String?

  public init(code: String, name: String, platform: String?) {
    self.code = code
    self.name = name
    self.platform = platform
  }
}

/// The body of `POST /v1/devices/token`.
public struct TokenTrade: Codable, Sendable, Equatable {
  public var refreshToken: String

  public init(refreshToken: String) { self.refreshToken = refreshToken }
}
