import FoundationEssentials
import Postgres
import Readiness

extension Session {
  /// The calendar of plans within the session's reach: items of active and completed plans and what lapses, of a team with
  /// names; the validity of scores in a person's own alone. From a year ago on, at most 5,000 entries of a kind.
  func learningCalendar(_ reach: CalendarReach, in language: Language) throws -> LearningCalendar {
    var entries = try itemEntries(reach, language) + lapseEntries(reach, language)
    if reach == .own { entries += try validityEntries(language) }
    return LearningCalendar(name: try calendarName(reach)[language], language: language, entries: entries)
  }

  private func calendarName(_ reach: CalendarReach) throws -> LocalizedText {
    let name = try tx.one(
      "SELECT name FROM person WHERE organisation_id = \(actor.organisation) AND id = \(actor.person)"
    ) { try $0.decode("name", as: String.self) }
    return switch reach {
    case .own: LocalizedText(en: "Learning of \(name)", zh: "\(name)的学习计划")
    case .team: LocalizedText(en: "Learning in the team of \(name)", zh: "\(name)团队的学习计划")
    }
  }

  /// Of a person `q`: the caller alone; or the team as it is today, without the caller, who has a calendar of their own.
  private func shown(_ reach: CalendarReach) -> SQL {
    guard reach == .team else { return "q.id = \(actor.person)" }
    return """
      q.id <> \(actor.person) AND EXISTS (SELECT FROM employment e
        WHERE e.organisation_id = q.organisation_id AND e.person_id = q.id
          AND e.valid_from <= \(today) AND (e.valid_to IS NULL OR e.valid_to > \(today)))
      """
  }

  private func itemEntries(_ reach: CalendarReach, _ language: Language) throws -> [LearningCalendar.Entry] {
    try tx.all(
      """
      SELECT i.id, q.name AS person, a.name_en, a.name_zh, i.hours::float8 AS hours, a.evidence, i.status = 'done' AS done,
        i.starts_on, i.due_on, greatest(n.created_on, n.activated_on, i.started_on, i.ended_on) AS changed_on
      FROM plan_item i
      JOIN plan n ON n.organisation_id = i.organisation_id AND n.id = i.plan_id AND n.status IN ('active', 'complete')
      JOIN activity a ON a.organisation_id = i.organisation_id AND a.id = i.activity_id
      JOIN person q ON q.organisation_id = i.organisation_id AND q.id = i.person_id
      WHERE i.organisation_id = \(actor.organisation) AND \(fragment: shown(reach))
        AND i.status IN ('planned', 'under_way', 'done') AND i.due_on >= \(today.adding(months: -12))
      ORDER BY i.starts_on, i.due_on, i.id LIMIT 5000
      """
    ) { row in
      LearningCalendar.Entry(
        item: try uid("item", row), activity: try row.localized("name"), hours: try row.decode("hours"),
        evidence: try row.decode("evidence"), isDone: try row.decode("done"),
        of: reach == .team ? try row.decode("person") : nil, from: try row.decode("starts_on"),
        through: try row.decode("due_on"), changedOn: try row.decode("changed_on"), in: language)
    }
  }

  private func lapseEntries(_ reach: CalendarReach, _ language: Language) throws -> [LearningCalendar.Entry] {
    try tx.all(
      """
      SELECT l.id, q.name AS person, a.name_en, a.name_zh, l.expires_on, l.learnt_on
      FROM (\(fragment: .learnt(of: actor.organisation))) l
      JOIN activity a ON a.organisation_id = l.organisation_id AND a.id = l.activity_id
      JOIN person q ON q.organisation_id = l.organisation_id AND q.id = l.person_id
      WHERE l.expires_on >= \(today.adding(months: -12)) AND \(fragment: shown(reach))
      ORDER BY l.expires_on, l.id LIMIT 5000
      """
    ) { row in
      LearningCalendar.Entry(
        lapse: try uid("lapse", row), activity: try row.localized("name"),
        of: reach == .team ? try row.decode("person") : nil, on: try row.decode("expires_on"),
        changedOn: try row.decode("learnt_on"), in: language)
    }
  }

  private func validityEntries(_ language: Language) throws -> [LearningCalendar.Entry] {
    try tx.all(
      """
      SELECT s.id, s.valid_until, s.scored_on FROM score s
      WHERE s.organisation_id = \(actor.organisation) AND s.person_id = \(actor.person) AND s.domain = 'overall'
        AND \(fragment: .scoreCounts(on: today))
      ORDER BY s.assessed_on DESC, s.attempt_id DESC LIMIT 1
      """
    ) { row in
      LearningCalendar.Entry(
        validity: try uid("score", row), lastDay: try row.decode("valid_until"), changedOn: try row.decode("scored_on"),
        in: language)
    }
  }

  /// Of the row's column `id`; two organisations' are different, for all ids are.
  private func uid(_ kind: String, _ row: Row) throws -> String {
    "\(kind)-\(try row.decode("id", as: UUID.self).uuidString.lowercased())@readiness"
  }
}

extension SQL {
  /// What people have learnt that lapses: of each person and activity the one that counts longest, done in a plan or accepted
  /// as prior learning.
  static func learnt(of organisation: OrganisationID) -> SQL {
    """
    SELECT DISTINCT ON (k.person_id, k.activity_id) k.* FROM (
      SELECT i.organisation_id, i.id, i.person_id, i.activity_id, i.ended_on AS learnt_on,
        (i.ended_on + make_interval(months => v.validity_months))::date AS expires_on
      FROM plan_item i JOIN activity v ON v.organisation_id = i.organisation_id AND v.id = i.activity_id
      WHERE i.organisation_id = \(organisation) AND i.status = 'done' AND v.validity_months IS NOT NULL
      UNION ALL
      SELECT organisation_id, id, person_id, activity_id, reviewed_on, expires_on FROM prior_learning
      WHERE organisation_id = \(organisation) AND outcome = 'accepted' AND expires_on IS NOT NULL) k
    ORDER BY k.person_id, k.activity_id, k.expires_on DESC, k.id
    """
  }
}
