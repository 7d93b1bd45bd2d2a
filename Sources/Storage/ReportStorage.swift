import FoundationEssentials
import Postgres
public import Readiness
import Wire

extension DefineReport: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    let unit = try unit.map { try session.unit(code: $0) }
    try session.tx.run(
      """
      INSERT INTO report_definition (organisation_id, id, code, kind, unit_id, format, language)
      VALUES (\(session.actor.organisation), \(UUID(version7: session.now)), \(code), \(kind ?? .brief), \(unit),
        \(format), \(language))
      ON CONFLICT (organisation_id, code) DO UPDATE
        SET kind = excluded.kind, unit_id = excluded.unit_id, format = excluded.format, language = excluded.language
      """)
    return Done()
  }
}

extension ScheduleReport: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    let report = try session.tx.first(
      "SELECT id FROM report_definition WHERE organisation_id = \(session.actor.organisation) AND code = \(code)"
    ) { try $0.decode("id", as: UUID.self) }
    guard let report else { throw Refusal.notFound(LocalizedText(en: "report", zh: "报告"), code, field: "code") }
    let isKnown = try session.tx.first("SELECT 1 AS one FROM pg_timezone_names WHERE name = \(timeZone)") { _ in true }
    guard isKnown == true else {
      throw Refusal.invalid(
        "unknown-time-zone", field: "timeZone", en: "“\(timeZone)” is not a time zone. Write it like Europe/Berlin.",
        zh: "“\(timeZone)”不是有效时区。请按 Asia/Shanghai 的形式填写。")
    }
    try session.tx.run(
      """
      UPDATE schedule SET ended_at = \(session.now)
      WHERE organisation_id = \(session.actor.organisation) AND report_definition_id = \(report) AND ended_at IS NULL
      """)
    guard let every else { return Done() }
    try session.tx.run(
      """
      INSERT INTO schedule (organisation_id, id, report_definition_id, every, time_zone, starts_on)
      VALUES (\(session.actor.organisation), \(UUID(version7: session.now)), \(report), \(every), \(timeZone),
        \(startsOn ?? session.today))
      """)
    return Done()
  }
}

/// A schedule and the day it is at, in its own time zone.
private struct StoredSchedule {
  let id: UUID
  let every: ReportInterval
  let startsOn: Day
  let today: Day
}

extension ClaimRuns: AppliedCommand {
  /// How long a claimed run is the claimant's.
  private static let lease: TimeInterval = 600

  public func apply(in session: Session) throws -> Result {
    let schedules = try session.tx.all(
      """
      SELECT id, every, starts_on, (\(session.now) AT TIME ZONE time_zone)::date AS today FROM schedule
      WHERE organisation_id = \(session.actor.organisation) AND ended_at IS NULL ORDER BY id
      """
    ) { row in
      StoredSchedule(
        id: try row.decode("id"), every: try row.decode("every"), startsOn: try row.decode("starts_on"),
        today: try row.decode("today"))
    }
    return Result(runs: try schedules.compactMap { try claim($0, session) })
  }

  /// Takes a schedule's latest due run: one that nobody has, that is one's own, or whose lease has ended. Runs missed
  /// before it are not made up for: each brief can be asked for as of any day.
  private func claim(_ schedule: StoredSchedule, _ session: Session) throws -> ClaimedRun? {
    let due = schedule.every.latest(by: schedule.today)
    guard due >= schedule.startsOn else { return nil }
    let organisation = session.actor.organisation
    let run = try session.tx.first(
      """
      INSERT INTO run (organisation_id, id, schedule_id, due_on, status, claimed_at, claimed_by, lease_until)
      VALUES (\(organisation), \(UUID(version7: session.now)), \(schedule.id), \(due), 'claimed', \(session.now),
        \(claimant), \(session.now.addingTimeInterval(ClaimRuns.lease)))
      ON CONFLICT (organisation_id, schedule_id, due_on) DO UPDATE
        SET claimed_at = excluded.claimed_at, claimed_by = excluded.claimed_by, lease_until = excluded.lease_until
        WHERE run.status = 'claimed' AND (run.claimed_by = excluded.claimed_by OR run.lease_until < \(session.now))
      RETURNING id
      """
    ) { try $0.decode("id", as: RunID.self) }
    guard let run else { return nil }
    return try session.tx.one(
      """
      SELECT d.code, d.kind, u.code AS unit, d.format, d.language FROM schedule s
      JOIN report_definition d ON d.organisation_id = s.organisation_id AND d.id = s.report_definition_id
      LEFT JOIN unit u ON u.organisation_id = d.organisation_id AND u.id = d.unit_id
      WHERE s.organisation_id = \(organisation) AND s.id = \(schedule.id)
      """
    ) { row in
      ClaimedRun(
        run: run, code: try row.decode("code"), kind: try row.decode("kind"), unit: try row.decode("unit"),
        dueOn: due, format: try row.decode("format"), language: try row.decode("language"))
    }
  }
}

