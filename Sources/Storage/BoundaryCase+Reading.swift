import FoundationEssentials
import Postgres
import Readiness

/// Which tasks' boundaries are looked at, among those that roles have today.
enum BoundaryScope {
  /// All of a role's, or those with the codes given.
  case role(RoleID, tasks: [String]?)
  case roles(codes: [String])
  case boundaries([BoundaryID])
  case everything

  fileprivate var condition: SQL {
    switch self {
    case .role(let role, let tasks):
      "rt.role_id = \(role) AND (\(tasks)::text[] IS NULL OR t.code = ANY (\(tasks)))"
    case .roles(let codes): "r.code = ANY (\(codes))"
    case .boundaries(let ids): "b.id = ANY (\(ids))"
    case .everything: "true"
    }
  }
}

extension Session {
  /// The cases of a scope, by role and task; one statement, however many there are.
  func boundaryCases(_ scope: BoundaryScope) throws -> [BoundaryCase] {
    try tx.all(
      """
      SELECT r.id AS role_id, r.code AS role, b.id AS boundary_id, t.id AS task_id, t.code, t.name_en, t.name_zh,
        t.physical, t.interpersonal, t.uncertainty, t.expertise, t.enjoyment, t.exposure, t.automation,
        labels_disagree(t.organisation_id, t.id, \(today)) AS labels_disagree,
        t.desired_level, t.feasible_level, t.irreversible, t.affects_person, t.data_class,
        systems.codes, systems.names, systems.clearances, systems.risks, round.id AS round_id,
        answers.desired AS answered_level, answers.count AS answer_count,
        last.top AS last_number, last.accountable_id, last.overseer_id, last.overseer_required_level,
        last.terms::text AS terms,
        v.id AS version_id, v.decided_level, v.oversight, v.facts::text AS facts, v.review_on,
        v.accountable_id AS v_accountable_id, v.overseer_id AS v_overseer_id,
        v.overseer_required_level AS v_overseer_required_level, boundary_terms(v)::text AS v_terms,
        x.level AS exception_level, EXISTS (SELECT FROM boundary_review q WHERE q.organisation_id = b.organisation_id
          AND q.boundary_id = b.id AND q.closed_on IS NULL) AS in_review,
        p.id AS open_id, p.proposed_level, p.decided_level AS pending_level, p.approved_by AS pending_by,
        p.facts::text AS open_facts, boundary_terms(p)::text AS open_terms, p.accountable_id AS open_accountable_id,
        p.overseer_id AS open_overseer_id, p.overseer_required_level AS open_overseer_required_level,
        (SELECT array_agg(DISTINCT s.kind) FROM boundary_sign_off s
         WHERE s.organisation_id = p.organisation_id AND s.boundary_version_id = p.id) AS signed
      FROM role_task rt
      JOIN role r ON r.organisation_id = rt.organisation_id AND r.id = rt.role_id
      JOIN task t ON t.organisation_id = rt.organisation_id AND t.id = rt.task_id
      LEFT JOIN LATERAL (
        SELECT array_agg(s.code ORDER BY s.code) AS codes, array_agg(s.name ORDER BY s.code) AS names,
          array_agg(s.cleared_data_class ORDER BY s.code) AS clearances,
          array_agg(s.risk_class ORDER BY s.code) AS risks
        FROM task_ai_system ts
        JOIN ai_system s ON s.organisation_id = ts.organisation_id AND s.id = ts.ai_system_id
        WHERE ts.organisation_id = t.organisation_id AND ts.task_id = t.id) systems ON true
      LEFT JOIN boundary b ON b.organisation_id = rt.organisation_id AND b.role_id = rt.role_id AND b.task_id = t.id
      LEFT JOIN LATERAL (
        SELECT c.id FROM consultation_round c
        WHERE c.organisation_id = rt.organisation_id AND c.role_id = rt.role_id AND t.id = ANY (c.task_ids)
          AND consultation_is_over(c, b.id, \(today))
        ORDER BY c.number DESC LIMIT 1) round ON true
      LEFT JOIN LATERAL consultation_answers(rt.organisation_id, round.id, b.id) answers ON true
      LEFT JOIN LATERAL (
        SELECT *, boundary_terms(n) AS terms, max(number) OVER () AS top FROM boundary_version n
        WHERE organisation_id = b.organisation_id AND boundary_id = b.id
        ORDER BY status = 'proposed' DESC, number DESC LIMIT 1) last ON true
      LEFT JOIN boundary_version v ON v.organisation_id = b.organisation_id AND v.boundary_id = b.id
        AND v.status = 'approved'
      LEFT JOIN boundary_version p ON p.organisation_id = b.organisation_id AND p.boundary_id = b.id
        AND p.status = 'proposed'
      LEFT JOIN LATERAL (\(fragment: .exception(on: today))) x ON true
      WHERE rt.organisation_id = \(actor.organisation) AND rt.valid_from <= \(today)
        AND (rt.valid_to IS NULL OR rt.valid_to > \(today)) AND \(fragment: scope.condition)
      ORDER BY r.code, t.code
      """
    ) { try BoundaryCase($0) }
  }
}

