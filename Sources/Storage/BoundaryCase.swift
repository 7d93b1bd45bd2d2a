import FoundationEssentials
import Postgres
import Readiness

/// The people a proposal names; nil keeps those of the boundary's last version.
struct NamedPeople {
  var accountable: PersonID?
  var overseer: PersonID?
  var overseerLevel: QuotientLevel?
}

/// One task of a role, with what its boundary rests on and what is in force.
struct BoundaryCase {
  struct InForce {
    let version: BoundaryVersionID
    let level: HumanAgencyLevel
    let facts: BoundaryFacts
    let review: Day
  }

  let boundary: BoundaryID?
  let taskID: TaskID
  let task: String
  let name: LocalizedText
  /// The task's own facts, with no people in them.
  let facts: BoundaryFacts
  let lastNumber: Int
  let inForce: InForce?
  private(set) var people: NamedPeople

  init(_ row: Row) throws {
    boundary = try row.decode("boundary_id")
    taskID = try row.decode("task_id")
    task = try row.decode("code")
    name = try row.localized("name")
    lastNumber = try row.decode("last_number", as: Int?.self) ?? 0
    people = NamedPeople(
      accountable: try row.decode("accountable_id"), overseer: try row.decode("overseer_id"),
      overseerLevel: try row.decode("overseer_required_level"))
    facts = try BoundaryFacts(task: row)
    inForce =
      if let version = try row.decode("version_id", as: BoundaryVersionID?.self) {
        InForce(
          version: version, level: try row.decode("decided_level"),
          facts: try row.json("facts"),
          review: try row.decode("review_on"))
      } else {
        nil
      }
  }

  mutating func name(_ named: NamedPeople) {
    people.accountable = named.accountable ?? people.accountable
    people.overseer = named.overseer ?? people.overseer
    people.overseerLevel = named.overseerLevel ?? people.overseerLevel ?? .l2
  }
}

extension BoundaryFacts {
  fileprivate init(task row: Row) throws {
    let system = try row.decode("system_name", as: String?.self)
    self.init(
      exposure: try row.decode("exposure", as: String?.self).flatMap(Exposure.init),
      automation: try row.decode("automation", as: String?.self).flatMap(AutomationPotential.init),
      traits: try row.decode("physical", as: Int?.self).map { physical in
        try TaskTraits(
          physical: physical, interpersonal: try row.decode("interpersonal"),
          uncertainty: try row.decode("uncertainty"), expertise: try row.decode("expertise"),
          enjoyment: try row.decode("enjoyment"))
      },
      irreversible: try row.decode("irreversible"), affectsPerson: try row.decode("affects_person"),
      dataClass: try row.decode("data_class"), aiSystem: system.map { LocalizedText(en: $0, zh: $0) },
      clearance: try row.decode("cleared_data_class"), riskClass: try row.decode("risk_class"),
      desiredLevel: try row.decode("desired_level"), feasibleLevel: try row.decode("feasible_level"))
  }
}

extension Session {
  /// The tasks that a role has today, all or those with the codes given.
  func boundaryCases(role: RoleID, tasks: [String]?) throws -> [BoundaryCase] {
    let systems: SQL = """
      SELECT s.* FROM task_ai_system x JOIN ai_system s ON s.organisation_id = x.organisation_id AND s.id = x.ai_system_id
      WHERE x.organisation_id = t.organisation_id AND x.task_id = t.id
      """
    return try tx.all(
      """
      SELECT b.id AS boundary_id, t.id AS task_id, t.code, t.name_en, t.name_zh, t.physical, t.interpersonal,
        t.uncertainty, t.expertise, t.enjoyment, t.exposure, t.automation, t.desired_level, t.feasible_level,
        t.irreversible, t.affects_person, t.data_class, lowest.name AS system_name, lowest.cleared_data_class,
        riskiest.risk_class,
        last.number AS last_number, last.accountable_id, last.overseer_id, last.overseer_required_level,
        v.id AS version_id, v.decided_level, v.facts::text AS facts, v.review_on
      FROM role_task rt
      JOIN task t ON t.organisation_id = rt.organisation_id AND t.id = rt.task_id
      LEFT JOIN LATERAL (\(fragment: systems) ORDER BY array_position(
        '{public,internal,confidential,restricted}'::text[], s.cleared_data_class), s.code LIMIT 1) lowest ON true
      LEFT JOIN LATERAL (\(fragment: systems) ORDER BY array_position(
        '{high,limited,minimal}'::text[], s.risk_class), s.code LIMIT 1) riskiest ON true
      LEFT JOIN boundary b ON b.organisation_id = rt.organisation_id AND b.role_id = rt.role_id AND b.task_id = t.id
      LEFT JOIN boundary_version v ON v.organisation_id = b.organisation_id AND v.boundary_id = b.id
        AND v.status = 'approved'
      LEFT JOIN LATERAL (SELECT * FROM boundary_version WHERE organisation_id = b.organisation_id
        AND boundary_id = b.id ORDER BY number DESC LIMIT 1) last ON true
      WHERE rt.organisation_id = \(actor.organisation) AND rt.role_id = \(role) AND rt.valid_from <= \(today)
        AND (rt.valid_to IS NULL OR rt.valid_to > \(today)) AND (\(tasks)::text[] IS NULL OR t.code = ANY (\(tasks)))
      ORDER BY t.code
      """
    ) { try BoundaryCase($0) }
  }

  /// What the rules are given: the task's facts, the people named, and what the people consulted have said.
  func facts(of boundary: BoundaryCase) throws -> BoundaryFacts {
    var facts = boundary.facts
    facts.hasAccountableHuman = boundary.people.accountable != nil
    facts.hasOverseer = boundary.people.overseer != nil
    facts.requiredLevel = boundary.people.overseerLevel
    facts.overseerLevel = try boundary.people.overseer.flatMap(currentLevel(of:))
    guard let id = boundary.boundary else { return facts }
    let desired = try tx.one(
      """
      SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY desired_level) AS level FROM (
        SELECT DISTINCT ON (person_id) desired_level FROM consultation
        WHERE organisation_id = \(actor.organisation) AND boundary_id = \(id)
        ORDER BY person_id, recorded_on DESC) latest
      """
    ) { try $0.decode("level", as: HumanAgencyLevel?.self) }
    facts.consulted = desired != nil
    facts.desiredLevel = desired ?? facts.desiredLevel
    return facts
  }

  /// A person's overall level by a score that is valid today.
  private func currentLevel(of person: PersonID) throws -> QuotientLevel? {
    try tx.first(
      """
      SELECT s.level FROM score s WHERE s.organisation_id = \(actor.organisation) AND s.domain = 'overall'
        AND s.person_id = \(person) AND \(fragment: .scoreCounts(on: today))
      ORDER BY s.assessed_on DESC, s.attempt_id DESC LIMIT 1
      """
    ) { try $0.decode("level", as: QuotientLevel.self) }
  }
}
