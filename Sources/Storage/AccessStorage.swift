import Crypto
import FoundationEssentials
import Postgres
public import Readiness

extension Session {
  /// Tells the account behind a token, and confines the transaction to its organisation.
  static func authenticate(_ text: String, tx: Transaction, now: Date) throws -> Actor {
    guard let secret = Secret(text, kind: .token) else { throw Refusal.unauthenticated }
    try tx.runAhead("SELECT set_config('readiness.organisation', \(secret.organisation.description), true)")
    let actor = try tx.first(
      """
      SELECT a.id, a.email, a.person_id, g.role, t.device_id
      FROM token t
      JOIN account a ON a.organisation_id = t.organisation_id AND a.id = t.account_id AND a.disabled_at IS NULL
      JOIN access_grant g ON g.organisation_id = a.organisation_id AND g.account_id = a.id AND g.revoked_at IS NULL
      WHERE t.organisation_id = \(secret.organisation) AND t.hash = \(secret.hash)
        AND t.revoked_at IS NULL AND t.expires_at > \(now)
        AND NOT EXISTS (SELECT FROM device d WHERE d.organisation_id = t.organisation_id AND d.id = t.device_id
          AND d.revoked_at IS NOT NULL)
      """
    ) { row in
      Actor(
        organisation: secret.organisation, account: try row.decode("id", as: AccountID.self),
        role: try row.decode("role", as: AccountRole.self), person: try row.decode("person_id", as: PersonID?.self),
        device: try row.decode("device_id", as: DeviceID?.self), label: try row.decode("email", as: String.self))
    }
    guard let actor else { throw Refusal.unauthenticated }
    return actor
  }

  /// The account that has an e-mail address.
  func account(email: String) throws -> AccountID {
    let id = try tx.first(
      """
      SELECT id FROM account
      WHERE organisation_id = \(actor.organisation) AND lower(email) = lower(\(email)) AND disabled_at IS NULL
      """
    ) { try $0.decode("id", as: AccountID.self) }
    guard let id else { throw Refusal.notFound(LocalizedText(en: "account", zh: "账户"), email, field: "email") }
    return id
  }

  func insertToken(for account: AccountID, label: String, days: Int) throws -> IssueToken.Result {
    let id: TokenID = newID()
    let secret = Secret(organisation: actor.organisation, kind: .token)
    let expiresAt = now.addingTimeInterval(Double(days) * 86_400)
    try tx.run(
      """
      INSERT INTO token (organisation_id, id, account_id, hash, label, created_at, expires_at)
      VALUES (\(actor.organisation), \(id), \(account), \(secret.hash), \(label), \(now), \(expiresAt))
      """)
    return IssueToken.Result(id: id, token: secret.text, expiresAt: expiresAt)
  }

  private func grant(_ role: AccountRole, to account: AccountID) throws {
    try tx.run(
      """
      UPDATE access_grant SET revoked_at = \(now)
      WHERE organisation_id = \(actor.organisation) AND account_id = \(account) AND revoked_at IS NULL
      """)
    try tx.run(
      """
      INSERT INTO access_grant (organisation_id, id, account_id, role, granted_at, granted_by)
      VALUES (\(actor.organisation), \(UUID(version7: now)), \(account), \(role), \(now), \(actor.account))
      """)
  }

  /// An organisation without an owner could never be given one by its own people.
  private func requireAnotherOwner(than account: AccountID) throws {
    let others = try tx.one(
      """
      SELECT count(*) AS n FROM access_grant g
      JOIN account a ON a.organisation_id = g.organisation_id AND a.id = g.account_id AND a.disabled_at IS NULL
      WHERE g.organisation_id = \(actor.organisation) AND g.role = 'owner' AND g.revoked_at IS NULL
        AND g.account_id <> \(account)
      """
    ) { try $0.decode("n", as: Int.self) }
    if others == 0 {
      throw Refusal.conflict(
        "last-owner", en: "This is the last owner. Make another account owner first.",
        zh: "这是最后一位所有者。请先将其他账户设为所有者。")
    }
  }

  fileprivate func apply(_ command: CreateAccount) throws -> CreateAccount.Result {
    try command.check()
    let id: AccountID = newID()
    let person = try command.person.map { try self.person(externalID: $0, field: "person") }
    try tx.run(
      """
      INSERT INTO account (organisation_id, id, email, name, person_id, created_at)
      VALUES (\(actor.organisation), \(id), \(command.email), \(command.displayName), \(person), \(now))
      """)
    try grant(command.role, to: id)
    return CreateAccount.Result(account: id)
  }

  fileprivate func apply(_ command: GrantRole) throws {
    let account = try account(email: command.email)
    if command.role != .owner { try requireAnotherOwner(than: account) }
    try grant(command.role, to: account)
  }

