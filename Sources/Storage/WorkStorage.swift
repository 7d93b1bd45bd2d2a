import Postgres
public import Readiness

extension ImportAISystems: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(
      required: AISystemRecord.columns, optional: AISystemRecord.optionalColumns, AISystemRecord.init(from:))
    try requireUnique(rows.map { ($0.row, $0.record.code) })
    let known: [String: AISystemID] = try session.ids(of: "ai_system")
    try session.noteModelChanges(rows.map(\.record))
    var counts = ImportCounts()
    for (_, system) in rows {
      let changed = try session.tx.run(
        """
        INSERT INTO ai_system (organisation_id, id, code, name, vendor, purpose_en, purpose_zh, risk_class, route,
          cleared_data_class, model_version)
        VALUES (\(session.actor.organisation), \(known[system.code] ?? session.newID()), \(system.code),
          \(system.name), \(system.vendor), \(system.purpose.en), \(system.purpose.zh), \(system.riskClass),
          \(system.route), \(system.clearedDataClass), coalesce(\(system.modelVersion), ''))
        ON CONFLICT (organisation_id, code) DO UPDATE SET name = excluded.name, vendor = excluded.vendor,
          purpose_en = excluded.purpose_en, purpose_zh = excluded.purpose_zh, risk_class = excluded.risk_class,
          route = excluded.route, cleared_data_class = excluded.cleared_data_class,
          model_version = coalesce(\(system.modelVersion), ai_system.model_version)
        WHERE (ai_system.name, ai_system.vendor, ai_system.purpose_en, ai_system.purpose_zh, ai_system.risk_class,
               ai_system.route, ai_system.cleared_data_class, ai_system.model_version)
          IS DISTINCT FROM (excluded.name, excluded.vendor, excluded.purpose_en, excluded.purpose_zh,
               excluded.risk_class, excluded.route, excluded.cleared_data_class,
               coalesce(\(system.modelVersion), ai_system.model_version))
        """)
      counts.add(isNew: known[system.code] == nil, changed: changed > 0)
    }
    session.factsChanged(systems: rows.compactMap { known[$0.record.code] })
    return counts
  }
}

extension ImportRoles: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(
      required: RoleRecord.columns, optional: RoleRecord.optionalColumns, RoleRecord.init(from:))
    try requireUnique(rows.map { ($0.row, $0.record.code) })
    let known: [String: RoleID] = try session.ids(of: "role")
    let competencies: [String: Identifier<Competency>] = try session.ids(of: "competency")
    var counts = ImportCounts()
    for (_, role) in rows {
      let id = known[role.code] ?? session.newID()
      var changed = try session.upsert(role, id: id)
      for (domain, level) in role.required.sorted(by: { $0.key < $1.key }) {
        guard let competency = competencies[domain] else { continue }
        changed += try session.require(level, of: competency, role: id, from: effective ?? session.today)
      }
      counts.add(isNew: known[role.code] == nil, changed: changed > 0)
    }
    return counts
  }
}

enum Competency {}

extension Session {
  fileprivate func upsert(_ role: RoleRecord, id: RoleID) throws -> Int {
    try tx.run(
      """
      INSERT INTO role (organisation_id, id, code, source, name_en, name_zh, family)
      VALUES (\(actor.organisation), \(id), \(role.code), \(role.source), \(role.name.en), \(role.name.zh),
              \(role.family))
      ON CONFLICT (organisation_id, code) DO UPDATE SET source = excluded.source, name_en = excluded.name_en,
        name_zh = excluded.name_zh, family = excluded.family
      WHERE (role.source, role.name_en, role.name_zh, role.family)
        IS DISTINCT FROM (excluded.source, excluded.name_en, excluded.name_zh, excluded.family)
      """)
  }

