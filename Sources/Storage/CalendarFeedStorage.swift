import Crypto
public import FoundationEssentials
import Postgres
public import Readiness

extension CreateCalendarFeed: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    _ = try session.ownPerson()
    guard reach == .own || session.actor.role.mayWatchTeam else { throw Refusal.noTeam }
    guard try session.calendarFeeds().count(where: { $0.isOwn }) < Self.limit else { throw Refusal.tooManyCalendars }
    let id: CalendarFeedID = session.newID()
    let secret = Secret(organisation: session.actor.organisation, kind: .calendar)
    try session.tx.run(
      """
      INSERT INTO calendar_feed (organisation_id, id, account_id, reach, language, secret_hash, created_at)
      VALUES (\(session.actor.organisation), \(id), \(session.actor.account), \(reach), \(language), \(secret.hash),
        \(session.now))
      """)
    return Result(id: id, path: "/v1/calendars/\(secret.text).ics")
  }
}

extension RevokeCalendarFeed: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    let revoked = try session.tx.run(
      """
      UPDATE calendar_feed SET revoked_at = \(session.now)
      WHERE organisation_id = \(session.actor.organisation) AND id = \(id) AND revoked_at IS NULL
        AND (account_id = \(session.actor.account) OR \(session.actor.role == .owner))
      """)
    if revoked == 0 {
      throw Refusal.notFound(LocalizedText(en: "calendar in force", zh: "有效的日历"), id.description, field: "id")
    }
    return Done()
  }
}

extension AccountRole {
  fileprivate var mayWatchTeam: Bool { [.owner, .hrAdmin, .manager].contains(self) }
}

extension Refusal {
  fileprivate static let noTeam = Refusal.forbidden(
    en: "A team's calendar is for managers, HR admins and owners. Make one of your own plans: reach own.",
    zh: "团队日历仅供经理、人力资源管理员和所有者使用。请改用本人日历（own）。")
  fileprivate static let tooManyCalendars = Refusal.conflict(
    "too-many-calendars",
    en: "You have \(CreateCalendarFeed.limit) calendars in force. Revoke one that you no longer use.",
    zh: "您已有 \(CreateCalendarFeed.limit) 个有效日历。请先吊销不再使用的日历。")
  fileprivate static let noCalendar = Refusal(
    .notFound, "no-calendar",
    LocalizedText(
      en: "There is no calendar at this address; it may have been revoked. Make a new one: readiness calendar create",
      zh: "此地址没有日历，可能已被吊销。请新建：readiness calendar create"))
}

/// A calendar as it is sent.
public struct CalendarFile: Sendable {
  /// In iCalendar format.
  public let text: String
  /// The same for the same text.
  public let tag: String
}

extension Store {
  /// Reads the calendar behind a secret: with the reach that its account has now, confined by row-level security.
  ///
  /// - Throws: `no-calendar` for a secret that is unknown or revoked, an account that is disabled or lost the role that it
  ///   needs, or a person who has left.
  public func calendar(secret text: String, now: Date) async throws -> CalendarFile {
    guard let secret = Secret(text, kind: .calendar) else { throw Refusal.noCalendar }
    return try await database.read { tx in
      guard let feed = try FoundFeed(secret, tx, today: Day(now)) else { throw Refusal.noCalendar }
      let session = self.session(of: feed.actor, tx: tx, now: now)
      try session.authorise(feed.reach == .team ? .team : .own, operation: "calendar.read")
      let text = try session.learningCalendar(feed.reach, in: feed.language).text
      let tag = SHA256.hash(data: Data(text.utf8)).prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      return CalendarFile(text: text, tag: tag.joined())
    }
  }
}

/// A feed in force, with the account whose it is, as it is now.
private struct FoundFeed {
  let actor: Actor
  let reach: CalendarReach
  let language: Language

  /// Confines the transaction to the secret's organisation, and looks it up there.
  init?(_ secret: Secret, _ tx: Transaction, today: Day) throws {
    try tx.run("SELECT set_config('readiness.organisation', \(secret.organisation.description), true)")
    let found = try tx.first(
      """
      SELECT f.reach, f.language, a.id, a.email, a.person_id, g.role
      FROM calendar_feed f
      JOIN account a ON a.organisation_id = f.organisation_id AND a.id = f.account_id AND a.disabled_at IS NULL
      JOIN access_grant g ON g.organisation_id = a.organisation_id AND g.account_id = a.id AND g.revoked_at IS NULL
      WHERE f.organisation_id = \(secret.organisation) AND f.secret_hash = \(secret.hash) AND f.revoked_at IS NULL
        AND a.person_id IS NOT NULL
      """
    ) { row in
      (
        actor: Actor(
          organisation: secret.organisation, account: try row.decode("id", as: AccountID.self),
          role: try row.decode("role", as: AccountRole.self), person: try row.decode("person_id", as: PersonID?.self),
          label: try row.decode("email", as: String.self)),
        reach: try row.decode("reach", as: CalendarReach.self), language: try row.decode("language", as: Language.self)
      )
    }
    guard let found, found.reach == .own || found.actor.role.mayWatchTeam else { return nil }
    (actor, reach, language) = found
  }
}

/// The addresses of calendars in force: the account's own or, for owners, all.
public struct ListCalendarFeeds: StoredQuery {
  public static let name = QueryName.listCalendarFeeds

  public init() {}

  public struct Entry: Codable, Sendable {
    public var id: CalendarFeedID
    /// E-mail address.
    public var account: String
    public var reach: CalendarReach
    public var language: Language
    public var createdAt: Date
  }

  public func read(in session: Session) throws -> [Entry] { try session.calendarFeeds().map(\.entry) }
}

extension Session {
  fileprivate func calendarFeeds() throws -> [(entry: ListCalendarFeeds.Entry, isOwn: Bool)] {
    try tx.all(
      """
      SELECT f.id, a.email, f.reach, f.language, f.created_at, f.account_id IS NOT DISTINCT FROM \(actor.account) AS own
      FROM calendar_feed f JOIN account a ON a.organisation_id = f.organisation_id AND a.id = f.account_id
      WHERE f.organisation_id = \(actor.organisation) AND f.revoked_at IS NULL
        AND (f.account_id = \(actor.account) OR \(actor.role == .owner))
      ORDER BY a.email, f.created_at, f.id
      """
    ) { row in
      (
        entry: ListCalendarFeeds.Entry(
          id: try row.decode("id"), account: try row.decode("email"), reach: try row.decode("reach"),
          language: try row.decode("language"), createdAt: try row.decode("created_at")),
        isOwn: try row.decode("own")
      )
    }
  }
}
