import Postgres
public import Readiness

extension ImportActivities: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(
      required: Activity.columns, optional: Activity.optionalColumns, Activity.init(from:))
    try requireUnique(rows.map { ($0.row, $0.record.code) })
    let stored = try session.storedActivities()
    try check(rows, beside: stored)
    let before = Dictionary(uniqueKeysWithValues: stored.map { ($0.activity.code, $0) })
    var counts = ImportCounts()
    var changed: [Activity] = []
    for activity in rows.map(\.record) {
      let known = before[activity.code]
      let isSame = known?.retiredOn == nil && known?.activity == activity.inOrder
      counts.add(isNew: known == nil, changed: !isSame)
      if !isSame { changed.append(activity) }
    }
    try session.write(changed, ids: before.mapValues(\.id))
    return counts
  }

  /// The activities that are offered already and those of the table make a sound catalogue.
  private func check(_ rows: [(row: Int, record: Activity)], beside stored: [StoredActivity]) throws(Refusal) {
    let places = Dictionary(rows.map { ($0.record.code, $0.row) }, uniquingKeysWith: { first, _ in first })
    let others = stored.filter { $0.retiredOn == nil && places[$0.activity.code] == nil }.map(\.activity)
    do throws(InvalidCatalogue) {
      _ = try ActivityCatalogue(rows.map(\.record) + others)
    } catch {
      throw Refusal(
        tableFaults: error.problems.map {
          .init(row: places[$0.activity], field: $0.field, code: $0.code.rawValue, message: $0.message)
        })
    }
  }
}

extension RetireActivity: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    let stored = try session.storedActivities(code: code)
    guard let activity = stored.first else { throw Refusal.noActivity(code) }
    guard activity.retiredOn == nil else { throw Refusal.alreadyRetired(code) }
    let dependents = try session.activities(requiring: activity.id)
    guard dependents.isEmpty else { throw Refusal.stillRequired(code, by: dependents) }
    let templates = try session.planTemplates().filter { $0.activities.contains(code) }.map(\.code)
    guard templates.isEmpty else { throw Refusal.inTemplates(code, templates) }
    try session.tx.run(
      """
      UPDATE activity SET retired_on = \(session.today)
      WHERE organisation_id = \(session.actor.organisation) AND id = \(activity.id)
      """)
    return Done()
  }
}

extension Session {
  /// Replaces what is there of these activities, in four statements however many they are.
  fileprivate func write(_ activities: [Activity], ids known: [String: ActivityID]) throws {
    guard !activities.isEmpty else { return }
    var ids = known
    for activity in activities where ids[activity.code] == nil { ids[activity.code] = newID() }
    let written = activities.compactMap { activity in ids[activity.code].map { (id: $0, activity: activity) } }
    try upsert(written)
    for table in ["activity_lift", "activity_prerequisite"] {
      try tx.run(
        """
        DELETE FROM \(identifier: table)
        WHERE organisation_id = \(actor.organisation) AND activity_id = ANY (\(written.map(\.id)))
        """)
    }
    let lifts = written.flatMap { entry in entry.activity.lifts.map { (activity: entry.id, lift: $0) } }
    try tx.run(
      """
      INSERT INTO activity_lift (organisation_id, activity_id, domain, from_level, to_level)
      SELECT \(actor.organisation), * FROM unnest(\(lifts.map(\.activity)), \(lifts.map(\.lift.domain)),
        \(lifts.map(\.lift.from)), \(lifts.map(\.lift.to)))
      """)
    let needs = written.flatMap { entry in
      entry.activity.prerequisites.compactMap { code in ids[code].map { (activity: entry.id, requires: $0) } }
    }
    try tx.run(
      """
      INSERT INTO activity_prerequisite (organisation_id, activity_id, requires_id)
      SELECT \(actor.organisation), * FROM unnest(\(needs.map(\.activity)), \(needs.map(\.requires)))
      """)
  }

  private func upsert(_ written: [(id: ActivityID, activity: Activity)]) throws {
    let activities = written.map(\.activity)
    try tx.run(
      """
      INSERT INTO activity (organisation_id, id, code, name_en, name_zh, description_en, description_zh, kind, hours, cost,
        seats, evidence, effect_basis, effect_en, effect_zh, effect_source, validity_months)
      SELECT \(actor.organisation), * FROM unnest(
        \(written.map(\.id)), \(activities.map(\.code)), \(activities.map(\.name.en)), \(activities.map(\.name.zh)),
        \(activities.map(\.description.en)), \(activities.map(\.description.zh)), \(activities.map(\.kind)),
        \(activities.map(\.hours)), \(activities.map(\.cost)), \(activities.map(\.seats)),
        \(activities.map(\.evidence)), \(activities.map(\.effect.basis)), \(activities.map(\.effect.text.en)),
        \(activities.map(\.effect.text.zh)), \(activities.map(\.effect.source)), \(activities.map(\.validityMonths)))
      ON CONFLICT (organisation_id, code) DO UPDATE SET name_en = excluded.name_en, name_zh = excluded.name_zh,
        description_en = excluded.description_en, description_zh = excluded.description_zh, kind = excluded.kind,
        hours = excluded.hours, cost = excluded.cost, seats = excluded.seats, evidence = excluded.evidence,
        effect_basis = excluded.effect_basis, effect_en = excluded.effect_en, effect_zh = excluded.effect_zh,
        effect_source = excluded.effect_source, validity_months = excluded.validity_months, retired_on = NULL
      """)
  }

  /// The codes of offered activities that an activity must come before.
  func activities(requiring id: ActivityID) throws -> [String] {
    try tx.all(
      """
      SELECT a.code FROM activity_prerequisite p
      JOIN activity a ON a.organisation_id = p.organisation_id AND a.id = p.activity_id AND a.retired_on IS NULL
      WHERE p.organisation_id = \(actor.organisation) AND p.requires_id = \(id) ORDER BY a.code
      """
    ) { try $0.decode("code") }
  }
}

extension Refusal {
  static func noActivity(_ code: String, field: String = "code") -> Refusal {
    .notFound(LocalizedText(en: "activity", zh: "学习活动"), code, field: field)
  }

  fileprivate static func alreadyRetired(_ code: String) -> Refusal {
    .conflict(
      "already-retired", field: "code", en: "“\(code)” is retired already. Import it to offer it again.",
      zh: "“\(code)”已停用。重新导入即可恢复。")
  }

  fileprivate static func inTemplates(_ code: String, _ templates: [String]) -> Refusal {
    let list = templates.prefix(10).joined(separator: ", ")
    return .conflict(
      "in-templates", field: "code",
      en: "“\(code)” is in the plan templates \(list). Import these without it first.",
      zh: "计划模板 \(list) 包含“\(code)”。请先重新导入模板并去掉该活动。")
  }

  fileprivate static func stillRequired(_ code: String, by dependents: [String]) -> Refusal {
    let list = dependents.prefix(10).joined(separator: ", ")
    return .conflict(
      "still-required", field: "code",
      en: "“\(code)” must come before \(list). Retire these first, or import them without it.",
      zh: "“\(code)”是 \(list) 的先修活动。请先停用这些活动，或重新导入并去掉该先修要求。")
  }
}
