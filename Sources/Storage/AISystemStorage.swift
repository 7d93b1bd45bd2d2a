import Postgres
public import Readiness

extension ImportAISystems: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(
      required: AISystemRecord.columns, optional: AISystemRecord.optionalColumns, AISystemRecord.init(from:))
    try requireUnique(rows.map { ($0.row, $0.record.code) })
    let known: [String: AISystemID] = try session.ids(of: "ai_system")
    let systems = rows.map(\.record)
    let ids = systems.map { known[$0.code] ?? session.newID() }
    try session.noteModelChanges(systems)
    let changed = try session.upsert(systems, ids: ids)
    session.factsChanged(systems: systems.filter { changed.contains($0.code) }.compactMap { known[$0.code] })
    return ImportCounts(systems.map { (isNew: known[$0.code] == nil, changed: changed.contains($0.code)) })
  }
}

extension Session {
  /// - Returns: the codes of those that are new or differ from what was there.
  fileprivate func upsert(_ systems: [AISystemRecord], ids: [AISystemID]) throws -> Set<String> {
    Set(
      try tx.all(
        """
        INSERT INTO ai_system AS s (organisation_id, id, code, name, vendor, purpose_en, purpose_zh, risk_class, route,
          cleared_data_class, model_version)
        SELECT \(actor.organisation), w.id, w.code, w.name, w.vendor, w.en, w.zh, w.risk, w.route, w.cleared,
          coalesce(w.model, k.model_version, '')
        FROM unnest(
            \(ids), \(systems.map(\.code)), \(systems.map(\.name)), \(systems.map(\.vendor)), \(systems.map(\.purpose.en)),
            \(systems.map(\.purpose.zh)), \(systems.map(\.riskClass)), \(systems.map(\.route)),
            \(systems.map(\.clearedDataClass)), \(systems.map(\.modelVersion)))
          AS w (id, code, name, vendor, en, zh, risk, route, cleared, model)
        LEFT JOIN ai_system k ON k.organisation_id = \(actor.organisation) AND k.id = w.id
        ON CONFLICT (organisation_id, code) DO UPDATE SET name = excluded.name, vendor = excluded.vendor,
          purpose_en = excluded.purpose_en, purpose_zh = excluded.purpose_zh, risk_class = excluded.risk_class,
          route = excluded.route, cleared_data_class = excluded.cleared_data_class, model_version = excluded.model_version
        WHERE (s.name, s.vendor, s.purpose_en, s.purpose_zh, s.risk_class, s.route, s.cleared_data_class, s.model_version)
          IS DISTINCT FROM (excluded.name, excluded.vendor, excluded.purpose_en, excluded.purpose_zh,
               excluded.risk_class, excluded.route, excluded.cleared_data_class, excluded.model_version)
        RETURNING s.code
        """
      ) { try $0.decode("code") })
  }
}