extension DeliverRun: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    guard let digest = [UInt8](hexadecimal: sha256), digest.count == 32 else {
      throw Refusal.invalid(
        "invalid-digest", field: "sha256", en: "A SHA-256 is written as 64 hexadecimal digits.",
        zh: "SHA-256 应为 64 位十六进制数字。")
    }
    let delivered = try session.tx.run(
      """
      UPDATE run SET status = 'delivered'
      WHERE organisation_id = \(session.actor.organisation) AND id = \(run) AND status = 'claimed'
        AND claimed_by = \(claimant)
      """)
    if delivered == 0 {
      throw Refusal.conflict(
        "not-claimed", field: "run",
        en: "This run is not yours any more: its lease ended and another machine took it, or it is delivered already.",
        zh: "该任务已不归本机所有：租约已过期并由其他机器接管，或已经交付。")
    }
    try session.tx.run(
      """
      INSERT INTO delivery (organisation_id, id, run_id, channel, target, sha256, delivered_at)
      VALUES (\(session.actor.organisation), \(UUID(version7: session.now)), \(run), 'folder', \(target), \(digest),
        \(session.now))
      """)
    return Done()
  }
}

/// The named reports, their schedules, and what became of their latest runs.
public struct ListSchedules: StoredQuery {
  public static let name = QueryName.listSchedules
  public init() {}

  public struct Entry: Codable, Sendable {
    public var code: String
    public var kind: ReportKind
    public var unit: String?
    public var format: ReportFormat
    public var language: Language
    public var every: ReportInterval?
    public var timeZone: String?
    public var lastDue: Day?
    public var lastStatus: String?
    public var lastTarget: String?
  }

  public func read(in session: Session) throws -> [Entry] {
    try session.tx.all(
      """
      SELECT d.code, d.kind, u.code AS unit, d.format, d.language, s.every, s.time_zone, r.due_on, r.status, v.target
      FROM report_definition d
      LEFT JOIN unit u ON u.organisation_id = d.organisation_id AND u.id = d.unit_id
      LEFT JOIN schedule s ON s.organisation_id = d.organisation_id AND s.report_definition_id = d.id
        AND s.ended_at IS NULL
      LEFT JOIN LATERAL (SELECT * FROM run WHERE organisation_id = s.organisation_id AND schedule_id = s.id
        ORDER BY due_on DESC LIMIT 1) r ON true
      LEFT JOIN LATERAL (SELECT target FROM delivery WHERE organisation_id = r.organisation_id AND run_id = r.id
        ORDER BY delivered_at DESC LIMIT 1) v ON true
      WHERE d.organisation_id = \(session.actor.organisation) ORDER BY d.code
      """
    ) { row in
      Entry(
        code: try row.decode("code"), kind: try row.decode("kind"), unit: try row.decode("unit"),
        format: try row.decode("format"), language: try row.decode("language"), every: try row.decode("every"),
        timeZone: try row.decode("time_zone"), lastDue: try row.decode("due_on"),
        lastStatus: try row.decode("status"), lastTarget: try row.decode("target"))
    }
  }
}
