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

extension Session {
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
