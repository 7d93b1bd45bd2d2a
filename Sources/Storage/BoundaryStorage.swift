import FoundationEssentials
import Postgres
public import Readiness

extension PublishRuleSet: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try session.tx.run(
      """
      INSERT INTO boundary_rule_set (organisation_id, id, code, version, content, published_at)
      VALUES (\(session.actor.organisation), \(UUID(version7: session.now)), \(ruleSet.code), \(ruleSet.version),
              \(JSONB(try JSONEncoder.wire.text(ruleSet))), \(session.now))
      """)
    return Result(version: ruleSet.version)
  }
}

extension RecordConsultation: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    guard let person = session.actor.person else {
      throw Refusal.forbidden(
        en: "Consultations are answered by the people concerned; your account belongs to none.",
        zh: "征询须由当事人员填写，而您的账户未关联任何人员。")
    }
    let boundary = try session.boundary(role: role, task: task, of: person)
    try session.tx.run(
      """
      INSERT INTO consultation (organisation_id, boundary_id, person_id, recorded_on, desired_level)
      VALUES (\(session.actor.organisation), \(boundary), \(person), \(session.today), \(desiredLevel))
      ON CONFLICT (organisation_id, boundary_id, person_id, recorded_on)
        DO UPDATE SET desired_level = excluded.desired_level
      """)
    return Done()
  }
}

extension Session {
  /// The boundary of a task in the role that `person` holds today.
  fileprivate func boundary(role: String, task: String, of person: PersonID) throws -> BoundaryID {
    let boundary = try tx.first(
      """
      SELECT b.id FROM boundary b
      JOIN role r ON r.organisation_id = b.organisation_id AND r.id = b.role_id AND r.code = \(role)
      JOIN task t ON t.organisation_id = b.organisation_id AND t.id = b.task_id AND t.code = \(task)
      JOIN employment e ON e.organisation_id = b.organisation_id AND e.role_id = r.id AND e.person_id = \(person)
        AND e.valid_from <= \(today) AND (e.valid_to IS NULL OR e.valid_to > \(today))
      WHERE b.organisation_id = \(actor.organisation)
      """
    ) { try $0.decode("id", as: BoundaryID.self) }
    guard let boundary else {
      throw Refusal.notFound(
        LocalizedText(en: "boundary in your own role for task", zh: "您本人岗位上的任务边界"), task, field: "task")
    }
    return boundary
  }

  /// The newest rule set.
  func ruleSet() throws -> (id: UUID, rules: BoundaryRuleSet) {
    let stored = try tx.first(
      """
      SELECT id, content::text AS content FROM boundary_rule_set WHERE organisation_id = \(actor.organisation)
      ORDER BY published_at DESC, version DESC LIMIT 1
      """
    ) { (try $0.decode("id", as: UUID.self), try $0.decode("content", as: String.self)) }
    guard let (id, content) = stored else {
      throw Refusal.conflict(
        "no-rule-set", en: "No boundary rules are published. Publish seed/boundary-rules.yaml first.",
        zh: "尚未发布边界规则。请先发布 seed/boundary-rules.yaml。")
    }
    return (id, try JSONDecoder.wire.decode(BoundaryRuleSet.self, from: Data(content.utf8)))
  }
}

extension ProposeBoundaries: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let role = try session.role(code: role)
    let people = NamedPeople(
      accountable: try accountable.map { try session.person(externalID: $0, field: "accountable") },
      overseer: try overseer.map { try session.person(externalID: $0, field: "overseer") },
      overseerLevel: overseerLevel)
    let (ruleSet, rules) = try session.ruleSet()
    let cases = try session.boundaryCases(role: role.id, tasks: tasks)
    try requireTasks(tasks, among: cases.map(\.task), role: self.role)
    var result = Result(proposals: [], unchanged: 0)
    for var boundary in cases {
      boundary.name(people)
      let facts = try session.facts(of: boundary)
      if boundary.inForce?.facts == facts, let review = boundary.inForce?.review, review >= session.today {
        result.unchanged += 1
        continue
      }
      let proposal = rules.propose(facts)
      try session.insert(proposal, facts: facts, ruleSet: ruleSet, of: boundary, role: role.id)
      result.proposals.append(
        Proposed(
          role: self.role, task: boundary.task, name: boundary.name, proposal: proposal,
          current: boundary.inForce?.level))
    }
    return result
  }
}

