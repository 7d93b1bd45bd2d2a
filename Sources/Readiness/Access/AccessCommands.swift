public import FoundationEssentials

/// Makes an account; its holder signs in with a code from `account.invite`.
public struct CreateAccount: Command {
  public static let name = CommandName.createAccount
  public var email: String
  public var displayName: String
  public var role: AccountRole
  /// External id of the person the account belongs to; required for managers and employees.
  public var person: String?

  public init(email: String, displayName: String, role: AccountRole, person: String? = nil) {
    self.email = email
    self.displayName = displayName
    self.role = role
    self.person = person
  }

  public struct Result: Codable, Sendable {
    public var account: AccountID
    public init(account: AccountID) { self.account = account }
  }
}

/// Ends an account: its tokens, codes and grant with it.
public struct DisableAccount: Command {
  public typealias Result = Done
  public static let name = CommandName.disableAccount
  public var email: String

  public init(email: String) { self.email = email }
}

/// Gives an account another role, from now on.
public struct GrantRole: Command {
  public typealias Result = Done
  public static let name = CommandName.grantRole
  public var email: String
  public var role: AccountRole

  public init(email: String, role: AccountRole) {
    self.email = email
    self.role = role
  }
}

/// Makes a sign-in code: used once, within a week, by `readiness login`.
public struct IssueSignInCode: Command {
  public static let name = CommandName.issueSignInCode
  public var email: String

  public init(email: String) { self.email = email }

  public struct Result: Codable, Sendable {
    public var code: String
    public var expiresAt: Date

    public init(code: String, expiresAt: Date) {
      self.code = code
      self.expiresAt = expiresAt
    }
  }
}

/// Makes a token for the caller's own account, or (owners) for another's: for scripts and timers.
public struct IssueToken: Command {
  public static let name = CommandName.issueToken
  /// Nil: the caller's own.
  public var email: String?
  public var label: String
  /// 1 to 366.
  public var days: Int

  public init(email: String? = nil, label: String, days: Int) {
    self.email = email
    self.label = label
    self.days = days
  }

  public struct Result: Codable, Sendable {
    public var id: TokenID
    /// Shown this once; kept only as its hash.
    public var token: String
    public var expiresAt: Date

    public init(id: TokenID, token: String, expiresAt: Date) {
      self.id = id
      self.token = token
      self.expiresAt = expiresAt
    }
  }
}

/// Ends a token at once: the caller's own, or (owners) anyone's.
public struct RevokeToken: Command {
  public typealias Result = Done
  public static let name = CommandName.revokeToken
  public var id: TokenID

  public init(id: TokenID) { self.id = id }
}
