/// What an account is allowed to be.
public enum AccountRole: String, Codable, Sendable, CaseIterable {
  case owner
  case hrAdmin = "hr_admin"
  case assessor
  case manager
  case employee
  case auditor
  case service

  public var name: LocalizedText {
    switch self {
    case .owner: LocalizedText(en: "owner", zh: "所有者")
    case .hrAdmin: LocalizedText(en: "HR admin", zh: "人力资源管理员")
    case .assessor: LocalizedText(en: "assessor", zh: "测评师")
    case .manager: LocalizedText(en: "manager", zh: "经理")
    case .employee: LocalizedText(en: "employee", zh: "员工")
    case .auditor: LocalizedText(en: "auditor", zh: "审计员")
    case .service: LocalizedText(en: "service", zh: "服务账户")
    }
  }
}

/// Whose rows an operation may touch.
public enum Reach: String, Codable, Sendable {
  /// Everyone in the organisation.
  case organisation
  /// Oneself and everyone who reports to one, at any depth.
  case team
  /// Oneself.
  case own
}

/// The other rows of the organisation are behind what an actor reaches; other organisations are nowhere at all.
public struct Actor: Sendable, Equatable {
  public let organisation: OrganisationID
  /// Nil: the operator at the server's host.
  public let account: AccountID?
  public let role: AccountRole
  /// The person the account belongs to; needed for a reach of team or own.
  public let person: PersonID?
  /// The device whose token it is; nil: no device's.
  public let device: DeviceID?
  /// For the audit: an e-mail address, or “operator”.
  public let label: String

  public init(
    organisation: OrganisationID, account: AccountID?, role: AccountRole, person: PersonID?, device: DeviceID? = nil,
    label: String
  ) {
    self.organisation = organisation
    self.account = account
    self.role = role
    self.person = person
    self.device = device
    self.label = label
  }

  /// Whoever has a shell on the server's host: may do what an owner may.
  public static func `operator`(of organisation: OrganisationID) -> Actor {
    Actor(organisation: organisation, account: nil, role: .owner, person: nil, label: "operator")
  }
}

public enum Organisation {}
public enum Account {}
public enum Token {}
public typealias OrganisationID = Identifier<Organisation>
public typealias AccountID = Identifier<Account>
public typealias TokenID = Identifier<Token>