  /// Ends what was required before and begins the new requirement; the same level goes on as it was.
  fileprivate func require(
    _ level: QuotientLevel, of competency: Identifier<Competency>, role: RoleID, from: Day
  ) throws -> Int {
    let isInForce = try tx.first(
      """
      SELECT 1 AS one FROM role_requirement WHERE organisation_id = \(actor.organisation) AND role_id = \(role)
        AND competency_id = \(competency) AND valid_to IS NULL AND level = \(level)
      """
    ) { _ in true }
    if isInForce == true { return 0 }
    let key: SQL =
      "organisation_id = \(actor.organisation) AND role_id = \(role) AND competency_id = \(competency)"
    try tx.run("DELETE FROM role_requirement WHERE \(fragment: key) AND valid_from >= \(from)")
    try tx.run(
      "UPDATE role_requirement SET valid_to = \(from) WHERE \(fragment: key) AND (valid_to IS NULL OR valid_to > \(from))"
    )
    return try tx.run(
      """
      INSERT INTO role_requirement (organisation_id, role_id, competency_id, valid_from, level)
      VALUES (\(actor.organisation), \(role), \(competency), \(from), \(level))
      """)
  }
}

extension ImportTasks: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(
      required: TaskRecord.columns, optional: TaskRecord.optionalColumns, TaskRecord.init(from:))
    try requireUnique(rows.map { ($0.row, $0.record.code) })
    let roles: [String: RoleID] = try session.ids(of: "role")
    let systems: [String: AISystemID] = try session.ids(of: "ai_system")
    try check(rows, roles: roles, systems: systems)
    let known: [String: TaskID] = try session.ids(of: "task")
    var counts = ImportCounts()
    for (_, task) in rows {
      guard let role = roles[task.role] else { continue }
      let id = known[task.code] ?? session.newID()
      var changed = try session.upsert(task, id: id)
      changed += try session.use(task.aiSystem.flatMap { systems[$0] }, in: id)
      changed += try session.assign(id, to: role, share: task.timeShare, from: effective ?? session.today)
      counts.add(isNew: known[task.code] == nil, changed: changed > 0)
    }
    session.factsChanged(tasks: rows.compactMap { known[$0.record.code] })
    try session.requireWholeTime(of: Set(rows.map(\.record.role)))
    return counts
  }

  private func check(
    _ rows: [(row: Int, record: TaskRecord)], roles: [String: RoleID], systems: [String: AISystemID]
  ) throws(Refusal) {
    var faults: [Refusal.Fault] = []
    for (row, task) in rows {
      if roles[task.role] == nil {
        faults.append(.unknownRole(task.role, row: row))
      }
      if let system = task.aiSystem, systems[system] == nil {
        faults.append(
          .init(
            row: row, field: "ai_system", code: "unknown-ai-system",
            message: LocalizedText(
              en: "There is no AI system “\(system)”. Correct the code, or register the system first.",
              zh: "没有编码为“\(system)”的 AI 系统。请更正编码，或先登记该系统。")))
      }
    }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
  }
}

extension Session {
  fileprivate func upsert(_ task: TaskRecord, id: TaskID) throws -> Int {
    try tx.run(
      """
      INSERT INTO task (organisation_id, id, code, name_en, name_zh, importance, physical, interpersonal, uncertainty,
        expertise, enjoyment, exposure, automation, desired_level, feasible_level, irreversible, affects_person,
        data_class)
      VALUES (\(actor.organisation), \(id), \(task.code), \(task.name.en), \(task.name.zh), \(task.importance),
        \(task.traits.physical), \(task.traits.interpersonal), \(task.traits.uncertainty), \(task.traits.expertise),
        \(task.traits.enjoyment), \(task.exposure?.description), \(task.automation?.description),
        \(task.desiredLevel), \(task.feasibleLevel), \(task.irreversible), \(task.affectsPerson),
        \(task.dataClass))
      ON CONFLICT (organisation_id, code) DO UPDATE SET name_en = excluded.name_en, name_zh = excluded.name_zh,
        importance = excluded.importance, physical = excluded.physical, interpersonal = excluded.interpersonal,
        uncertainty = excluded.uncertainty, expertise = excluded.expertise, enjoyment = excluded.enjoyment,
        exposure = excluded.exposure, automation = excluded.automation, desired_level = excluded.desired_level,
        feasible_level = excluded.feasible_level, irreversible = excluded.irreversible,
        affects_person = excluded.affects_person, data_class = excluded.data_class
      WHERE task IS DISTINCT FROM excluded
      """)
  }

