import Postgres
public import Readiness

/// What is due of the people within the caller's reach, by day.
public struct ListLearningDues: StoredQuery {
  public static let name = QueryName.listLearningDues
  public static let isAudited = true
  /// External id; nil: of all within reach.
  public var person: String?
  /// Code, with all below it; nil: of all.
  public var unit: String?
  /// What is due or lapses within so many days, 0 to 366.
  public var days: Int

  public init(person: String? = nil, unit: String? = nil, days: Int = 30) {
    self.person = person
    self.unit = unit
    self.days = days
  }

  public var auditDetail: any Encodable & Sendable { ["person": person ?? "", "unit": unit ?? ""] }

  /// At most so many are told, the earliest first.
  public static let limit = 10_000

  public func read(in session: Session) throws -> [LearningDue] {
    let person = try person.map { try session.person(externalID: $0) }
    let unit = try unit.map { try session.unit(code: $0) }
    return try session.tx.all(
      """
      SELECT d.kind, d.day, q.external_id, q.name, a.code, a.name_en, a.name_zh
      FROM (\(fragment: session.dues(within: days))) d
      JOIN person q ON q.organisation_id = d.organisation_id AND q.id = d.person_id
      JOIN employment e ON e.organisation_id = d.organisation_id AND e.person_id = d.person_id
        AND e.valid_from <= \(session.today) AND (e.valid_to IS NULL OR e.valid_to > \(session.today))
      LEFT JOIN activity a ON a.organisation_id = d.organisation_id AND a.id = d.activity_id
      WHERE (d.person_id = \(person) OR \(person == nil))
        AND (e.unit_id IN (SELECT unit_subtree(\(unit), \(session.today))) OR \(unit == nil))
      ORDER BY d.day, q.external_id, d.kind, a.code LIMIT \(Self.limit)
      """
    ) { try LearningDue($0) }
  }
}

extension RemindLearners: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let (days, again) = (days ?? 14, again ?? 7)
    try requireDays(days, in: 0...366, "days")
    try requireDays(again, in: 1...366, "again")
    return Result(reminders: try session.recordReminders(within: days, again: again))
  }

  private func requireDays(_ days: Int, in range: ClosedRange<Int>, _ field: String) throws(Refusal) {
    guard range.contains(days) else {
      throw .invalid(
        "out-of-range", field: field, en: "Give \(range.lowerBound) to \(range.upperBound) days; \(days) is not.",
        zh: "天数应为 \(range.lowerBound) 到 \(range.upperBound)，\(days) 不符合。")
    }
  }
}

extension Session {
  /// Of people who are employed today; nobody is reminded of the same thing within `again` days.
  fileprivate func recordReminders(within days: Int, again: Int) throws -> [RemindLearners.Reminder] {
    try tx.all(
      """
      WITH due AS (
        SELECT d.* FROM (\(fragment: dues(within: days))) d
        WHERE EXISTS (SELECT FROM employment e
            WHERE e.organisation_id = d.organisation_id AND e.person_id = d.person_id
              AND e.valid_from <= \(today) AND (e.valid_to IS NULL OR e.valid_to > \(today)))
          AND NOT EXISTS (SELECT FROM plan_reminder r
            WHERE r.organisation_id = d.organisation_id AND r.person_id = d.person_id AND r.kind = d.kind
              AND r.subject_id = d.subject_id AND r.reminded_on > \(today.adding(days: -again)))),
      recorded AS (
        INSERT INTO plan_reminder (organisation_id, person_id, kind, subject_id, reminded_on)
        SELECT organisation_id, person_id, kind, subject_id, \(today) FROM due
        ON CONFLICT DO NOTHING
        RETURNING person_id, kind, subject_id)
      SELECT d.kind, d.day, q.external_id, q.name, q.email, q.locale, a.code, a.name_en, a.name_zh
      FROM recorded r
      JOIN due d ON d.person_id = r.person_id AND d.kind = r.kind AND d.subject_id = r.subject_id
      JOIN person q ON q.organisation_id = d.organisation_id AND q.id = d.person_id
      LEFT JOIN activity a ON a.organisation_id = d.organisation_id AND a.id = d.activity_id
      ORDER BY q.external_id, d.day, d.kind, a.code
      """
    ) { row in
      RemindLearners.Reminder(
        due: try LearningDue(row), email: try row.decode("email"), language: try row.decode("locale"))
    }
  }

  /// What is due today or within some days, of whom row-level security shows: organisation_id, kind, subject_id, person_id,
  /// activity_id, day.
  fileprivate func dues(within days: Int) -> SQL {
    let last = today.adding(days: days)
    return """
      SELECT i.organisation_id, CASE WHEN i.due_on < \(today) THEN 'item_overdue' ELSE 'item_due' END AS kind,
        i.id AS subject_id, i.person_id, i.activity_id, i.due_on AS day
      FROM plan_item i
      JOIN plan n ON n.organisation_id = i.organisation_id AND n.id = i.plan_id AND n.status = 'active'
      WHERE i.organisation_id = \(actor.organisation) AND i.status IN ('planned', 'under_way') AND i.due_on <= \(last)
      UNION ALL
      SELECT l.organisation_id, 'lapsing', l.id, l.person_id, l.activity_id, l.expires_on
      FROM (\(fragment: .learnt(of: actor.organisation))) l WHERE l.expires_on BETWEEN \(today) AND \(last)
      UNION ALL
      SELECT * FROM (SELECT DISTINCT ON (n.person_id) n.organisation_id, 'reassessment', n.id, n.person_id, NULL::uuid,
          n.completed_on
        FROM plan n
        WHERE n.organisation_id = \(actor.organisation) AND n.status = 'complete'
          AND \(fragment: .awaitsAssessment(on: today))
        ORDER BY n.person_id, n.completed_on DESC, n.id) c
      UNION ALL
      SELECT * FROM (SELECT DISTINCT ON (s.person_id) s.organisation_id, 'score_expiring', s.id, s.person_id, NULL::uuid,
          s.valid_until
        FROM score s
        WHERE s.organisation_id = \(actor.organisation) AND s.domain = 'overall'
          AND \(fragment: .scoreCounts(on: today))
        ORDER BY s.person_id, s.assessed_on DESC, s.attempt_id DESC) v
      WHERE v.valid_until <= \(last)
      """
  }
}

extension LearningDue {
  fileprivate init(_ row: Row) throws {
    let activity = try row.decode("code", as: String?.self)
    self.init(
      kind: try row.decode("kind"), person: try row.decode("external_id"), name: try row.decode("name"),
      activity: activity, activityName: try activity.map { _ in try row.localized("name") },
      day: try row.decode("day"))
  }
}
