import FoundationEssentials
import Postgres
public import Readiness

/// What a role may do with which tool, by its boundaries in force on a day. Without a role: the caller's own.
public struct FindPermissionCard: StoredQuery {
  public static let name = QueryName.findPermissionCard
  public var role: String?
  public var asOf: Day?

  public init(role: String? = nil, asOf: Day? = nil) {
    self.role = role
    self.asOf = asOf
  }

  public func read(in session: Session) throws -> PermissionCard {
    let day = asOf ?? session.today
    let code = try role ?? session.ownRole(on: day)
    let role = try session.role(code: code)
    let cards = try session.permissionCards(roles: [role.id], on: day)
    return cards.first ?? PermissionCard(role: code, name: role.name, day: day, lines: [], undecided: [])
  }
}

extension Session {
  /// The code of the role that the caller holds on a day.
  fileprivate func ownRole(on day: Day) throws -> String {
    let code = try tx.first(
      """
      SELECT r.code FROM employment e JOIN role r ON r.organisation_id = e.organisation_id AND r.id = e.role_id
      WHERE e.organisation_id = \(actor.organisation) AND e.person_id = \(actor.person) AND e.valid_from <= \(day)
        AND (e.valid_to IS NULL OR e.valid_to > \(day))
      """
    ) { try $0.decode("code", as: String.self) }
    guard let code else {
      throw Refusal.invalid(
        "role-required", field: "role", en: "You hold no role on \(day). Name the role whose card you want.",
        zh: "您在 \(day) 没有岗位。请指定要查看权限卡的岗位。")
    }
    return code
  }

  /// The cards of roles that have tasks on a day, by role; one statement, however many there are.
  ///
  /// - Parameter roles: nil for all.
  func permissionCards(roles: [RoleID]?, on day: Day) throws -> [PermissionCard] {
    let names = try systemNames()
    let rows = try tx.all(
      """
      SELECT r.code AS role, r.name_en AS role_name_en, r.name_zh AS role_name_zh, t.code AS task, t.name_en,
        t.name_zh, v.id AS version_id, coalesce(x.level, v.decided_level) AS level, v.oversight, v.data_class,
        v.ai_systems, v.ai_clearances, boundary_terms(v)::text AS terms, x.valid_to AS exception_to
      FROM role_task rt
      JOIN role r ON r.organisation_id = rt.organisation_id AND r.id = rt.role_id
      JOIN task t ON t.organisation_id = rt.organisation_id AND t.id = rt.task_id
      LEFT JOIN boundary b ON b.organisation_id = rt.organisation_id AND b.role_id = rt.role_id AND b.task_id = t.id
      LEFT JOIN boundary_version v ON v.organisation_id = b.organisation_id AND v.boundary_id = b.id
        AND v.effective_from <= \(day) AND (v.effective_to IS NULL OR v.effective_to > \(day))
      LEFT JOIN LATERAL (\(fragment: .exception(on: day))) x ON true
      WHERE rt.organisation_id = \(actor.organisation) AND rt.valid_from <= \(day)
        AND (rt.valid_to IS NULL OR rt.valid_to > \(day)) AND (\(roles)::uuid[] IS NULL OR r.id = ANY (\(roles)))
      ORDER BY r.code, t.code
      """
    ) { try CardRow($0, names: names) }
    return Dictionary(grouping: rows, by: \.role).sorted { $0.key < $1.key }.map { role, rows in
      PermissionCard(
        role: role, name: rows[0].roleName, day: day, lines: rows.compactMap(\.line),
        undecided: rows.filter { $0.line == nil }.map(\.task))
    }
  }
}

private struct CardRow {
  let role: String
  let roleName: LocalizedText
  let task: String
  let line: PermissionCard.TaskLine?

  init(_ row: Row, names: [String: String]) throws {
    role = try row.decode("role")
    roleName = try row.localized("role_name")
    task = try row.decode("task")
    guard let version = try row.decode("version_id", as: BoundaryVersionID?.self) else {
      line = nil
      return
    }
    line = PermissionCard.TaskLine(
      task: task, name: try row.localized("name"), version: version, level: try row.decode("level"),
      oversight: try row.decode("oversight", as: Oversight?.self) ?? .inTheLoop,
      exceptionUntil: try row.decode("exception_to", as: Day?.self)?.adding(days: -1),
      dataClass: try row.decode("data_class"), systems: try PermissionCard.System.all(of: row, names: names),
      terms: try row.json("terms"))
  }
}
