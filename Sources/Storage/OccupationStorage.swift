import Postgres
public import Readiness

extension ImportOccupations: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    guard let licence = source.licence, let attribution = source.attribution(release: release) else {
      throw Refusal.notPublished(source)
    }
    guard (1...60).contains(release.count) else { throw Refusal.badRelease }
    let occupations = try read(occupations, "occupations") { sheet throws(Refusal) in
      try sheet.read(required: OccupationRecord.columns, OccupationRecord.init(from:))
    }
    let tasks = try tasks.map { sheet in
      try read(sheet, "tasks") { sheet throws(Refusal) in
        try sheet.read(
          required: OccupationTaskRecord.columns, optional: OccupationTaskRecord.optionalColumns,
          OccupationTaskRecord.init(from:))
      }
    }
    try check(occupations, tasks ?? [])
    try session.note(source, release: release, licence: licence, attribution: attribution)
    let (ids, counts) = try session.write(occupations.map(\.record), of: source)
    guard let tasks else {
      return Result(occupations: counts, tasks: ImportCounts(), removedTasks: 0, withoutTasks: 0)
    }
    let written = tasks.compactMap { _, record in ids[record.occupation].map { (occupation: $0, task: record.task) } }
    let removed = try session.removeTasks(of: Array(ids.values), but: written)
    return Result(
      occupations: counts, tasks: try session.write(written), removedTasks: removed,
      withoutTasks: Set(ids.keys).subtracting(tasks.map(\.record.occupation)).count)
  }

  /// Tells which of the two tables a fault is in.
  private func read<Rows>(
    _ sheet: Sheet, _ name: String, _ body: (Sheet) throws(Refusal) -> Rows
  ) throws(Refusal) -> Rows {
    do throws(Refusal) {
      return try body(sheet)
    } catch {
      var refusal = error
      for index in refusal.faults.indices {
        refusal.faults[index].field = refusal.faults[index].field.map { "\(name).\($0)" }
      }
      throw refusal
    }
  }

  private func check(
    _ occupations: [(row: Int, record: OccupationRecord)], _ tasks: [(row: Int, record: OccupationTaskRecord)]
  ) throws(Refusal) {
    var first: [String: Int] = [:]
    var faults: [Refusal.Fault] = []
    for (row, record) in occupations {
      if let earlier = first[record.code] {
        faults.append(.duplicate(record.code, row: row, field: "occupations.code", first: earlier))
      }
      first[record.code] = first[record.code] ?? row
    }
    var firstTasks: [[String]: Int] = [:]
    for (row, record) in tasks {
      let key = [record.occupation, record.task.code]
      if let earlier = firstTasks[key] {
        faults.append(.duplicate(record.task.code, row: row, field: "tasks.code", first: earlier))
      }
      firstTasks[key] = firstTasks[key] ?? row
      if first[record.occupation] == nil { faults.append(.unknownOccupation(record.occupation, row: row)) }
    }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
  }
}

enum Occupation {}
typealias OccupationID = Identifier<Occupation>

extension Session {
  fileprivate func note(
    _ source: RoleSource, release: String, licence: String, attribution: LocalizedText
  ) throws {
    try tx.run(
      """
      INSERT INTO occupation_source (organisation_id, code, version, licence, attribution_en, attribution_zh, imported_at)
      VALUES (\(actor.organisation), \(source), \(release), \(licence), \(attribution.en), \(attribution.zh), \(now))
      ON CONFLICT (organisation_id, code) DO UPDATE SET version = excluded.version, licence = excluded.licence,
        attribution_en = excluded.attribution_en, attribution_zh = excluded.attribution_zh,
        imported_at = excluded.imported_at
      """)
  }

