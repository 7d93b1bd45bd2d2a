public import FoundationEssentials

public enum Device {}
public typealias DeviceID = Identifier<Device>

/// Makes enrolment codes: each lets one device of one person in, once, within a day.
///
/// Whoever has no account gets one as an employee, by their e-mail address.
public struct InviteDevices: Command {
  public static let name = CommandName.inviteDevices
  /// External ids.
  public var people: [String]
  /// Codes: everyone who works there or in a unit below today.
  public var units: [String]
  /// How long the codes are good for, 1 to 168 hours.
  public var hours: Int

  public init(people: [String] = [], units: [String] = [], hours: Int = 24) {
    self.people = people
    self.units = units
    self.hours = hours
  }

  public struct Result: Codable, Sendable {
    /// By external id.
    public var invitations: [Invitation]

    public init(invitations: [Invitation]) { self.invitations = invitations }
  }

  public struct Invitation: Codable, Sendable {
    public var person: String
    public var name: String
    public var email: String
    /// Shown this once.
    public var code: String
    public var expiresAt: Date

    public init(person: String, name: String, email: String, code: String, expiresAt: Date) {
      self.person = person
      self.name = name
      self.email = email
      self.code = code
      self.expiresAt = expiresAt
    }
  }
}

/// Why a device is let in no longer.
public enum DeviceRevocation: String, Codable, Sendable, CaseIterable {
  case lost
  case replaced
  /// Its person left.
  case left
  /// A refresh token of its was traded twice: it was stolen, or the device copied.
  case tokenReused = "token_reused"
  /// Two devices wrote with one identity.
  case forked
  case other

  public var name: LocalizedText {
    switch self {
    case .lost: LocalizedText(en: "lost", zh: "丢失")
    case .replaced: LocalizedText(en: "replaced", zh: "更换")
    case .left: LocalizedText(en: "its person left", zh: "人员离职")
    case .tokenReused: LocalizedText(en: "token used twice", zh: "令牌被重复使用")
    case .forked: LocalizedText(en: "copied", zh: "设备被复制")
    case .other: LocalizedText(en: "other", zh: "其他")
    }
  }
}

/// Ends a device: its tokens are dead at once, and its replica locks itself when it hears of it or its lease ends.
///
/// One's own, or, for those who administer people, anyone's.
public struct RevokeDevice: Command {
  public typealias Result = Done
  public static let name = CommandName.revokeDevice
  public var device: DeviceID
  public var reason: DeviceRevocation

  public init(device: DeviceID, reason: DeviceRevocation) {
    self.device = device
    self.reason = reason
  }
}

/// Sets how long a replica may be read without having heard from the server, 1 to 365 days.
public struct SetDeviceLease: Command {
  public typealias Result = Done
  public static let name = CommandName.setDeviceLease
  public var days: Int

  public init(days: Int) { self.days = days }
}

/// Marks today's head, and clears away tombstones that are older than 90 days. For a schedule; once a day is enough.
public struct ClearTombstones: Command {
  public static let name = CommandName.clearTombstones
  public init() {}

  /// A device that was away for longer begins anew.
  public static let keptDays = 90

  public struct Result: Codable, Sendable {
    public var cleared: Int
    public init(cleared: Int) { self.cleared = cleared }
  }
}
