public import FoundationEssentials
import Postgres
public import Readiness

/// Who the caller is and what they may do.
public struct WhoAmI: StoredQuery {
  public static let name = QueryName.whoami
  public init() {}

  public struct Answer: Codable, Sendable {
    public var organisation: LocalizedText
    public var organisationID: OrganisationID
    public var account: String
    public var role: AccountRole
    /// External id.
    public var person: String?
  }

  public func read(in session: Session) throws -> Answer {
    try session.tx.one(
      """
      SELECT name_en, name_zh, (SELECT external_id FROM person
        WHERE organisation_id = o.organisation_id AND id = \(session.actor.person)) AS person
      FROM organisation o WHERE organisation_id = \(session.actor.organisation)
      """
    ) { row in
      Answer(
        organisation: try row.localized("name"), organisationID: session.actor.organisation,
        account: session.actor.label, role: session.actor.role, person: try row.decode("person", as: String?.self))
    }
  }
}

/// The organisation's accounts, by e-mail.
public struct ListAccounts: StoredQuery {
  public static let name = QueryName.listAccounts
  public init() {}

  public struct Entry: Codable, Sendable {
    public var email: String
    public var name: String
    public var role: AccountRole?
    public var person: String?
    public var disabled: Bool
  }

  public func read(in session: Session) throws -> [Entry] {
    try session.tx.all(
      """
      SELECT a.email, a.name, g.role, p.external_id, a.disabled_at IS NOT NULL AS disabled
      FROM account a
      LEFT JOIN access_grant g ON g.organisation_id = a.organisation_id AND g.account_id = a.id AND g.revoked_at IS NULL
      LEFT JOIN person p ON p.organisation_id = a.organisation_id AND p.id = a.person_id
      WHERE a.organisation_id = \(session.actor.organisation) ORDER BY a.email
      """
    ) { row in
      Entry(
        email: try row.decode("email"), name: try row.decode("name"), role: try row.decode("role"),
        person: try row.decode("external_id"), disabled: try row.decode("disabled"))
    }
  }
}

/// The tokens in force: the caller's own; everyone's for an owner.
public struct ListTokens: StoredQuery {
  public static let name = QueryName.listTokens
  public init() {}

  public struct Entry: Codable, Sendable {
    public var id: TokenID
    public var account: String
    public var label: String
    public var createdAt: Date
    public var expiresAt: Date
  }

  public func read(in session: Session) throws -> [Entry] {
    try session.tx.all(
      """
      SELECT t.id, a.email, t.label, t.created_at, t.expires_at
      FROM token t JOIN account a ON a.organisation_id = t.organisation_id AND a.id = t.account_id
      WHERE t.organisation_id = \(session.actor.organisation) AND t.revoked_at IS NULL AND t.expires_at > \(session.now)
        AND t.device_id IS NULL
        AND (t.account_id = \(session.actor.account) OR \(session.actor.role == .owner))
      ORDER BY t.created_at, t.id
      """
    ) { row in
      Entry(
        id: try row.decode("id"), account: try row.decode("email"), label: try row.decode("label"),
        createdAt: try row.decode("created_at"), expiresAt: try row.decode("expires_at"))
    }
  }
}

/// The audit's events, newest first.
public struct ListAuditEvents: StoredQuery {
  public static let name = QueryName.listAuditEvents
  /// Only events before this position; nil: from the newest.
  public var before: Int?
  /// 1 to 1,000.
  public var limit: Int

  public init(before: Int? = nil, limit: Int = 100) {
    self.before = before
    self.limit = limit
  }

  public struct Entry: Codable, Sendable {
    public var position: Int
    public var at: Date
    public var actor: String
    public var action: String
    public var outcome: String
    /// As JSON.
    public var detail: String
  }

  public func read(in session: Session) throws -> [Entry] {
    try session.tx.all(
      """
      SELECT position, at, actor, action, outcome, detail::text AS detail FROM audit_event
      WHERE organisation_id = \(session.actor.organisation) AND (\(before)::bigint IS NULL OR position < \(before))
      ORDER BY position DESC LIMIT \(min(max(limit, 1), 1_000))
      """
    ) { row in
      Entry(
        position: try row.decode("position"), at: try row.decode("at"), actor: try row.decode("actor"),
        action: try row.decode("action"), outcome: try row.decode("outcome"), detail: try row.decode("detail"))
    }
  }
}

extension Row {
  /// The columns `stem_en` and `stem_zh`.
  func localized(_ stem: String) throws -> LocalizedText {
    LocalizedText(en: try decode("\(stem)_en"), zh: try decode("\(stem)_zh"))
  }
}
