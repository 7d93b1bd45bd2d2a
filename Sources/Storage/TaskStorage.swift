import Postgres
public import Readiness

extension ImportTasks: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(
      required: TaskRecord.columns, optional: TaskRecord.optionalColumns, TaskRecord.init(from:))
    let roles: [String: RoleID] = try session.ids(of: "role")
    let systems: [String: AISystemID] = try session.ids(of: "ai_system")
    let stored = try session.storedTasks(rows.map(\.record.code))
    try check(rows, roles: Set(roles.keys), systems: Set(systems.keys), merged: stored.filter(\.value.isMerged).keys)
    let day = effective ?? session.today
    let written = session.identified(rows.map(\.record), stored.mapValues(\.id))
    var changed = try session.upsert(written)
    changed.formUnion(try session.use(systems, in: written))
    changed.formUnion(try session.label(written, on: min(day, session.today)))
    let ids = Dictionary(written.map { ($0.record.code, $0.id) }, uniquingKeysWith: { first, _ in first })
    let shares = rows.compactMap { _, record -> RoleShare? in
      guard let role = roles[record.role], let task = ids[record.code] else { return nil }
      return RoleShare(role: role, task: task, parts: TimeShares.parts(of: record.timeShare))
    }
    session.factsChanged(tasks: changed.intersection(stored.values.map(\.id)))
    changed.formUnion(try session.setShares(shares, from: day))
    try session.requireWholeTime(of: shares.map(\.role))
    return ImportCounts(written.map { (isNew: stored[$0.record.code] == nil, changed: changed.contains($0.id)) })
  }

  private func check(
    _ rows: [(row: Int, record: TaskRecord)], roles: Set<String>, systems: Set<String>, merged: some Sequence<String>
  ) throws(Refusal) {
    let merged = Set(merged)
    var first: [String: (row: Int, record: TaskRecord)] = [:]
    var places: Set<[String]> = []
    var faults: [Refusal.Fault] = []
    for (row, task) in rows {
      let earlier = first[task.code] ?? (row, task)
      first[task.code] = earlier
      if !places.insert([task.code, task.role]).inserted || !task.describesSameTask(as: earlier.record) {
        faults.append(.duplicate(task.code, row: row, first: earlier.row))
      }
      if merged.contains(task.code) { faults.append(.mergedTask(task.code, row: row)) }
      if !roles.contains(task.role) { faults.append(.unknownRole(task.role, row: row)) }
      for system in task.aiSystems ?? [] where !systems.contains(system) {
        faults.append(.unknownAISystem(system, row: row))
      }
    }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
  }
}

/// A task that is written: each once, though a table names it for several roles.
struct IdentifiedTask {
  let id: TaskID
  let record: TaskRecord
}

extension Session {
  fileprivate func identified(_ records: [TaskRecord], _ known: [String: TaskID]) -> [IdentifiedTask] {
    var codes: Set<String> = []
    return records.filter { codes.insert($0.code).inserted }.map { record in
      IdentifiedTask(id: known[record.code] ?? newID(), record: record)
    }
  }

  /// Those of these codes that there are.
  func storedTasks(_ codes: [String]) throws -> [String: (id: TaskID, isMerged: Bool)] {
    let found = try tx.all(
      """
      SELECT code, id, merged_into IS NOT NULL AS is_merged FROM task
      WHERE organisation_id = \(actor.organisation) AND code = ANY (\(codes))
      """
    ) { row in
      let task = (id: try row.decode("id", as: TaskID.self), isMerged: try row.decode("is_merged", as: Bool.self))
      return (try row.decode("code", as: String.self), task)
    }
    return Dictionary(uniqueKeysWithValues: found)
  }

