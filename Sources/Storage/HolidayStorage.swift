import Postgres
public import Readiness

extension ImportHolidays: AppliedCommand {
  public func apply(in session: Session) throws -> ImportCounts {
    let rows = try sheet.read(required: Holiday.columns, Holiday.init(from:))
    try requireUnique(rows.map { ($0.row, $0.record.day.description) }, field: "day")
    let known = Dictionary(
      try ListHolidays().read(in: session).map { ($0.day, $0) }, uniquingKeysWith: { first, _ in first })
    var counts = ImportCounts()
    for (_, holiday) in rows { counts.add(isNew: known[holiday.day] == nil, changed: known[holiday.day] != holiday) }
    let holidays = rows.map(\.record)
    try session.tx.run(
      """
      INSERT INTO holiday (organisation_id, day, kind, name_en, name_zh)
      SELECT \(session.actor.organisation), * FROM unnest(\(holidays.map(\.day)), \(holidays.map(\.kind)),
        \(holidays.map(\.name.en)), \(holidays.map(\.name.zh)))
      ON CONFLICT (organisation_id, day) DO UPDATE
        SET kind = excluded.kind, name_en = excluded.name_en, name_zh = excluded.name_zh
      """)
    return counts
  }
}

extension RemoveHoliday: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    let removed = try session.tx.run(
      "DELETE FROM holiday WHERE organisation_id = \(session.actor.organisation) AND day = \(day)")
    guard removed == 1 else {
      throw Refusal.notFound(LocalizedText(en: "holiday", zh: "节假日"), day.description, field: "day")
    }
    return Done()
  }
}

/// Holidays and make-up workdays, by day.
public struct ListHolidays: StoredQuery {
  public static let name = QueryName.listHolidays
  /// Nil: all.
  public var year: Int?

  public init(year: Int? = nil) { self.year = year }

  public func read(in session: Session) throws -> [Holiday] {
    try session.tx.all(
      """
      SELECT day, kind, name_en, name_zh FROM holiday
      WHERE organisation_id = \(session.actor.organisation) AND (extract(year FROM day) = \(year) OR \(year == nil))
      ORDER BY day
      """
    ) { row in
      Holiday(day: try row.decode("day"), kind: try row.decode("kind"), name: try row.localized("name"))
    }
  }
}
