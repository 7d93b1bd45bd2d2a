import Postgres
public import Readiness

/// Prior learning within the caller's reach, oldest first.
public struct ListPriorLearning: StoredQuery {
  public static let name = QueryName.listPriorLearning
  public static let isAudited = true

  public enum Filter: String, Codable, Sendable, CaseIterable {
    /// Waits for its review.
    case open
    /// Accepted, and has not lapsed.
    case counting
    case all
  }

  public var filter: Filter
  /// External id; nil: of all within reach.
  public var person: String?
  /// Only those after this one; the last one of a page asks for the next page.
  public var after: PriorLearningID?
  /// At most 5,000.
  public var limit: Int

  public init(filter: Filter = .open, person: String? = nil, after: PriorLearningID? = nil, limit: Int = 500) {
    self.filter = filter
    self.person = person
    self.after = after
    self.limit = limit
  }

  public var auditDetail: any Encodable & Sendable { ["filter": filter.rawValue, "person": person ?? ""] }

  public struct Entry: Codable, Sendable {
    public var claim: PriorLearningID
    /// External id.
    public var person: String
    public var name: String
    /// Code.
    public var activity: String
    public var activityName: LocalizedText
    public var text: String
    public var link: String?
    public var learntOn: Day
    public var filedOn: Day
    /// Nil: open.
    public var outcome: PriorLearningOutcome?
    public var reason: String?
    /// Accepted, it counts from this day.
    public var reviewedOn: Day?
    /// The first day on which it counts no more.
    public var expiresOn: Day?
  }

  public func read(in session: Session) throws -> [Entry] {
    let person = try person.map { try session.person(externalID: $0) }
    return try session.tx.all(
      """
      SELECT l.id, q.external_id, q.name, a.code, a.name_en AS activity_en, a.name_zh AS activity_zh, l.text,
        nullif(l.link, '') AS link, l.learnt_on, l.filed_on, l.outcome, nullif(l.reason, '') AS reason, l.reviewed_on,
        l.expires_on
      FROM prior_learning l
      JOIN person q ON q.organisation_id = l.organisation_id AND q.id = l.person_id
      JOIN activity a ON a.organisation_id = l.organisation_id AND a.id = l.activity_id
      WHERE l.organisation_id = \(session.actor.organisation) AND (l.person_id = \(person) OR \(person == nil))
        AND (l.id > \(after) OR \(after == nil)) AND \(fragment: filter.condition(on: session.today))
      ORDER BY l.id LIMIT \(limit)
      """
    ) { row in
      Entry(
        claim: try row.decode("id"), person: try row.decode("external_id"), name: try row.decode("name"),
        activity: try row.decode("code"), activityName: try row.localized("activity"), text: try row.decode("text"),
        link: try row.decode("link"), learntOn: try row.decode("learnt_on"), filedOn: try row.decode("filed_on"),
        outcome: try row.decode("outcome"), reason: try row.decode("reason"), reviewedOn: try row.decode("reviewed_on"),
        expiresOn: try row.decode("expires_on"))
    }
  }
}

extension ListPriorLearning.Filter {
  fileprivate func condition(on day: Day) -> SQL {
    switch self {
    case .open: "l.outcome IS NULL"
    case .counting: "l.outcome = 'accepted' AND (l.expires_on IS NULL OR l.expires_on > \(day))"
    case .all: "true"
    }
  }
}