  /// Makes `system` the only AI system that takes part in a task; nil: none does.
  fileprivate func use(_ system: AISystemID?, in task: TaskID) throws -> Int {
    let removed = try tx.run(
      """
      DELETE FROM task_ai_system WHERE organisation_id = \(actor.organisation) AND task_id = \(task)
        AND ai_system_id IS DISTINCT FROM \(system)
      """)
    guard let system else { return removed }
    return try removed
      + tx.run(
        """
        INSERT INTO task_ai_system (organisation_id, task_id, ai_system_id)
        VALUES (\(actor.organisation), \(task), \(system)) ON CONFLICT DO NOTHING
        """)
  }

  /// Gives a role a task with a share of its time; another share ends the row in force and begins the next.
  fileprivate func assign(_ task: TaskID, to role: RoleID, share: Double, from: Day) throws -> Int {
    let key: SQL = "organisation_id = \(actor.organisation) AND role_id = \(role) AND task_id = \(task)"
    let current = try tx.first(
      "SELECT time_share::float8 AS share FROM role_task WHERE \(fragment: key) AND valid_to IS NULL"
    ) { try $0.decode("share", as: Double.self) }
    if let current, abs(current - share) < 0.000_05 { return 0 }
    try tx.run("DELETE FROM role_task WHERE \(fragment: key) AND valid_from >= \(from)")
    try tx.run(
      "UPDATE role_task SET valid_to = \(from) WHERE \(fragment: key) AND (valid_to IS NULL OR valid_to > \(from))")
    return try tx.run(
      """
      INSERT INTO role_task (organisation_id, role_id, task_id, valid_from, time_share)
      VALUES (\(actor.organisation), \(role), \(task), \(from), \(share)::float8::numeric)
      """)
  }

  fileprivate func requireWholeTime(of roles: Set<String>) throws {
    let over = try tx.first(
      """
      SELECT r.code, sum(rt.time_share)::float8 AS share FROM role r
      JOIN role_task rt ON rt.organisation_id = r.organisation_id AND rt.role_id = r.id AND rt.valid_to IS NULL
      WHERE r.organisation_id = \(actor.organisation) AND r.code = ANY (\(roles.sorted()))
      GROUP BY r.code HAVING sum(rt.time_share) > 1.005 ORDER BY r.code LIMIT 1
      """
    ) { (try $0.decode("code", as: String.self), try $0.decode("share", as: Double.self)) }
    guard let (role, share) = over else { return }
    let percent = Int((share * 100).rounded())
    throw Refusal.invalid(
      "time-over-100-percent", field: "time_share",
      en: "The tasks of role “\(role)” take \(percent) % of its time. Lower their shares to 100 % or less.",
      zh: "岗位“\(role)”的任务合计占用 \(percent)% 的工时。请将占比降到 100% 以内。")
  }
}

extension Refusal.Fault {
  static func unknownRole(_ code: String, row: Int) -> Refusal.Fault {
    Refusal.Fault(
      row: row, field: "role", code: "unknown-role",
      message: LocalizedText(
        en: "There is no role “\(code)”. Correct the code, or create the role first.",
        zh: "没有编码为“\(code)”的岗位。请更正编码，或先创建该岗位。"))
  }
}

extension ImportCounts {
  mutating func add(isNew: Bool, changed: Bool) {
    if isNew { created += 1 } else if changed { self.changed += 1 } else { unchanged += 1 }
  }
}

/// - Throws: a fault for each row whose code an earlier row has.
func requireUnique(_ rows: [(row: Int, code: String)], field: String = "code") throws(Refusal) {
  var first: [String: Int] = [:]
  var faults: [Refusal.Fault] = []
  for (row, code) in rows {
    if let earlier = first[code] {
      faults.append(.duplicate(code, row: row, field: field, first: earlier))
    } else {
      first[code] = row
    }
  }
  if !faults.isEmpty { throw Refusal(tableFaults: faults) }
}
