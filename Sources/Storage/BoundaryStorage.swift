import FoundationEssentials
import Postgres
public import Readiness

extension PublishRuleSet: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let contradictions = ruleSet.contradictions
    guard contradictions.isEmpty else { throw Refusal(contradictions: contradictions) }
    try session.tx.run(
      """
      INSERT INTO boundary_rule_set (organisation_id, id, code, version, content, published_at)
      VALUES (\(session.actor.organisation), \(UUID(version7: session.now)), \(ruleSet.code), \(ruleSet.version),
              \(JSONB(try JSONEncoder.wire.text(ruleSet))), \(session.now))
      """)
    return Result(version: ruleSet.version)
  }
}

extension Refusal {
  fileprivate init(contradictions: [RuleProblem]) {
    self.init(
      .invalid, "contradictory-rules", field: "ruleSet",
      LocalizedText(
        en: "Some rules cannot be meant as they stand; nothing was published. Correct them, then publish again.",
        zh: "部分规则自相矛盾，未予发布。请更正后重新发布。"),
      faults: contradictions.map { problem in
        let place = [problem.rule, problem.field].filter { !$0.isEmpty }.joined(separator: " ")
        return Fault(field: place, code: problem.code.rawValue, message: problem.detail)
      })
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
