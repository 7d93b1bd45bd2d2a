import FoundationEssentials
import Postgres
public import Readiness

/// The policies in force on a day, by code.
public struct ListPolicies: StoredQuery {
  public static let name = QueryName.listPolicies
  public var asOf: Day?

  public init(asOf: Day? = nil) { self.asOf = asOf }

  public func read(in session: Session) throws -> [PolicyEntry] {
    try session.policies(where: .policyHolds(on: asOf ?? session.today), limit: 1_000)
  }
}

/// A policy's version in force on a day, or any other, with its text.
public struct FindPolicy: StoredQuery {
  public static let name = QueryName.findPolicy
  public var code: String
  public var version: Int?
  public var asOf: Day?

  public init(code: String, version: Int? = nil, asOf: Day? = nil) {
    self.code = code
    self.version = version
    self.asOf = asOf
  }

  public func read(in session: Session) throws -> PolicyEntry {
    let holds = SQL.policyHolds(on: asOf ?? session.today)
    let condition: SQL = version.map { "v.version = \($0)" } ?? holds
    let found = try session.policies(where: "p.code = \(code) AND \(fragment: condition)", limit: 1)
    guard let policy = found.first else {
      throw Refusal.notFound(LocalizedText(en: "policy in force", zh: "现行政策"), code, field: "code")
    }
    return policy
  }
}

public struct PolicyEntry: Codable, Sendable {
  public var code: String
  public var version: Int
  public var title: LocalizedText
  public var text: LocalizedText
  /// Codes; empty: all.
  public var roles: [String]
  public var effectiveFrom: Day
  /// The day after its last; nil: it has no end.
  public var effectiveTo: Day?
  /// Whether the caller has acknowledged this version.
  public var acknowledged: Bool
}

/// Who, of those within the caller's reach whom a policy is for, has acknowledged the version in force.
///
/// Auditors are told of counts without small ones. Who it is that has not is told to those who may know the people.
public struct FindPolicyStatus: StoredQuery {
  public static let name = QueryName.findPolicyStatus
  public var code: String
  /// Only those after this external id.
  public var after: String?
  /// 1 to 5,000.
  public var limit: Int

  public init(code: String, after: String? = nil, limit: Int = 500) {
    self.code = code
    self.after = after
    self.limit = limit
  }

  public struct Answer: Codable, Sendable {
    public var version: Int
    /// Nil: withheld, since it would tell of single persons.
    public var concerned: Int?
    public var acknowledged: Int?
    /// Those who have not, by external id: a page of them; nil: not told.
    public var missing: [Missing]?
  }

  public struct Missing: Codable, Sendable {
    public var person: String
    public var name: String
    /// Code.
    public var unit: String
  }

  public func read(in session: Session) throws -> Answer {
    let version = try session.policyInForce(code, on: session.today)
    let counts = try session.tx.one(
      """
      SELECT count(*) AS concerned, count(*) FILTER (WHERE n.done) AS done FROM (\(fragment: concerned(session, version.id))) n
      """
    ) { (try $0.decode("concerned", as: Int.self), try $0.decode("done", as: Int.self)) }
    guard session.actor.role != .auditor else {
      let told = Suppression.parts(counts.1, counts.0 - counts.1)
      return Answer(version: version.number, concerned: told.total, acknowledged: told.first, missing: nil)
    }
    let missing = try session.tx.all(
      """
      SELECT * FROM (\(fragment: concerned(session, version.id))) n
      WHERE NOT n.done AND (\(after)::text IS NULL OR n.external_id > \(after))
      ORDER BY n.external_id LIMIT \(min(max(limit, 1), 5_000))
      """
    ) { Missing(person: try $0.decode("external_id"), name: try $0.decode("name"), unit: try $0.decode("unit")) }
    return Answer(version: version.number, concerned: counts.0, acknowledged: counts.1, missing: missing)
  }

  private func concerned(_ session: Session, _ version: PolicyVersionID) -> SQL {
    """
    SELECT q.external_id, q.name, u.code AS unit, k.person_id IS NOT NULL AS done
    FROM policy p
    JOIN employment e ON e.organisation_id = p.organisation_id AND e.valid_from <= \(session.today)
      AND (e.valid_to IS NULL OR e.valid_to > \(session.today))
      AND (cardinality(p.role_ids) = 0 OR e.role_id = ANY (p.role_ids))
    JOIN person q ON q.organisation_id = e.organisation_id AND q.id = e.person_id
    JOIN unit u ON u.organisation_id = e.organisation_id AND u.id = e.unit_id
    LEFT JOIN policy_acknowledgement k ON k.organisation_id = p.organisation_id AND k.policy_version_id = \(version)
      AND k.person_id = e.person_id
    WHERE p.organisation_id = \(session.actor.organisation) AND p.code = \(code)
    """
  }
}

extension Session {
  fileprivate func policies(where condition: SQL, limit: Int) throws -> [PolicyEntry] {
    try tx.all(
      """
      SELECT p.code, v.version, v.title_en, v.title_zh, v.text_en, v.text_zh, v.effective_from, v.effective_to,
        ARRAY(SELECT r.code FROM role r WHERE r.organisation_id = p.organisation_id AND r.id = ANY (p.role_ids)
              ORDER BY r.code) AS roles,
        EXISTS (SELECT FROM policy_acknowledgement k WHERE k.organisation_id = v.organisation_id
                AND k.policy_version_id = v.id AND k.person_id = \(actor.person)) AS acknowledged
      FROM policy p
      JOIN policy_version v ON v.organisation_id = p.organisation_id AND v.policy_id = p.id
      WHERE p.organisation_id = \(actor.organisation) AND \(fragment: condition) ORDER BY p.code LIMIT \(limit)
      """
    ) { row in
      PolicyEntry(
        code: try row.decode("code"), version: try row.decode("version"), title: try row.localized("title"),
        text: try row.localized("text"), roles: try row.decode("roles"),
        effectiveFrom: try row.decode("effective_from"),
        effectiveTo: try row.decode("effective_to"), acknowledged: try row.decode("acknowledged"))
    }
  }
}
