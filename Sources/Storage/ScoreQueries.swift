import FoundationEssentials
import Postgres
public import Readiness

/// Overall and domain scores within the caller's reach. A manager is told levels only, of their team; a person all of
/// their own. Each read of another's is audited.
public struct ListScores: StoredQuery {
  public static let name = QueryName.listScores
  public static let isAudited = true
  /// External id; nil: everyone within reach, overall only.
  public var person: String?
  public var asOf: Day?

  public init(person: String? = nil, asOf: Day? = nil) {
    self.person = person
    self.asOf = asOf
  }

  public var auditDetail: any Encodable & Sendable { ["person": person ?? "*"] }

  public struct Entry: Codable, Sendable {
    public var person: String
    public var name: String
    public var domain: String
    public var level: QuotientLevel
    /// 0 to 100; nil to managers.
    public var quotient: Double?
    public var standardError: Double?
    public var provisional: Bool
    public var scoredOn: Day
    public var validUntil: Day
    /// Where an overall score stands among the organisation's people; nil without a norm on that day, and to managers.
    public var norm: Norm.Standing?
    /// What the person says of themselves, 0 to 100; nil: nothing, or not for the caller, or nobody in particular was
    /// asked for.
    public var selfReported: Double?
    /// What speaks against taking the answers at face value; nil but to those who run assessments.
    public var flags: [ResponseFlag]?
    /// The same for the person themselves; nil to others.
    public var remarks: [LocalizedText]?
    /// What an appeal names; nil but to the person themselves.
    public var attempt: AttemptID?
  }

  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    let person = try person.map { try session.person(externalID: $0) }
    let norms = try session.norms(asOf: day)
    return try session.tx.all(
      """
      SELECT DISTINCT ON (p.external_id, s.domain) p.external_id, p.name, s.domain, s.level, s.provisional,
        s.scored_on, s.valid_until, s.theta,
        (SELECT i.code FROM attempt a
         JOIN form f ON f.organisation_id = a.organisation_id AND f.id = a.form_id
         JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
         WHERE a.organisation_id = s.organisation_id AND a.id = s.attempt_id) AS instrument, s.flags, s.attempt_id, r.value AS self_reported,
        p.id IS NOT DISTINCT FROM \(session.actor.person) AS own,
        CASE WHEN \(session.reach == .team) AND p.id IS DISTINCT FROM \(session.actor.person) THEN NULL
          ELSE s.quotient END AS quotient,
        CASE WHEN \(session.reach == .team) AND p.id IS DISTINCT FROM \(session.actor.person) THEN NULL
          ELSE s.quotient_standard_error END AS error
      FROM score s JOIN person p ON p.organisation_id = s.organisation_id AND p.id = s.person_id
      LEFT JOIN (\(fragment: session.selfReports(of: person, asOf: day))) r
        ON r.person_id = s.person_id AND r.domain = s.domain
      WHERE s.organisation_id = \(session.actor.organisation) AND \(fragment: .scoreCounts(on: day))
        AND (\(person)::uuid IS NULL AND s.domain = 'overall' OR s.person_id = \(person))
        AND (s.domain = 'overall' OR NOT \(session.reach == .team) OR p.id = \(session.actor.person))
      ORDER BY p.external_id, s.domain, s.assessed_on DESC, s.attempt_id DESC
      """
    ) { try entry($0, norms: norms, in: session) }
  }

  private func entry(_ row: Row, norms: [String: Norm], in session: Session) throws -> Entry {
    let isOwn = try row.decode("own", as: Bool.self)
    let flags = try row.decode("flags", as: [String].self).compactMap(ResponseFlag.init(rawValue:))
    let domain = try row.decode("domain", as: String.self)
    let quotient = try row.decode("quotient", as: Double?.self)
    let norm = domain == "overall" && quotient != nil ? norms[try row.decode("instrument")] : nil
    return Entry(
      person: try row.decode("external_id"), name: try row.decode("name"), domain: domain,
      level: try row.decode("level"), quotient: quotient, standardError: try row.decode("error"),
      provisional: try row.decode("provisional"), scoredOn: try row.decode("scored_on"),
      validUntil: try row.decode("valid_until"),
      norm: try norm.map { $0.standing(of: try row.decode("theta")) },
      selfReported: isOwn || session.seesAssessments ? try row.decode("self_reported") : nil,
      flags: session.seesAssessments ? flags : nil, remarks: isOwn ? flags.map(\.remark) : nil,
      attempt: isOwn ? try row.decode("attempt_id") : nil)
  }
}

extension Session {
  /// What one person last said of themselves by a day, by domain; nothing when nobody is named.
  fileprivate func selfReports(of person: PersonID?, asOf day: Day) -> SQL {
    """
    SELECT DISTINCT ON (r.domain) r.person_id, r.domain, r.value, r.reported_on FROM self_report r
    WHERE r.organisation_id = \(actor.organisation) AND r.person_id = \(person) AND r.reported_on <= \(day)
    ORDER BY r.domain, r.reported_on DESC, r.attempt_id DESC
    """
  }
}

/// What a person says of themselves beside what was measured, by domain, on a day: for the person, and for those who run
/// assessments. Each read is audited.
public struct CompareSelfReport: StoredQuery {
  public static let name = QueryName.compareSelfReport
  public static let isAudited = true
  /// External id; nil: the caller.
  public var person: String?
  public var asOf: Day?

  public init(person: String? = nil, asOf: Day? = nil) {
    self.person = person
    self.asOf = asOf
  }

  public var auditDetail: any Encodable & Sendable { ["person": person ?? "self"] }

  public struct Entry: Codable, Sendable {
    /// `overall`, or a domain.
    public var domain: String
    /// 0 to 100; nil: nothing was said.
    public var selfReported: Double?
    public var reportedOn: Day?
    /// The AI quotient, 0 to 100; nil: none counts.
    public var measured: Double?
    /// Of what was measured.
    public var standardError: Double?
    public var scoredOn: Day?
    /// How much more is said than was measured; nil where one of them is.
    public var difference: Double?
  }

  /// Overall first, then the domains; only those of which something is known.
  public func read(in session: Session) throws -> [Entry] {
    let day = asOf ?? session.today
    let person = try person.map { try session.person(externalID: $0) } ?? session.ownPerson()
    let entries = try session.tx.all(
      """
      SELECT coalesce(m.domain, r.domain) AS domain, r.value, r.reported_on, m.quotient, m.error, m.scored_on
      FROM (
        SELECT DISTINCT ON (s.domain) s.domain, s.quotient, s.quotient_standard_error AS error, s.scored_on FROM score s
        WHERE s.organisation_id = \(session.actor.organisation) AND s.person_id = \(person)
          AND \(fragment: .scoreCounts(on: day))
        ORDER BY s.domain, s.assessed_on DESC, s.attempt_id DESC) m
      FULL JOIN (\(fragment: session.selfReports(of: person, asOf: day))) r ON r.domain = m.domain
      """
    ) { row in
      let said = try row.decode("value", as: Double?.self)
      let measured = try row.decode("quotient", as: Double?.self)
      return Entry(
        domain: try row.decode("domain"), selfReported: said, reportedOn: try row.decode("reported_on"),
        measured: measured, standardError: try row.decode("error"), scoredOn: try row.decode("scored_on"),
        difference: said.flatMap { said in measured.map { said - $0 } })
    }
    let order = ["overall"] + QuotientDomain.allCases.map(\.rawValue)
    return order.compactMap { domain in entries.first { $0.domain == domain } }
  }
}
