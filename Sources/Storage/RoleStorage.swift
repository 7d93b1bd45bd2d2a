import Postgres
public import Readiness

extension ImportRoles: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(
      required: RoleRecord.columns, optional: RoleRecord.optionalColumns, RoleRecord.init(from:))
    try requireUnique(rows.map { ($0.row, $0.record.code) })
    let known: [String: RoleID] = try session.ids(of: "role")
    let written = rows.map { (id: known[$0.record.code] ?? session.newID(), record: $0.record) }
    let changed = try session.write(written, from: effective ?? session.today)
    return ImportCounts(written.map { (isNew: known[$0.record.code] == nil, changed: changed.contains($0.id)) })
  }
}

enum Competency {}

/// What a role requires in one competency.
private struct Requirement {
  let role: RoleID
  let competency: Identifier<Competency>
  let level: QuotientLevel
}

extension Session {
  /// Writes roles and what they require from a day on.
  ///
  /// - Returns: those that are new or differ from what was there.
  func write(_ roles: [(id: RoleID, record: RoleRecord)], from day: Day) throws -> Set<RoleID> {
    let competencies: [String: Identifier<Competency>] = try ids(of: "competency")
    let requirements = roles.flatMap { role in
      role.record.required.compactMap { domain, level in
        competencies[domain].map { Requirement(role: role.id, competency: $0, level: level) }
      }
    }
    return try upsert(roles).union(require(requirements, from: day))
  }

  private func upsert(_ roles: [(id: RoleID, record: RoleRecord)]) throws -> Set<RoleID> {
    let records = roles.map(\.record)
    return Set(
      try tx.all(
        """
        INSERT INTO role (organisation_id, id, code, source, name_en, name_zh, family, occupation_code)
        SELECT \(actor.organisation), * FROM unnest(
          \(roles.map(\.id)), \(records.map(\.code)), \(records.map(\.source)), \(records.map(\.name.en)),
          \(records.map(\.name.zh)), \(records.map(\.family)), \(records.map(\.occupation)))
        ON CONFLICT (organisation_id, code) DO UPDATE SET source = excluded.source, name_en = excluded.name_en,
          name_zh = excluded.name_zh, family = excluded.family,
          occupation_code = coalesce(excluded.occupation_code, role.occupation_code)
        WHERE (role.source, role.name_en, role.name_zh, role.family, role.occupation_code)
          IS DISTINCT FROM (excluded.source, excluded.name_en, excluded.name_zh, excluded.family,
            coalesce(excluded.occupation_code, role.occupation_code))
        RETURNING id
        """
      ) { try $0.decode("id") })
  }

  /// Ends what was required before and begins the new requirements; the same level goes on as it was.
  private func require(_ wanted: [Requirement], from day: Day) throws -> Set<RoleID> {
    let changed = try tx.all(
      """
      SELECT w.* FROM unnest(\(wanted.map(\.role)), \(wanted.map(\.competency)), \(wanted.map(\.level)))
        AS w (role_id, competency_id, level)
      WHERE NOT EXISTS (
        SELECT FROM role_requirement q WHERE q.organisation_id = \(actor.organisation) AND q.role_id = w.role_id
          AND q.competency_id = w.competency_id AND q.valid_to IS NULL AND q.level = w.level)
      """
    ) {
      Requirement(
        role: try $0.decode("role_id"), competency: try $0.decode("competency_id"), level: try $0.decode("level"))
    }
    guard !changed.isEmpty else { return [] }
    let (roles, competencies) = (changed.map(\.role), changed.map(\.competency))
    let concerned: SQL =
      "organisation_id = \(actor.organisation) AND (role_id, competency_id) IN (SELECT * FROM unnest(\(roles), \(competencies)))"
    try tx.run("DELETE FROM role_requirement WHERE \(fragment: concerned) AND valid_from >= \(day)")
    try tx.run(
      """
      UPDATE role_requirement SET valid_to = \(day)
      WHERE \(fragment: concerned) AND (valid_to IS NULL OR valid_to > \(day))
      """)
    try tx.run(
      """
      INSERT INTO role_requirement (organisation_id, role_id, competency_id, valid_from, level)
      SELECT \(actor.organisation), w.role_id, w.competency_id, \(day), w.level
      FROM unnest(\(roles), \(competencies), \(changed.map(\.level))) AS w (role_id, competency_id, level)
      """)
    return Set(roles)
  }
}
