import Postgres
import Readiness

/// What a command changed that boundaries in force rest on, gathered while it is applied.
struct FactChanges {
  /// Their traits, labels, data class, levels or AI systems.
  var tasks: Set<TaskID> = []
  /// Their clearance or risk class.
  var systems: Set<AISystemID> = []
  /// Their overall level, or until when they are employed.
  var people: Set<PersonID> = []
  /// Asked about: what is wanted for their tasks.
  var boundaries: Set<BoundaryID> = []
  /// The rules, or that a day has passed: all there are.
  var everything = false
  var occasions: [ReviewOccasion] = []

  var isEmpty: Bool {
    tasks.isEmpty && systems.isEmpty && people.isEmpty && boundaries.isEmpty && !everything && occasions.isEmpty
  }
}

/// Something for which boundaries are to be looked at whatever the rules say of it.
struct ReviewOccasion {
  enum Concerned {
    /// Boundaries of these tasks, and of the tasks that these AI systems take part in.
    case work(tasks: [TaskID], systems: [AISystemID])
    /// Boundaries of these roles; nil: of all.
    case roles([RoleID]?)
  }

  let cause: ReviewCause
  let reason: LocalizedText
  let concerned: Concerned
}

extension Session {
  /// Notes that a command changed facts that boundaries may rest on. Call it from every command that does.
  ///
  /// Once the command is applied, in its transaction, each boundary in force that rests on what was noted is evaluated
  /// again: more human at once where the rules demand it, queued for review where they would relax it (`settle`).
  /// Noting what no boundary rests on costs one look-up.
  func factsChanged(
    tasks: some Sequence<TaskID> = [], systems: some Sequence<AISystemID> = [],
    people: some Sequence<PersonID> = [], boundaries: some Sequence<BoundaryID> = []
  ) {
    factChanges.tasks.formUnion(tasks)
    factChanges.systems.formUnion(systems)
    factChanges.people.formUnion(people)
    factChanges.boundaries.formUnion(boundaries)
  }

  /// Notes something for which boundaries are to be reviewed in any case.
  func factsChanged(by occasion: ReviewOccasion) { factChanges.occasions.append(occasion) }

  /// Notes that every boundary is to be evaluated again: the rules changed, or a day has passed.
  func everyFactChanged() { factChanges.everything = true }
}

extension Session {
  /// Notes, before AI systems are written, which of them get another model than they are known to have.
  func noteModelChanges(_ systems: [AISystemRecord]) throws {
    let changed = try tx.all(
      """
      SELECT s.id, s.code, s.model_version AS before, n.version AS after
      FROM unnest(\(systems.map(\.code)), \(systems.map(\.modelVersion))) AS n (code, version)
      JOIN ai_system s ON s.organisation_id = \(actor.organisation) AND s.code = n.code
      WHERE s.model_version <> '' AND s.model_version <> n.version
      """
    ) { row in
      let (code, before) = (try row.decode("code", as: String.self), try row.decode("before", as: String.self))
      let after = try row.decode("after", as: String.self)
      return ReviewOccasion(
        cause: .model,
        reason: LocalizedText(
          en: "The model of AI system \(code) changed: \(before) → \(after)",
          zh: "AI 系统 \(code) 的模型已变更：\(before) → \(after)"),
        concerned: .work(tasks: [], systems: [try row.decode("id")]))
    }
    changed.forEach(factsChanged(by:))
  }

  /// The boundaries in force that rest on what changed, each with the occasions for which it is to be reviewed.
  func concerned(by changes: FactChanges) throws -> [BoundaryID: [ReviewOccasion]] {
    var concerned: [BoundaryID: [ReviewOccasion]] = [:]
    for condition in changes.conditions {
      for boundary in try boundariesInForce(condition) { concerned[boundary, default: []] += [] }
    }
    for occasion in changes.occasions {
      for boundary in try boundariesInForce(occasion.condition) { concerned[boundary, default: []].append(occasion) }
    }
    return concerned
  }

  private func boundariesInForce(_ condition: SQL) throws -> [BoundaryID] {
    try tx.all(
      """
      SELECT b.id FROM boundary b
      JOIN boundary_version v ON v.organisation_id = b.organisation_id AND v.boundary_id = b.id
        AND v.status = 'approved'
      WHERE b.organisation_id = \(actor.organisation) AND \(fragment: condition)
      """
    ) { try $0.decode("id") }
  }
}

extension FactChanges {
  /// Each for a boundary `b` and its version in force `v`.
  fileprivate var conditions: [SQL] {
    if everything { return ["true"] }
    var conditions: [SQL] = []
    if !tasks.isEmpty { conditions.append(.isAbout(tasks: Array(tasks))) }
    if !systems.isEmpty { conditions.append(.isAbout(systems: Array(systems))) }
    if !people.isEmpty {
      let people = Array(people)
      conditions.append("v.overseer_id IN (SELECT unnest(\(people)))")
      conditions.append("v.accountable_id IN (SELECT unnest(\(people)))")
    }
    if !boundaries.isEmpty { conditions.append("b.id IN (SELECT unnest(\(Array(boundaries))))") }
    return conditions
  }
}

extension ReviewOccasion {
  fileprivate var condition: SQL {
    switch concerned {
    case .work(let tasks, let systems):
      "(\(fragment: .isAbout(tasks: tasks)) OR \(fragment: .isAbout(systems: systems)))"
    case .roles(nil): "true"
    case .roles(let roles?): "b.role_id IN (SELECT unnest(\(roles)))"
    }
  }
}

extension SQL {
  fileprivate static func isAbout(tasks: [TaskID]) -> SQL { "b.task_id IN (SELECT unnest(\(tasks)))" }

  fileprivate static func isAbout(systems: [AISystemID]) -> SQL {
    """
    b.task_id IN (SELECT x.task_id FROM task_ai_system x
      WHERE x.organisation_id = b.organisation_id AND x.ai_system_id IN (SELECT unnest(\(systems))))
    """
  }
}