  fileprivate func apply(_ command: DisableAccount) throws {
    let account = try account(email: command.email)
    try requireAnotherOwner(than: account)
    try tx.run(
      "UPDATE account SET disabled_at = \(now) WHERE organisation_id = \(actor.organisation) AND id = \(account)")
    for table in ["token", "access_grant"] {
      try tx.run(
        """
        UPDATE \(identifier: table) SET revoked_at = \(now)
        WHERE organisation_id = \(actor.organisation) AND account_id = \(account) AND revoked_at IS NULL
        """)
    }
    try tx.run(
      """
      UPDATE sign_in_code SET expires_at = \(now)
      WHERE organisation_id = \(actor.organisation) AND account_id = \(account) AND expires_at > \(now)
      """)
  }

  fileprivate func apply(_ command: IssueSignInCode) throws -> IssueSignInCode.Result {
    let account = try account(email: command.email)
    let secret = Secret(organisation: actor.organisation, kind: .code)
    let expiresAt = now.addingTimeInterval(7 * 86_400)
    try tx.run(
      """
      INSERT INTO sign_in_code (organisation_id, id, account_id, hash, created_at, expires_at)
      VALUES (\(actor.organisation), \(UUID(version7: now)), \(account), \(secret.hash), \(now), \(expiresAt))
      """)
    return IssueSignInCode.Result(code: secret.text, expiresAt: expiresAt)
  }

  fileprivate func apply(_ command: IssueToken) throws -> IssueToken.Result {
    guard (1...366).contains(command.days) else {
      throw Refusal.invalid(
        "out-of-range", field: "days", en: "A token lasts 1 to 366 days; \(command.days) is not.",
        zh: "令牌有效期为 1 到 366 天，\(command.days) 不符合。")
    }
    if actor.device != nil {
      throw Refusal.forbidden(
        en: "A phone makes no tokens: they would outlive it. Sign in with the command line and make one there.",
        zh: "设备不能创建令牌，否则令牌会在设备注销后继续有效。请通过命令行登录后创建。")
    }
    let target = try command.email.map(account(email:)) ?? actor.account
    guard let target, target == actor.account || actor.role == .owner else {
      throw Refusal.forbidden(
        en: "Only an owner may make a token for another account. Leave the e-mail out to make your own.",
        zh: "只有所有者可以为其他账户创建令牌。省略邮箱即可创建自己的令牌。")
    }
    return try insertToken(for: target, label: command.label, days: command.days)
  }

  fileprivate func apply(_ command: RevokeToken) throws {
    let revoked = try tx.run(
      """
      UPDATE token SET revoked_at = \(now)
      WHERE organisation_id = \(actor.organisation) AND id = \(command.id) AND revoked_at IS NULL AND device_id IS NULL
        AND (account_id = \(actor.account) OR \(actor.role == .owner))
      """)
    if revoked == 0 {
      throw Refusal.notFound(LocalizedText(en: "token in force", zh: "有效令牌"), command.id.description, field: "id")
    }
  }
}

extension CreateAccount {
  fileprivate func check() throws(Refusal) {
    let parts = email.split(separator: "@", omittingEmptySubsequences: false)
    if parts.count != 2 || parts.contains(where: \.isEmpty) || email.contains(where: \.isWhitespace) {
      throw .invalid(
        "invalid-email", field: "email", en: "“\(email.prefix(60))” is not an e-mail address.",
        zh: "“\(email.prefix(60))”不是有效的邮箱地址。")
    }
    if [.manager, .employee].contains(role) && person == nil {
      throw .invalid(
        "person-required", field: "person",
        en: "A manager or an employee reaches people through their own record: name it by its external id.",
        zh: "经理和员工账户须关联本人记录：请填写其外部编号。")
    }
  }
}

extension Refusal {
  static let unauthenticated = Refusal(
    .unauthenticated, "unauthenticated",
    LocalizedText(
      en: "The token is missing, unknown, expired or revoked. Sign in again with `readiness login`.",
      zh: "令牌缺失、未知、已过期或已吊销。请使用 `readiness login` 重新登录。"))
}

extension CreateAccount: AppliedCommand {
  public func apply(in session: Session) throws -> Result { try session.apply(self) }
}
extension DisableAccount: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    try session.apply(self)
    return Done()
  }
}
extension GrantRole: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    try session.apply(self)
    return Done()
  }
}
extension IssueSignInCode: AppliedCommand {
  public func apply(in session: Session) throws -> Result { try session.apply(self) }
}
extension IssueToken: AppliedCommand {
  public func apply(in session: Session) throws -> Result { try session.apply(self) }
}
extension RevokeToken: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    try session.apply(self)
    return Done()
  }
}