  /// Writes tasks without their labels, AI systems and roles. What a record does not say stays as it is.
  ///
  /// - Returns: those that are new or differ from what was there.
  func upsert(_ tasks: [IdentifiedTask]) throws -> Set<TaskID> {
    let records = tasks.map(\.record)
    let traits = records.map(\.traits)
    return Set(
      try tx.all(
        """
        INSERT INTO task AS t (organisation_id, id, code, name_en, name_zh, importance, data_class, physical, interpersonal,
          uncertainty, expertise, enjoyment, desired_level, feasible_level, irreversible, affects_person, source,
          source_code)
        SELECT \(actor.organisation), w.id, w.code, w.en, w.zh, w.importance, w.data_class,
          coalesce(w.physical, k.physical), coalesce(w.interpersonal, k.interpersonal),
          coalesce(w.uncertainty, k.uncertainty), coalesce(w.expertise, k.expertise), coalesce(w.enjoyment, k.enjoyment),
          coalesce(w.desired, k.desired_level), coalesce(w.feasible, k.feasible_level),
          coalesce(w.irreversible, k.irreversible), coalesce(w.affects, k.affects_person),
          coalesce(w.source, k.source, 'custom'), coalesce(w.source_code, k.source_code)
        FROM unnest(\(tasks.map(\.id)), \(records.map(\.code)), \(records.map(\.name.en)), \(records.map(\.name.zh)),
            \(records.map(\.importance)), \(records.map(\.dataClass)), \(traits.map { $0?.physical }),
            \(traits.map { $0?.interpersonal }), \(traits.map { $0?.uncertainty }), \(traits.map { $0?.expertise }),
            \(traits.map { $0?.enjoyment }), \(records.map(\.desiredLevel)), \(records.map(\.feasibleLevel)),
            \(records.map(\.irreversible)), \(records.map(\.affectsPerson)), \(records.map(\.source)),
            \(records.map(\.sourceCode)))
          AS w (id, code, en, zh, importance, data_class, physical, interpersonal, uncertainty, expertise, enjoyment, desired,
            feasible, irreversible, affects, source, source_code)
        LEFT JOIN task k ON k.organisation_id = \(actor.organisation) AND k.id = w.id
        ON CONFLICT (organisation_id, code) DO UPDATE SET name_en = excluded.name_en, name_zh = excluded.name_zh,
          importance = excluded.importance, data_class = excluded.data_class, physical = excluded.physical,
          interpersonal = excluded.interpersonal, uncertainty = excluded.uncertainty, expertise = excluded.expertise,
          enjoyment = excluded.enjoyment, desired_level = excluded.desired_level, feasible_level = excluded.feasible_level,
          irreversible = excluded.irreversible, affects_person = excluded.affects_person, source = excluded.source,
          source_code = excluded.source_code
        WHERE (t.name_en, t.name_zh, t.importance, t.data_class, t.physical, t.interpersonal, t.uncertainty, t.expertise,
            t.enjoyment, t.desired_level, t.feasible_level, t.irreversible, t.affects_person, t.source, t.source_code)
          IS DISTINCT FROM (excluded.name_en, excluded.name_zh, excluded.importance, excluded.data_class,
            excluded.physical, excluded.interpersonal, excluded.uncertainty, excluded.expertise, excluded.enjoyment,
            excluded.desired_level, excluded.feasible_level, excluded.irreversible, excluded.affects_person,
            excluded.source, excluded.source_code)
        RETURNING t.id
        """
      ) { try $0.decode("id") })
  }

  /// Makes the AI systems that a record names the only ones that take part in its task.
  ///
  /// - Returns: the tasks that others take part in than before.
  fileprivate func use(_ systems: [String: AISystemID], in tasks: [IdentifiedTask]) throws -> [TaskID] {
    let told = tasks.filter { $0.record.aiSystems != nil }
    let pairs = told.flatMap { task in
      (task.record.aiSystems ?? []).compactMap { code in systems[code].map { (task: task.id, system: $0) } }
    }
    let removed = try tx.all(
      """
      DELETE FROM task_ai_system WHERE organisation_id = \(actor.organisation) AND task_id = ANY (\(told.map(\.id)))
        AND (task_id, ai_system_id) NOT IN (SELECT * FROM unnest(\(pairs.map(\.task)), \(pairs.map(\.system))))
      RETURNING task_id
      """
    ) { try $0.decode("task_id", as: TaskID.self) }
    let added = try tx.all(
      """
      INSERT INTO task_ai_system (organisation_id, task_id, ai_system_id)
      SELECT \(actor.organisation), * FROM unnest(\(pairs.map(\.task)), \(pairs.map(\.system)))
      ON CONFLICT DO NOTHING RETURNING task_id
      """
    ) { try $0.decode("task_id", as: TaskID.self) }
    return removed + added
  }

  /// Takes down what a table says of exposure and automation, where the task does not have it already.
  ///
  /// - Returns: the tasks that got a label.
  fileprivate func label(_ tasks: [IdentifiedTask], on day: Day) throws -> Set<TaskID> {
    let labelled = tasks.filter { $0.record.exposure != nil || $0.record.automation != nil }
    let news = try tx.all(
      """
      SELECT w.* FROM unnest(\(labelled.map(\.id)), \(labelled.map { $0.record.exposure?.description }),
        \(labelled.map { $0.record.automation?.description })) AS w (task_id, exposure, automation)
      JOIN task t ON t.organisation_id = \(actor.organisation) AND t.id = w.task_id
      WHERE w.exposure <> coalesce(t.exposure, '') OR w.automation <> coalesce(t.automation, '')
      """
    ) { row in
      TaskLabel(
        task: try row.decode("task_id"),
        label: ExposureLabel(
          source: .human, labeller: ExposureLabel.taskTable,
          exposure: try row.exposure(), automation: try row.automation(),
          labelledOn: day))
    }
    return Set(try record(news).map(\.task))
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

  static func unknownTask(_ code: String, row: Int) -> Refusal.Fault {
    Refusal.Fault(
      row: row, field: "task", code: "unknown-task",
      message: LocalizedText(
        en: "There is no task “\(code)”. Correct the code, or create the task first.",
        zh: "没有编码为“\(code)”的任务。请更正编码，或先创建该任务。"))
  }

  fileprivate static func unknownAISystem(_ code: String, row: Int) -> Refusal.Fault {
    Refusal.Fault(
      row: row, field: "ai_system", code: "unknown-ai-system",
      message: LocalizedText(
        en: "There is no AI system “\(code)”. Correct the code, or register the system first.",
        zh: "没有编码为“\(code)”的 AI 系统。请更正编码，或先登记该系统。"))
  }

  fileprivate static func mergedTask(_ code: String, row: Int) -> Refusal.Fault {
    Refusal.Fault(
      row: row, field: "code", code: "merged-task",
      message: LocalizedText(
        en: "“\(code)” was merged into another task. Leave it out, or choose another code.",
        zh: "“\(code)”已合并到其他任务。请删除此行，或换用其他编码。"))
  }
}
