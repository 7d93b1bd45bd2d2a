import FoundationEssentials
import Postgres
public import Readiness
import Wire

extension ProposeBoundaries: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try terms?.check()
    let role = try session.role(code: role)
    let people = NamedPeople(
      accountable: try accountable.map { try session.person(externalID: $0, field: "accountable") },
      overseer: try overseer.map { try session.person(externalID: $0, field: "overseer") },
      overseerLevel: overseerLevel)
    let (ruleSet, rules) = try session.ruleSet()
    var cases = try session.boundaryCases(.role(role.id, tasks: tasks))
    try requireTasks(tasks, among: cases.map(\.task), role: self.role)
    for index in cases.indices {
      cases[index].people = cases[index].people.naming(people)
      cases[index].terms = cases[index].terms.applying(terms)
      try cases[index].requireKnownSystems()
    }
    let evaluations = try session.evaluate(cases, by: rules).filter { !$0.isSettled(on: session.today) }
    try session.insertProposals(evaluations, ruleSet: ruleSet)
    return Result(proposals: evaluations.map(Proposed.init), unchanged: cases.count - evaluations.count)
  }
}

extension ProposeBoundaries.Proposed {
  fileprivate init(_ evaluation: BoundaryEvaluation) {
    let boundary = evaluation.boundary
    self.init(
      role: boundary.roleCode, task: boundary.task, name: boundary.name, proposal: evaluation.proposal,
      current: boundary.inForce?.level)
  }
}

/// - Throws: when one of the tasks asked for is not among the role's.
func requireTasks(_ asked: [String]?, among tasks: [String], role: String) throws(Refusal) {
  let known = Set(tasks)
  for task in asked ?? [] where !known.contains(task) {
    throw .notFound(LocalizedText(en: "task of role \(role)", zh: "岗位 \(role) 的任务"), task, field: "tasks")
  }
}

extension BoundaryCase {
  /// - Throws: when the terms approve an AI system that takes no part in the task.
  func requireKnownSystems() throws(Refusal) {
    for code in terms.aiSystems.codes ?? [] where !systems.contains(where: { $0.code == code }) {
      let known = systems.map(\.code).joined(separator: ", ")
      throw .invalid(
        "system-not-of-task", field: "terms.aiSystems",
        en: "Task \(task): AI system “\(code)” takes no part in it. Choose among \(known.isEmpty ? "none" : known), "
          + "or add the system to the task first.",
        zh: "任务 \(task)：AI 系统“\(code)”未参与该任务。可选：\(known.isEmpty ? "无" : known)；或先将该系统加入任务。")
    }
  }
}

extension Session {
  /// Withdraws open proposals and adds the new ones with all that fired, in a fixed number of statements.
  ///
  /// - Returns: the new versions, in the evaluations' order.
  @discardableResult
  func insertProposals(_ evaluations: [BoundaryEvaluation], ruleSet: UUID) throws -> [BoundaryVersionID] {
    try tx.run(
      """
      UPDATE boundary_version SET status = 'withdrawn'
      WHERE organisation_id = \(actor.organisation) AND boundary_id = ANY (\(evaluations.compactMap(\.boundary.boundary)))
        AND status = 'proposed'
      """)
    return try insertVersions(evaluations, as: .proposed, ruleSet: ruleSet)
  }

  /// Adds a version of each with all that fired.
  ///
  /// - Parameter status: proposed, or else withdrawn: for what is put in force at once, past a proposal that is open.
  func insertVersions(
    _ evaluations: [BoundaryEvaluation], as status: BoundaryStatus, ruleSet: UUID
  ) throws -> [BoundaryVersionID] {
    let boundaries = try insertBoundaries(evaluations.map(\.boundary))
    let rows = zip(evaluations, boundaries).map { ProposalRow($0, boundary: $1, id: newID()) }
    try insert(rows, as: status, ruleSet: ruleSet)
    try insertFirings(zip(rows, evaluations).map { ($0.id, $1.proposal.firings) })
    return rows.map(\.id)
  }

  /// The boundaries' ids, those made that were not there.
  @discardableResult
  func insertBoundaries(_ cases: [BoundaryCase]) throws -> [BoundaryID] {
    let ids = cases.map { $0.boundary ?? newID() }
    let new = zip(cases, ids).filter { $0.0.boundary == nil }
    try tx.run(
      """
      INSERT INTO boundary (organisation_id, id, role_id, task_id)
      SELECT \(actor.organisation), * FROM unnest(\(new.map(\.1)), \(new.map(\.0.role)), \(new.map(\.0.taskID)))
      """)
    return ids
  }

