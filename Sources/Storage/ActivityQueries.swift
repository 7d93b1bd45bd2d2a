import FoundationEssentials
import Postgres
public import Readiness

/// An activity as it is kept.
struct StoredActivity: Sendable {
  let id: ActivityID
  let activity: Activity
  let retiredOn: Day?
}

extension Session {
  /// The activities that are offered, by their code.
  func activities() throws -> [Activity] {
    try storedActivities().filter { $0.retiredOn == nil }.map(\.activity)
  }

  /// All activities, retired ones too, by their code.
  ///
  /// - Parameter code: only this one.
  func storedActivities(code: String? = nil) throws -> [StoredActivity] {
    try tx.all(
      """
      SELECT a.id, a.code, a.name_en, a.name_zh, a.description_en, a.description_zh, a.kind, a.hours::float8 AS hours,
        a.cost, a.seats, a.evidence, a.effect_basis, a.effect_en, a.effect_zh, a.effect_source, a.validity_months,
        a.retired_on, l.domains, l.from_levels, l.to_levels,
        ARRAY(SELECT r.code FROM activity_prerequisite p
          JOIN activity r ON r.organisation_id = p.organisation_id AND r.id = p.requires_id
          WHERE p.organisation_id = a.organisation_id AND p.activity_id = a.id) AS prerequisites
      FROM activity a
      CROSS JOIN LATERAL (
        SELECT array_agg(domain) AS domains, array_agg(from_level) AS from_levels, array_agg(to_level) AS to_levels
        FROM activity_lift WHERE organisation_id = a.organisation_id AND activity_id = a.id) l
      WHERE a.organisation_id = \(actor.organisation) AND (a.code = \(code) OR \(code == nil))
      ORDER BY a.code
      """
    ) {
      StoredActivity(
        id: try $0.decode("id"), activity: try Activity($0).inOrder, retiredOn: try $0.decode("retired_on"))
    }
  }
}

extension Activity {
  fileprivate init(_ row: Row) throws {
    let levels = zip(
      try row.decode("from_levels", as: [QuotientLevel].self), try row.decode("to_levels", as: [QuotientLevel].self))
    self.init(
      code: try row.decode("code"), name: try row.localized("name"), description: try row.localized("description"),
      kind: try row.decode("kind"), hours: try row.decode("hours"), cost: try row.decode("cost"),
      seats: try row.decode("seats"),
      lifts: zip(try row.decode("domains", as: [QuotientDomain].self), levels).map {
        Lift(domain: $0, from: $1.0, to: $1.1)
      }, prerequisites: try row.decode("prerequisites"), evidence: try row.decode("evidence"),
      effect: Effect(
        basis: try row.decode("effect_basis"), text: try row.localized("effect"),
        source: try row.decode("effect_source")),
      validityMonths: try row.decode("validity_months"))
  }

  /// With hours as they are kept, lifts by domain and prerequisites by code: two that mean the same are then equal.
  var inOrder: Activity {
    var ordered = self
    let domains = QuotientDomain.allCases
    ordered.hours = (hours * 100).rounded() / 100
    ordered.lifts.sort { domains.firstIndex(of: $0.domain) ?? 0 < domains.firstIndex(of: $1.domain) ?? 0 }
    ordered.prerequisites.sort()
    return ordered
  }
}

/// The catalogue of activities, by code.
public struct ListActivities: StoredQuery {
  public static let name = QueryName.listActivities

  public enum Filter: String, Codable, Sendable, CaseIterable {
    case offered
    case retired
    case all
  }

  public var filter: Filter

  public init(filter: Filter = .offered) { self.filter = filter }

  public struct Entry: Codable, Sendable {
    public var activity: Activity
    /// The first day on which it was offered no more; nil: it is offered.
    public var retiredOn: Day?
  }

  public func read(in session: Session) throws -> [Entry] {
    try session.storedActivities().filter { stored in
      switch filter {
      case .offered: stored.retiredOn == nil
      case .retired: stored.retiredOn != nil
      case .all: true
      }
    }.map { Entry(activity: $0.activity, retiredOn: $0.retiredOn) }
  }
}

/// One activity: what comes after it, and what became of the levels of those who completed it.
public struct FindActivity: StoredQuery {
  public static let name = QueryName.findActivity
  public var code: String

  public init(code: String) { self.code = code }

  public struct Answer: Codable, Sendable {
    public var activity: Activity
    public var retiredOn: Day?
    /// Codes of offered activities that it comes before.
    public var requiredBy: [String]
    /// By domain that it lifts.
    public var measured: [MeasuredEffect]
  }

  public func read(in session: Session) throws -> Answer {
    guard let stored = try session.storedActivities(code: code).first else { throw Refusal.noActivity(code) }
    return Answer(
      activity: stored.activity, retiredOn: stored.retiredOn,
      requiredBy: try session.activities(requiring: stored.id),
      measured: try session.measuredEffects(of: stored))
  }
}
