import Postgres
public import Readiness

extension RecordExposure: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let task = try session.task(code: task)
    let label = ExposureLabel(
      source: source, labeller: labeller ?? session.actor.label, exposure: exposure, automation: automation,
      labelledOn: labelledOn ?? session.today, note: note ?? "")
    if let fault = label.fault(today: session.today) {
      throw Refusal.invalid(fault.code, field: fault.field, en: fault.message.en, zh: fault.message.zh)
    }
    _ = try session.record([TaskLabel(task: task, label: label)])
    return try session.tx.one(
      """
      SELECT exposure, automation, labels_disagree(organisation_id, id, \(session.today)) AS labels_disagree FROM task
      WHERE organisation_id = \(session.actor.organisation) AND id = \(task)
      """
    ) { row in
      Result(
        exposure: try row.exposure(), automation: try row.automation(),
        labelsDisagree: try row.decode("labels_disagree"))
    }
  }
}

extension ImportExposure: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(required: ExposureRecord.columns, optional: ExposureRecord.optionalColumns) {
      ExposureRecord(from: &$0, today: session.today)
    }
    let tasks = try session.storedTasks(rows.map(\.record.task))
    try check(rows, tasks: Set(tasks.keys))
    let labels = rows.compactMap { row in
      tasks[row.record.task].map { TaskLabel(task: $0.id, label: row.record.label) }
    }
    let changed = try session.record(labels)
    let created = changed.count(where: \.isNew)
    return ImportCounts(
      created: created, changed: changed.count - created, unchanged: labels.count - changed.count)
  }

  private func check(_ rows: [(row: Int, record: ExposureRecord)], tasks: Set<String>) throws(Refusal) {
    var first: [[String]: Int] = [:]
    var faults: [Refusal.Fault] = []
    for (row, record) in rows {
      let label = record.label
      let key = [record.task, label.source.rawValue, label.labeller, label.labelledOn.description]
      if let earlier = first[key] {
        faults.append(.duplicate(record.task, row: row, field: "task", first: earlier))
      }
      first[key] = first[key] ?? row
      if !tasks.contains(record.task) { faults.append(.unknownTask(record.task, row: row)) }
    }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
  }
}

/// A label, and the task that it is of.
struct TaskLabel {
  let task: TaskID
  let label: ExposureLabel
}

extension Session {
  /// Keeps labels, and makes the tasks count as all of theirs say.
  ///
  /// - Parameter labels: no two of one labeller, task and day.
  /// - Returns: those that are new or differ from what was there.
  func record(_ labels: [TaskLabel]) throws -> [(task: TaskID, isNew: Bool)] {
    let ids = labels.map { _ in newID(ExposureLabel.self) }
    let said = labels.map(\.label)
    let changed = try tx.all(
      """
      INSERT INTO exposure_label AS l (organisation_id, id, task_id, source, labeller, exposure, automation, labelled_on,
        note, recorded_by)
      SELECT \(actor.organisation), w.*, \(actor.account)
      FROM unnest(\(ids), \(labels.map(\.task)), \(said.map(\.source)), \(said.map(\.labeller)),
        \(said.map { $0.exposure?.description }), \(said.map { $0.automation?.description }), \(said.map(\.labelledOn)),
        \(said.map(\.note))) AS w
      ON CONFLICT (organisation_id, task_id, source, labeller, labelled_on) DO UPDATE SET
        exposure = coalesce(excluded.exposure, l.exposure), automation = coalesce(excluded.automation, l.automation),
        note = excluded.note, recorded_by = excluded.recorded_by
      WHERE (l.exposure, l.automation, l.note) IS DISTINCT FROM
        (coalesce(excluded.exposure, l.exposure), coalesce(excluded.automation, l.automation), excluded.note)
      RETURNING task_id, id
      """
    ) { (task: try $0.decode("task_id", as: TaskID.self), id: try $0.decode("id", as: Identifier<ExposureLabel>.self)) }
    try deriveLabels(of: Set(changed.map(\.task)))
    factsChanged(tasks: changed.map(\.task))
    let new = Set(ids)
    return changed.map { ($0.task, new.contains($0.id)) }
  }

  private func deriveLabels(of tasks: Set<TaskID>) throws {
    let derived = try labels(of: Array(tasks), asOf: today).mapValues(ExposureLabel.effective)
    let (ids, effective) = (Array(derived.keys), Array(derived.values))
    try tx.run(
      """
      UPDATE task t SET exposure = w.exposure, automation = w.automation
      FROM unnest(\(ids), \(effective.map { $0.exposure?.description }), \(effective.map { $0.automation?.description }))
        AS w (id, exposure, automation)
      WHERE t.organisation_id = \(actor.organisation) AND t.id = w.id
        AND (t.exposure, t.automation) IS DISTINCT FROM (w.exposure, w.automation)
      """)
  }

  /// The labels of tasks up to a day, in the order in which they were recorded.
  func labels(of tasks: [TaskID], asOf day: Day) throws -> [TaskID: [ExposureLabel]] {
    let found = try tx.all(
      """
      SELECT task_id, source, labeller, exposure, automation, labelled_on, note FROM exposure_label
      WHERE organisation_id = \(actor.organisation) AND task_id = ANY (\(tasks)) AND labelled_on <= \(day) ORDER BY id
      """
    ) { row in
      TaskLabel(
        task: try row.decode("task_id"),
        label: ExposureLabel(
          source: try row.decode("source"), labeller: try row.decode("labeller"), exposure: try row.exposure(),
          automation: try row.automation(), labelledOn: try row.decode("labelled_on"), note: try row.decode("note")))
    }
    return Dictionary(grouping: found, by: \.task).mapValues { $0.map(\.label) }
  }

  /// The task with a code.
  func task(code: String, field: String = "task") throws -> TaskID {
    let id = try tx.first(
      "SELECT id FROM task WHERE organisation_id = \(actor.organisation) AND code = \(code)"
    ) { try $0.decode("id", as: TaskID.self) }
    guard let id else { throw Refusal.notFound(LocalizedText(en: "task", zh: "任务"), code, field: field) }
    return id
  }
}

extension Row {
  func exposure() throws -> Exposure? { try decode("exposure", as: String?.self).flatMap(Exposure.init) }

  func automation() throws -> AutomationPotential? {
    try decode("automation", as: String?.self).flatMap(AutomationPotential.init)
  }
}
