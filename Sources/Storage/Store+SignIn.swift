public import FoundationEssentials
import Postgres
public import Readiness

extension Store {
  /// Trades a sign-in code for a token of 90 days; the code is used up.
  ///
  /// - Throws: `unauthenticated` for a code that is unknown, used or expired.
  public func signIn(code: String, label: String, now: Date) async throws -> IssueToken.Result {
    guard let secret = Secret(code, kind: .code) else { throw Refusal.wrongCode }
    return try await database.write { tx in
      let session = try session(of: .operatorOf(secret.organisation), tx: tx, now: now)
      let account = try tx.first(
        """
        UPDATE sign_in_code SET used_at = \(now)
        WHERE organisation_id = \(secret.organisation) AND hash = \(secret.hash)
          AND used_at IS NULL AND expires_at > \(now)
        RETURNING account_id
        """
      ) { try $0.decode("account_id", as: AccountID.self) }
      guard let account else { throw Refusal.wrongCode }
      let token = try session.insertToken(for: account, label: label, days: 90)
      // The event is the account's own.
      try self.session(of: .token(token.token), tx: tx, now: now).audit([
        AuditEvent(
          action: "login", outcome: .applied, subject: account.uuid,
          detail: ["token": token.id.description, "label": label])
      ])
      return token
    }
  }
}

extension Refusal {
  fileprivate static let wrongCode = Refusal(
    .unauthenticated, "wrong-code", field: "code",
    LocalizedText(
      en: "The sign-in code is unknown, used or expired. Ask an owner for a new one.",
      zh: "登录码未知、已使用或已过期。请向所有者索取新的登录码。"))
}