extension BoundaryCase {
  fileprivate init(_ row: Row) throws {
    role = try row.decode("role_id")
    roleCode = try row.decode("role")
    boundary = try row.decode("boundary_id")
    taskID = try row.decode("task_id")
    task = try row.decode("code")
    name = try row.localized("name")
    taskFacts = try BoundaryFacts(task: row)
    systems = try TaskSystem.all(of: row)
    answers = try row.decode("round_id", as: ConsultationRoundID?.self).map { _ in
      ConsultationAnswers(desired: try row.decode("answered_level"), count: try row.decode("answer_count"))
    }
    lastNumber = try row.decode("last_number", as: Int?.self) ?? 0
    people = try NamedPeople(row, prefix: "")
    terms = try row.decode("terms", as: String?.self) == nil ? BoundaryTerms() : try row.json("terms")
    inForce = try row.decode("version_id", as: BoundaryVersionID?.self).map { try InForce($0, row) }
    open = try row.decode("open_id", as: BoundaryVersionID?.self).map { try Open($0, row) }
  }
}

extension BoundaryCase.InForce {
  fileprivate init(_ version: BoundaryVersionID, _ row: Row) throws {
    self.version = version
    level = try row.decode("decided_level")
    oversight = try row.decode("oversight")
    facts = try row.json("facts")
    people = try NamedPeople(row, prefix: "v_")
    terms = try row.json("v_terms")
    review = try row.decode("review_on")
    exception = try row.decode("exception_level")
    isInReview = try row.decode("in_review")
  }
}

extension BoundaryCase.Open {
  fileprivate init(_ version: BoundaryVersionID, _ row: Row) throws {
    self.version = version
    level = try row.decode("proposed_level")
    let account = try row.decode("pending_by", as: AccountID?.self)
    let decided = try row.decode("pending_level", as: HumanAgencyLevel?.self)
    pending = decided.flatMap { level in account.map { (level: level, by: $0) } }
    facts = try row.json("open_facts")
    people = try NamedPeople(row, prefix: "open_")
    terms = try row.json("open_terms")
    signOffs = Set(try row.decode("signed", as: [SignOffKind]?.self) ?? [])
  }
}

extension NamedPeople {
  fileprivate init(_ row: Row, prefix: String) throws {
    accountable = try row.decode("\(prefix)accountable_id")
    overseer = try row.decode("\(prefix)overseer_id")
    overseerLevel = try row.decode("\(prefix)overseer_required_level")
  }
}

extension TaskSystem {
  fileprivate static func all(of row: Row) throws -> [TaskSystem] {
    let codes = try row.decode("codes", as: [String]?.self) ?? []
    let names = try row.decode("names", as: [String]?.self) ?? []
    let clearances = try row.decode("clearances", as: [DataClass]?.self) ?? []
    let risks = try row.decode("risks", as: [RiskClass]?.self) ?? []
    return zip(zip(codes, names), zip(clearances, risks)).map { text, classes in
      TaskSystem(code: text.0, name: text.1, clearance: classes.0, risk: classes.1)
    }
  }
}

extension BoundaryFacts {
  fileprivate init(task row: Row) throws {
    self.init(
      exposure: try row.decode("exposure", as: String?.self).flatMap(Exposure.init),
      automation: try row.decode("automation", as: String?.self).flatMap(AutomationPotential.init),
      labelsDisagree: try row.decode("labels_disagree"),
      traits: try row.traits(),
      irreversible: try row.decode("irreversible"), affectsPerson: try row.decode("affects_person"),
      dataClass: try row.decode("data_class"), desiredLevel: try row.decode("desired_level"),
      feasibleLevel: try row.decode("feasible_level"))
  }
}