/// - Throws: when one of the tasks asked for is not among the role's.
func requireTasks(_ asked: [String]?, among tasks: [String], role: String) throws(Refusal) {
  let known = Set(tasks)
  for task in asked ?? [] where !known.contains(task) {
    throw .notFound(LocalizedText(en: "task of role \(role)", zh: "岗位 \(role) 的任务"), task, field: "tasks")
  }
}

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
      traits: try TaskTraits(
        physical: try row.decode("physical"), interpersonal: try row.decode("interpersonal"),
        uncertainty: try row.decode("uncertainty"), expertise: try row.decode("expertise"),
        enjoyment: try row.decode("enjoyment")),
      irreversible: try row.decode("irreversible"), affectsPerson: try row.decode("affects_person"),
      dataClass: try row.decode("data_class"), aiSystem: system.map { LocalizedText(en: $0, zh: $0) },
      clearance: try row.decode("cleared_data_class"), riskClass: try row.decode("risk_class"),
      desiredLevel: try row.decode("desired_level"), feasibleLevel: try row.decode("feasible_level"))
  }
}

extension Session {
  /// The tasks that a role has today, all or those with the codes given.
  func boundaryCases(role: RoleID, tasks: [String]?) throws -> [BoundaryCase] {
    try tx.all(
      """
      SELECT b.id AS boundary_id, t.id AS task_id, t.code, t.name_en, t.name_zh, t.physical, t.interpersonal,
        t.uncertainty, t.expertise, t.enjoyment, t.exposure, t.automation, t.desired_level, t.feasible_level,
        t.irreversible, t.affects_person, t.data_class, s.name AS system_name, s.cleared_data_class, s.risk_class,
        last.number AS last_number, last.accountable_id, last.overseer_id, last.overseer_required_level,
        v.id AS version_id, v.decided_level, v.facts::text AS facts, v.review_on
      FROM role_task rt
      JOIN task t ON t.organisation_id = rt.organisation_id AND t.id = rt.task_id
      LEFT JOIN ai_system s ON s.organisation_id = t.organisation_id AND s.id = t.ai_system_id
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
      SELECT level FROM score WHERE organisation_id = \(actor.organisation) AND domain = 'overall'
        AND person_id = \(person) AND scored_on <= \(today) AND valid_until >= \(today)
      ORDER BY scored_on DESC LIMIT 1
      """
    ) { try $0.decode("level", as: QuotientLevel.self) }
  }

  /// Withdraws the open proposal, if there is one, and adds the new one with all that fired.
  fileprivate func insert(
    _ proposal: BoundaryProposal, facts: BoundaryFacts, ruleSet: UUID, of boundary: BoundaryCase, role: RoleID
  ) throws {
    let boundaryID = try boundary.boundary ?? insertBoundary(role: role, task: boundary.taskID)
    let version: BoundaryVersionID = newID()
    try tx.run(
      """
      UPDATE boundary_version SET status = 'withdrawn'
      WHERE organisation_id = \(actor.organisation) AND boundary_id = \(boundaryID) AND status = 'proposed'
      """)
    try tx.run(
      """
      INSERT INTO boundary_version (organisation_id, id, boundary_id, number, status, rule_set_id, facts, proposal,
        proposed_level, desired_level, feasible_level, stakes, irreversible, affects_person, data_class,
        accountable_id, overseer_id, overseer_required_level, overseer_qualified, consulted, proposed_on, proposed_by)
      VALUES (\(actor.organisation), \(version), \(boundaryID), \(boundary.lastNumber + 1), 'proposed', \(ruleSet),
        \(JSONB(try JSONEncoder.wire.text(facts))), \(JSONB(try JSONEncoder.wire.text(proposal))),
        \(proposal.level), \(facts.desiredLevel), \(facts.feasibleLevel), \(facts.traits?.uncertainty ?? 5),
        \(facts.irreversible ?? true), \(facts.affectsPerson ?? true), \(facts.dataClass ?? .restricted),
        \(boundary.people.accountable), \(boundary.people.overseer), \(boundary.people.overseerLevel),
        \(facts.hasQualifiedOverseer), \(facts.consulted), \(today), \(actor.account))
      """)
    let firings = proposal.firings
    try tx.run(
      """
      INSERT INTO rule_firing (organisation_id, boundary_version_id, ordinal, rule, effect, level, reason_en, reason_zh)
      SELECT \(actor.organisation), \(version), * FROM unnest(
        \(firings.indices.map { Int16($0 + 1) }), \(firings.map(\.rule)), \(firings.map(\.effect.description)),
        \(firings.map(\.level)), \(firings.map(\.reason.en)), \(firings.map(\.reason.zh)))
      """)
  }

  private func insertBoundary(role: RoleID, task: TaskID) throws -> BoundaryID {
    let id: BoundaryID = newID()
    try tx.run(
      """
      INSERT INTO boundary (organisation_id, id, role_id, task_id)
      VALUES (\(actor.organisation), \(id), \(role), \(task))
      """)
    return id
  }
}
