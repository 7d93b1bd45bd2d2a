import Postgres
public import Readiness

/// What people of a unit, or one person, lack of what is required of them on a day. Each read is audited.
///
/// Managers are told levels, not how sure they are.
public struct ListLearningGaps: StoredQuery {
  public static let name = QueryName.listLearningGaps
  public static let isAudited = true
  /// External id; either this or a unit.
  public var person: String?
  /// Code: with all below it.
  public var unit: String?
  public var asOf: Day?
  /// Only people after this external id.
  public var after: String?
  /// 1 to 5,000 people.
  public var limit: Int

  public init(person: String? = nil, unit: String? = nil, asOf: Day? = nil, after: String? = nil, limit: Int = 500) {
    self.person = person
    self.unit = unit
    self.asOf = asOf
    self.after = after
    self.limit = limit
  }

  public var auditDetail: any Encodable & Sendable { person.map { ["person": $0] } ?? ["unit": unit ?? ""] }

  /// A person, whether or not they have gaps.
  public struct Entry: Codable, Sendable {
    /// External id.
    public var person: String
    public var name: String
    /// Code.
    public var unit: String?
    /// Code.
    public var role: String?
    public var gaps: [Gap]
    /// Why there are none; nil: there are.
    public var without: UnplannedReason?
  }

  public struct Gap: Codable, Sendable {
    public var domain: QuotientDomain
    public var level: QuotientLevel
    public var required: QuotientLevel
    /// That the person is truly at the required level already; nil to managers, of others.
    public var probability: Double?
    /// How much it counts beside other gaps (`GapWeight`).
    public var weight: Double
    /// How many boundaries lack the overseer that they require until it is closed.
    public var boundaries: Int
    public var basis: DomainStanding.Basis
  }

  public func read(in session: Session) throws -> [Entry] {
    let scope = try PlanningScope(person: person, unit: unit, in: session)
    let people = try session.learningNeeds(
      of: scope, asOf: asOf ?? session.today, after: after, limit: min(max(limit, 1), 5_000))
    if person != nil, people.isEmpty { throw Refusal.notEmployed }
    return people.map { entry($0, session) }
  }

  private func entry(_ person: PersonNeeds, _ session: Session) -> Entry {
    let isTold = session.reach == .organisation || session.isCaller(person.id)
    return Entry(
      person: person.person, name: person.name, unit: person.unit, role: person.role,
      gaps: person.gaps.compactMap { Gap($0, tellingProbability: isTold) }, without: person.withoutGaps)
  }
}

extension ListLearningGaps.Gap {
  fileprivate init?(_ need: LearningNeed, tellingProbability: Bool) {
    guard let standing = need.standing, let required = need.requiredLevel else { return nil }
    self.init(
      domain: need.domain, level: standing.level, required: required,
      probability: tellingProbability ? standing.probability(of: required) : nil, weight: need.weight,
      boundaries: need.isForOversight ? need.oversight?.boundaries ?? 0 : 0, basis: standing.basis)
  }
}

extension PersonNeeds {
  /// Why there is nothing to plan; nil: there are gaps.
  var withoutGaps: UnplannedReason? {
    if !hasRequirement { return .nothingRequired }
    if !isMeasured { return .notMeasured }
    return gaps.isEmpty ? .noGap : nil
  }
}

extension Refusal {
  static let notEmployed = Refusal.conflict(
    "not-employed", field: "person", en: "The person is not employed on that day. Choose another day or person.",
    zh: "该人员在该日不在职。请更换日期或人员。")
}
