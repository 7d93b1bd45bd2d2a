import FoundationEssentials
import Postgres
public import Readiness

/// What would change if facts, or the rules, were otherwise: of a role's tasks, or of the whole organisation's.
///
/// It only reads. What is supposed of facts is supposed of every task that is looked at.
public struct WhatIf: StoredQuery, Codable {
  public static let name = QueryName.whatIf
  /// Code; nil: all roles.
  public var role: String?
  /// Codes; nil: all of the role's tasks.
  public var tasks: [String]?
  /// Facts as they would be: `data_class=restricted`.
  public var set: [String]?
  /// The rules that would be in force; nil: those that are.
  public var ruleSet: BoundaryRuleSet?

  public init(role: String? = nil, tasks: [String]? = nil, set: [String]? = nil, ruleSet: BoundaryRuleSet? = nil) {
    self.role = role
    self.tasks = tasks
    self.set = set
    self.ruleSet = ruleSet
  }

  public func read(in session: Session) throws -> WhatIfAnswer {
    let changes = try suppositions()
    let cases = try cases(session)
    let (_, rules) = try session.ruleSet()
    let systems = try changes.isEmpty ? [:] : session.suppose(changes)
    let outcomes = try session.evaluate(cases, by: rules).map { now in
      let facts = try now.facts.supposing(changes).with(changes, systems: systems)
      return WhatIfOutcome(
        role: now.boundary.roleCode, task: now.boundary.task, name: now.boundary.name,
        inForce: now.boundary.inForce?.level, now: now.proposal, then: (ruleSet ?? rules).propose(facts))
    }
    return WhatIfAnswer(outcomes, tellingAll: role != nil)
  }

  private func suppositions() throws(Refusal) -> [FactChange] {
    let texts = set ?? []
    if texts.isEmpty && ruleSet == nil {
      throw .invalid(
        "nothing-supposed", field: "set", en: "Say what would be otherwise: facts with set, or rules with ruleSet.",
        zh: "请说明要假设的内容：用 set 假设事实，或用 ruleSet 假设规则。")
    }
    if tasks != nil && role == nil {
      throw .invalid(
        "role-required", field: "role", en: "Tasks are named together with their role.", zh: "指定任务时须同时指定岗位。")
    }
    var changes: [FactChange] = []
    for text in texts {
      let change = try FactChange(parsing: text)
      if changes.contains(where: { $0.fact == change.fact }) {
        throw .invalid(
          "supposed-twice", field: "set", en: "\(change.fact.rawValue) is supposed twice. Give each fact once.",
          zh: "\(change.fact.rawValue) 被假设了两次。每个事实只能给出一次。")
      }
      changes.append(change)
    }
    return changes
  }

  private func cases(_ session: Session) throws -> [BoundaryCase] {
    guard let role else { return try session.boundaryCases(.everything) }
    let cases = try session.boundaryCases(.role(session.role(code: role).id, tasks: tasks))
    try requireTasks(tasks, among: cases.map(\.task), role: role)
    return cases
  }
}

extension Session {
  /// The AI systems that are supposed, by code.
  ///
  /// - Throws: when there is no such system.
  fileprivate func suppose(_ changes: [FactChange]) throws -> [String: TaskSystem] {
    var systems: [String: TaskSystem] = [:]
    for case .aiSystem(let code?) in changes.map(\.value) {
      let system = try tx.first(
        """
        SELECT code, name, cleared_data_class, risk_class FROM ai_system
        WHERE organisation_id = \(actor.organisation) AND code = \(code)
        """
      ) { row in
        TaskSystem(
          code: try row.decode("code"), name: try row.decode("name"), clearance: try row.decode("cleared_data_class"),
          risk: try row.decode("risk_class"))
      }
      guard let system else {
        throw Refusal.notFound(LocalizedText(en: "AI system", zh: "AI 系统"), code, field: "set")
      }
      systems[code] = system
    }
    return systems
  }
}

extension BoundaryFacts {
  /// With the AI system that is supposed, if one is; what is supposed of clearance and risk class itself goes before it.
  fileprivate func with(_ changes: [FactChange], systems: [String: TaskSystem]) -> BoundaryFacts {
    guard case .aiSystem(let code)? = changes.first(where: { $0.fact == .aiSystem })?.value else { return self }
    let system = code.flatMap { systems[$0] }
    let supposed = Set(changes.map(\.fact.rawValue))
    var facts = self
    facts.aiSystem = system.map { LocalizedText(en: $0.name, zh: $0.name) }
    if !supposed.contains(BoundaryFact.clearance.rawValue) { facts.clearance = system?.clearance }
    if !supposed.contains(BoundaryFact.riskClass.rawValue) { facts.riskClass = system?.risk }
    return facts
  }
}