  /// - Returns: the identities of these occupations by their code, and what became of them.
  fileprivate func write(
    _ occupations: [OccupationRecord], of source: RoleSource
  ) throws -> (ids: [String: OccupationID], counts: ImportCounts) {
    let codes = occupations.map(\.code)
    let known = try occupationIDs(source, codes)
    let ids = codes.map { known[$0] ?? newID() }
    let written = try tx.run(
      """
      INSERT INTO occupation AS o (organisation_id, id, source, code, title, description)
      SELECT \(actor.organisation), w.id, \(source), w.code, w.title, w.description
      FROM unnest(\(ids), \(codes), \(occupations.map(\.title)), \(occupations.map(\.description)))
        AS w (id, code, title, description)
      ON CONFLICT (organisation_id, source, code) DO UPDATE SET title = excluded.title,
        description = excluded.description
      WHERE (o.title, o.description) IS DISTINCT FROM (excluded.title, excluded.description)
      """)
    let created = codes.count - known.count
    return (
      Dictionary(zip(codes, ids), uniquingKeysWith: { first, _ in first }),
      ImportCounts(created: created, changed: written - created, unchanged: codes.count - written)
    )
  }

  private func occupationIDs(_ source: RoleSource, _ codes: [String]) throws -> [String: OccupationID] {
    let found = try tx.all(
      """
      SELECT code, id FROM occupation
      WHERE organisation_id = \(actor.organisation) AND source = \(source) AND code = ANY (\(codes))
      """
    ) { (try $0.decode("code", as: String.self), try $0.decode("id", as: OccupationID.self)) }
    return Dictionary(uniqueKeysWithValues: found)
  }

  /// Removes what the release has no more.
  fileprivate func removeTasks(
    of occupations: [OccupationID], but kept: [(occupation: OccupationID, task: OccupationTask)]
  ) throws -> Int {
    try tx.run(
      """
      DELETE FROM occupation_task t
      WHERE t.organisation_id = \(actor.organisation) AND t.occupation_id = ANY (\(occupations)) AND NOT EXISTS (
        SELECT FROM unnest(\(kept.map(\.occupation)), \(kept.map(\.task.code))) AS w (occupation_id, code)
        WHERE w.occupation_id = t.occupation_id AND w.code = t.code)
      """)
  }

  fileprivate func write(_ rows: [(occupation: OccupationID, task: OccupationTask)]) throws -> ImportCounts {
    let tasks = rows.map(\.task)
    let before = try countOccupationTasks()
    let written = try tx.run(
      """
      INSERT INTO occupation_task AS t (organisation_id, id, occupation_id, code, statement, kind, importance, relevance,
        frequency)
      SELECT \(actor.organisation), * FROM unnest(\(tasks.map { _ in newID(OccupationTask.self) }),
        \(rows.map(\.occupation)), \(tasks.map(\.code)), \(tasks.map(\.statement)), \(tasks.map(\.kind)),
        \(tasks.map(\.importance)), \(tasks.map(\.relevance)), \(tasks.map(\.frequency)))
      ON CONFLICT (organisation_id, occupation_id, code) DO UPDATE SET statement = excluded.statement,
        kind = excluded.kind, importance = excluded.importance, relevance = excluded.relevance,
        frequency = excluded.frequency
      WHERE (t.statement, t.kind, t.importance, t.relevance, t.frequency)
        IS DISTINCT FROM (excluded.statement, excluded.kind, excluded.importance, excluded.relevance, excluded.frequency)
      """)
    let after = try countOccupationTasks()
    let created = after - before
    return ImportCounts(created: created, changed: written - created, unchanged: rows.count - written)
  }

  private func countOccupationTasks() throws -> Int {
    try tx.one("SELECT count(*) AS tasks FROM occupation_task WHERE organisation_id = \(actor.organisation)") {
      try $0.decode("tasks")
    }
  }
}

extension Refusal {
  fileprivate static let badRelease = Refusal.invalid(
    "invalid", field: "release", en: "A release has 1 to 60 characters, such as 29.0. Name it so.",
    zh: "版本号应为 1 到 60 个字符，例如 29.0。")
}

extension Refusal.Fault {
  fileprivate static func unknownOccupation(_ code: String, row: Int) -> Refusal.Fault {
    Refusal.Fault(
      row: row, field: "tasks.occupation", code: "unknown-occupation",
      message: LocalizedText(
        en: "There is no occupation “\(code)” among the occupations. Take all files of one release.",
        zh: "职业文件中没有编码“\(code)”。请使用同一版本的全部文件。"))
  }
}
