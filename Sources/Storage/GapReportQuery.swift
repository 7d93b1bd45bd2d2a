import Postgres
public import Readiness

/// The gaps of the people of a unit with all below it, of a role or of all within reach, on a day; and what plans do
/// about them. A manager asks of their team.
public struct ReadGapReport: StoredQuery {
  public static let name = QueryName.gapReport
  /// Codes; nil: all.
  public var unit: String?
  public var role: String?
  public var asOf: Day?

  public init(unit: String? = nil, role: String? = nil, asOf: Day? = nil) {
    self.unit = unit
    self.role = role
    self.asOf = asOf
  }

  public func read(in session: Session) throws -> GapReport {
    let day = asOf ?? session.today
    let group = try BriefGroup(unit: unit, asOf: day, session: session)
    let role = try role.map { try session.role(code: $0) }
    let people = session.people(of: group, role: role?.id, asOf: day)
    let headcount = try session.tx.one("SELECT count(*) AS people FROM (\(fragment: people)) m") {
      try $0.decode("people", as: Int.self)
    }
    try Session.requirePublishable(headcount)
    let cells = try session.gapCells(of: people, asOf: day)
    let roles = try session.roleHeadings(people)
    let rows = GapReport.rows(of: cells, units: try session.unitHeadings(group, people), roles: roles)
    return GapReport(
      organisation: group.organisation, group: try group.unitName ?? session.teamName(), role: role?.name, asOf: day,
      headcount: headcount, measured: Suppression.alone(cells.reduce(0) { $0 + $1.people }),
      domains: GapReport.domains(of: cells), roles: rows.roles, units: rows.units,
      plans: try session.groupPlans(of: people, headcount: headcount, asOf: day),
      attributions: try session.attributions(roles: session.roleIDs(roles.map(\.code))))
  }
}

extension Session {
  fileprivate func people(of group: BriefGroup, role: RoleID?, asOf day: Day) -> SQL {
    "SELECT * FROM (\(fragment: members(of: group, asOf: day))) m WHERE \(role)::uuid IS NULL OR m.role_id = \(role)"
  }

  /// What a manager's group is called; nil for whoever reaches everyone.
  fileprivate func teamName() throws -> LocalizedText? {
    guard reach == .team else { return nil }
    let name = try tx.one(
      "SELECT name FROM person WHERE organisation_id = \(actor.organisation) AND id = \(actor.person)"
    ) { try $0.decode("name", as: String.self) }
    return LocalizedText(en: "Team of \(name)", zh: "\(name) 的团队")
  }

  fileprivate func unitHeadings(_ group: BriefGroup, _ people: SQL) throws -> [GapReport.Heading] {
    let peopled = Set(
      try tx.all("SELECT DISTINCT unit_id FROM (\(fragment: people)) m") { try $0.decode("unit_id", as: UnitID.self) })
    return group.units.filter { peopled.contains($0.id) }.map {
      GapReport.Heading(code: $0.code, name: $0.name, depth: $0.depth)
    }
  }

  fileprivate func roleHeadings(_ people: SQL) throws -> [GapReport.Heading] {
    try tx.all(
      """
      SELECT r.code, r.name_en, r.name_zh FROM role r
      JOIN (SELECT role_id, count(*) AS people FROM (\(fragment: people)) m GROUP BY role_id) h ON h.role_id = r.id
      WHERE r.organisation_id = \(actor.organisation) ORDER BY h.people DESC, r.code
      """
    ) { GapReport.Heading(code: try $0.decode("code"), name: try $0.localized("name")) }
  }

  /// The level that each role requires in each domain on a day: the domain's own, else the one required overall.
  func requiredLevels(asOf day: Day) -> SQL {
    """
    SELECT role_id, domain, coalesce(own, overall) AS level FROM (
      SELECT q.role_id, d.domain, max(q.level) FILTER (WHERE c.code = d.domain) AS own,
        max(q.level) FILTER (WHERE c.code = 'overall') AS overall
      FROM role_requirement q
      JOIN competency c ON c.organisation_id = q.organisation_id AND c.id = q.competency_id
      CROSS JOIN unnest(\(QuotientDomain.allCases.map(\.rawValue))) AS d (domain)
      WHERE q.organisation_id = \(actor.organisation) AND q.valid_from <= \(day)
        AND (q.valid_to IS NULL OR q.valid_to > \(day))
      GROUP BY q.role_id, d.domain) r
    WHERE own IS NOT NULL OR overall IS NOT NULL
    """
  }