  private func insert(_ rows: [ProposalRow], as status: BoundaryStatus, ruleSet: UUID) throws {
    try tx.run(
      """
      INSERT INTO boundary_version (organisation_id, id, boundary_id, number, status, rule_set_id, facts, proposal,
        proposed_level, desired_level, feasible_level, stakes, irreversible, affects_person, data_class,
        accountable_id, overseer_id, overseer_required_level, overseer_qualified, consulted, rationale,
        persons_affected_en, persons_affected_zh, forbidden_inputs_en, forbidden_inputs_zh, stop_procedure_en,
        stop_procedure_zh, responsible, consulted_parties, informed_parties, logging_required, disclosure_required,
        chosen_systems, ai_systems, ai_clearances, proposed_on, proposed_by)
      SELECT \(actor.organisation), n.id, n.boundary, n.number, \(status), \(ruleSet), n.facts, n.proposal,
        n.level, n.desired, n.feasible, coalesce((n.facts->'traits'->>'uncertainty')::smallint, 5),
        coalesce((n.facts->>'irreversible')::boolean, true), coalesce((n.facts->>'affectsPerson')::boolean, true),
        coalesce(n.facts->>'dataClass', 'restricted'), n.accountable, n.overseer, n.required, n.qualified,
        (n.facts->>'consulted')::boolean, ARRAY(SELECT jsonb_array_elements_text(n.terms->'rationale')),
        n.terms->'personsAffected'->>'en', n.terms->'personsAffected'->>'zh',
        n.terms->'forbiddenInputs'->>'en', n.terms->'forbiddenInputs'->>'zh',
        n.terms->'stopProcedure'->>'en', n.terms->'stopProcedure'->>'zh', n.terms->>'responsible',
        n.terms->>'consulted', n.terms->>'informed', (n.terms->>'isLogged')::boolean,
        (n.terms->>'isDisclosed')::boolean, n.chosen, n.systems, n.clearances, \(today), \(actor.account)
      FROM jsonb_to_recordset(\(JSONB(try JSONEncoder.wire.text(rows)))) AS n (id uuid, boundary uuid, number integer,
        facts jsonb, proposal jsonb, level smallint, desired smallint, feasible smallint, accountable uuid,
        overseer uuid, required smallint, qualified boolean, terms jsonb, chosen text[], systems text[],
        clearances text[])
      """)
  }

  private func insertFirings(_ versions: [(id: BoundaryVersionID, firings: [RuleFiring])]) throws {
    let rows = versions.flatMap { version in
      version.firings.enumerated().map { (version.id, Int16($0.offset + 1), $0.element) }
    }
    try tx.run(
      """
      INSERT INTO rule_firing (organisation_id, boundary_version_id, ordinal, rule, effect, level, reason_en, reason_zh)
      SELECT \(actor.organisation), * FROM unnest(
        \(rows.map(\.0)), \(rows.map(\.1)), \(rows.map(\.2.rule)), \(rows.map(\.2.effect.description)),
        \(rows.map(\.2.level)), \(rows.map(\.2.reason.en)), \(rows.map(\.2.reason.zh)))
      """)
  }
}

/// A version as the statement that adds it reads it.
private struct ProposalRow: Encodable {
  let id: BoundaryVersionID
  let boundary: BoundaryID
  let number: Int
  let facts: BoundaryFacts
  let proposal: BoundaryProposal
  let level: Int
  let desired: Int?
  let feasible: Int?
  let accountable: PersonID?
  let overseer: PersonID?
  let required: Int?
  let qualified: Bool
  let terms: BoundaryTerms
  let chosen: [String]?
  let systems: [String]
  let clearances: [DataClass]

  init(_ evaluation: BoundaryEvaluation, boundary: BoundaryID, id: BoundaryVersionID) {
    let (stored, facts) = (evaluation.boundary, evaluation.facts)
    self.id = id
    self.boundary = boundary
    number = stored.lastNumber + 1
    self.facts = facts
    proposal = evaluation.proposal
    level = evaluation.proposal.level.rawValue
    desired = facts.toldDesiredLevel?.rawValue
    feasible = facts.feasibleLevel?.rawValue
    accountable = stored.people.accountable
    overseer = stored.people.overseer
    required = stored.people.overseerLevel?.rawValue
    qualified = facts.hasQualifiedOverseer
    terms = stored.terms
    chosen = stored.terms.aiSystems.codes
    systems = stored.approvedSystems.map(\.code)
    clearances = stored.approvedSystems.map(\.clearance)
  }
}
