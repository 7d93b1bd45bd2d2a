import FoundationEssentials
import Postgres
public import Readiness
import Wire

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
    session.everyFactChanged()
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

extension Session {
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