  /// Each person's latest valid score in each domain; in one that was not assessed by itself, the overall one.
  func measuredLevels(of people: SQL, asOf day: Day) -> SQL {
    """
    WITH latest AS (
      SELECT DISTINCT ON (s.person_id, s.domain) s.person_id, s.domain, s.level, s.probabilities FROM score s
      WHERE s.organisation_id = \(actor.organisation) AND \(fragment: .scoreCounts(on: day))
        AND s.person_id IN (SELECT person_id FROM (\(fragment: people)) m)
      ORDER BY s.person_id, s.domain, s.assessed_on DESC, s.attempt_id DESC)
    SELECT o.person_id, d.domain, coalesce(s.level, o.level) AS level,
      coalesce(s.probabilities, o.probabilities) AS probabilities
    FROM latest o CROSS JOIN unnest(\(QuotientDomain.allCases.map(\.rawValue))) AS d (domain)
    LEFT JOIN latest s ON s.person_id = o.person_id AND s.domain = d.domain
    WHERE o.domain = 'overall'
    """
  }

  /// Sums are exact decimals: sums of binary fractions would depend on the order in which rows are met.
  fileprivate func gapCells(of people: SQL, asOf day: Day) throws -> [GapReport.Cell] {
    let parts = try tx.all(
      """
      SELECT u.code AS unit, r.code AS role, q.domain, q.level, count(*) AS people,
        sum(s.probabilities[2]::numeric)::float8 AS l1, sum(s.probabilities[3]::numeric)::float8 AS l2,
        sum(s.probabilities[4]::numeric)::float8 AS l3, sum(s.probabilities[5]::numeric)::float8 AS l4
      FROM (\(fragment: people)) m
      JOIN unit u ON u.organisation_id = \(actor.organisation) AND u.id = m.unit_id
      JOIN role r ON r.organisation_id = \(actor.organisation) AND r.id = m.role_id
      JOIN (\(fragment: requiredLevels(asOf: day))) q ON q.role_id = m.role_id
      JOIN (\(fragment: measuredLevels(of: people, asOf: day))) s ON s.person_id = m.person_id AND s.domain = q.domain
      GROUP BY u.code, r.code, q.domain, q.level ORDER BY u.code, r.code
      """
    ) { try GapPart($0) }
    return parts.reduce(into: []) { cells, part in
      if cells.last?.unit != part.unit || cells.last?.role != part.role { cells.append(part.emptyCell) }
      cells[cells.count - 1].add(part)
    }
  }
}

/// The people of a unit and a role, in one domain.
private struct GapPart {
  let unit: String
  let role: String
  let domain: QuotientDomain
  let required: QuotientLevel
  let people: Int
  /// Sums of the probabilities of truly being at L1, L2, L3 and L4.
  let meeting: [Double]

  init(_ row: Row) throws {
    unit = try row.decode("unit")
    role = try row.decode("role")
    domain = try row.decode("domain")
    required = try row.decode("level")
    people = try row.decode("people")
    meeting = try ["l1", "l2", "l3", "l4"].map { try row.decode($0) }
  }

  /// In a domain in which the role requires nothing there is no gap, and everyone meets what is required.
  var emptyCell: GapReport.Cell {
    GapReport.Cell(
      unit: unit, role: role, people: people, gaps: QuotientDomain.allCases.map { _ in 0 },
      meeting: QuotientDomain.allCases.map { _ in Double(people) })
  }
}

extension GapReport.Cell {
  fileprivate mutating func add(_ part: GapPart) {
    guard let index = QuotientDomain.allCases.firstIndex(of: part.domain), part.required > .l0 else { return }
    let needed = part.meeting.prefix(part.required.rawValue)
    gaps[index] = needed.reduce(Double(part.people * part.required.rawValue), -)
    meeting[index] = needed.last ?? Double(part.people)
  }
}
