import Postgres
public import Readiness

/// The boundary register of all roles, of those held in a unit, or of one role, on a day.
public struct ReadBoundaryRegister: StoredQuery {
  public static let name = QueryName.boundaryRegister
  /// Code: roles that people of this unit hold, or of those below it.
  public var unit: String?
  /// Code.
  public var role: String?
  public var asOf: Day?
  /// Entries that one register has at most.
  public static let limit = 25_000

  public init(unit: String? = nil, role: String? = nil, asOf: Day? = nil) {
    self.unit = unit
    self.role = role
    self.asOf = asOf
  }

  public func read(in session: Session) throws -> BoundaryRegister {
    let day = asOf ?? session.today
    let group = try BriefGroup(unit: unit, asOf: day, session: session)
    let role = try role.map { try session.role(code: $0) }
    let roles = try session.registerRoles(of: group, role: role?.id, asOf: day)
    let entries = try session.registerEntries(of: roles.map(\.id), asOf: day)
    guard entries.count <= ReadBoundaryRegister.limit else {
      throw Refusal(
        .tooLarge, "register-too-large", field: "unit",
        LocalizedText(
          en: "A register has at most \(ReadBoundaryRegister.limit) tasks. Choose a unit or a role.",
          zh: "一份登记册至多包含 \(ReadBoundaryRegister.limit) 项任务。请选择某个部门或岗位。"))
    }
    let byRole = Dictionary(grouping: entries, by: \.role)
    return BoundaryRegister(
      organisation: group.organisation, unit: group.unitName, role: role?.name, asOf: day,
      roles: roles.map {
        BoundaryRegister.division(
          of: $0.code, name: $0.name, headcount: $0.people, entries: byRole[$0.code] ?? [], asOf: day)
      },
      entries: entries,
      cards: try session.permissionCards(roles: roles.map(\.id), on: day).map(BoundaryRegister.Card.init),
      attributions: try session.attributions(roles: roles.map(\.id)))
  }
}

private struct RegisterRole {
  let id: RoleID
  let code: String
  let name: LocalizedText
  let people: Int
}

extension Session {
  /// As in the brief: roles that people of the group hold, for the whole organisation also those that only have tasks.
  fileprivate func registerRoles(of group: BriefGroup, role: RoleID?, asOf day: Day) throws -> [RegisterRole] {
    try tx.all(
      """
      SELECT r.id, r.code, r.name_en, r.name_zh, coalesce(h.people, 0) AS people FROM role r
      LEFT JOIN (SELECT role_id, count(*) AS people FROM (\(fragment: members(of: group, asOf: day))) m
                 GROUP BY role_id) h ON h.role_id = r.id
      WHERE r.organisation_id = \(actor.organisation) AND (\(role)::uuid IS NULL OR r.id = \(role))
        AND (h.people > 0 OR r.id = \(role) OR \(group.unit == nil) AND EXISTS (
          SELECT FROM role_task rt WHERE rt.organisation_id = r.organisation_id AND rt.role_id = r.id
            AND rt.valid_from <= \(day) AND (rt.valid_to IS NULL OR rt.valid_to > \(day))))
      ORDER BY coalesce(h.people, 0) DESC, r.code
      """
    ) { row in
      RegisterRole(
        id: try row.decode("id"), code: try row.decode("code"), name: try row.localized("name"),
        people: try row.decode("people"))
    }
  }

  fileprivate func registerEntries(of roles: [RoleID], asOf day: Day) throws -> [BoundaryRegister.Entry] {
    try tx.all(
      """
      SELECT r.code AS role, t.code AS task, t.name_en, t.name_zh, coalesce(w.level, t.desired_level) AS desired,
        t.feasible_level, v.decided_level, v.oversight, coalesce(v.data_class, t.data_class) AS data_class,
        coalesce(s.names, '{}') AS ai_systems, a.name AS accountable, o.name AS overseer,
        coalesce(v.consulted, false) AS consulted, least(v.review_on, u.due) AS review_on, x.level AS exception_level, x.valid_to AS exception_until,
        x.reason AS exception_reason, p.proposed_level AS open_level, q.opened, q.reasons_en, q.reasons_zh, q.levels
      FROM role_task rt
      JOIN role r ON r.organisation_id = rt.organisation_id AND r.id = rt.role_id
      JOIN task t ON t.organisation_id = rt.organisation_id AND t.id = rt.task_id
      LEFT JOIN boundary b ON b.organisation_id = rt.organisation_id AND b.role_id = rt.role_id AND b.task_id = rt.task_id
      LEFT JOIN boundary_version v ON v.organisation_id = b.organisation_id AND v.boundary_id = b.id
        AND v.status IN ('approved', 'superseded') AND v.effective_from <= \(day)
        AND (v.effective_to IS NULL OR v.effective_to > \(day))
      LEFT JOIN person a ON a.organisation_id = v.organisation_id AND a.id = v.accountable_id
      LEFT JOIN person o ON o.organisation_id = v.organisation_id AND o.id = v.overseer_id
      LEFT JOIN (\(fragment: .urgentReviews(on: day))) u
        ON u.organisation_id = v.organisation_id AND u.boundary_id = v.boundary_id
      LEFT JOIN LATERAL (\(fragment: wantedLevel(asOf: day))) w ON true
      LEFT JOIN LATERAL (\(fragment: .exception(on: day))) x ON v.id IS NOT NULL
      LEFT JOIN LATERAL (\(fragment: openProposal(asOf: day))) p ON true
      LEFT JOIN LATERAL (\(fragment: openReviews(asOf: day))) q ON true
      LEFT JOIN LATERAL (
        SELECT array_agg(s.name ORDER BY s.code) AS names FROM ai_system s
        WHERE s.organisation_id = rt.organisation_id AND CASE
          WHEN v.chosen_systems IS NOT NULL OR v.ai_systems <> '{}' THEN s.code = ANY (v.ai_systems)
          ELSE s.id IN (SELECT y.ai_system_id FROM task_ai_system y
                        WHERE y.organisation_id = rt.organisation_id AND y.task_id = rt.task_id) END) s ON true
      WHERE rt.organisation_id = \(actor.organisation) AND rt.role_id = ANY (\(roles))
        AND rt.valid_from <= \(day) AND (rt.valid_to IS NULL OR rt.valid_to > \(day))
      ORDER BY r.code, t.code LIMIT \(ReadBoundaryRegister.limit + 1)
      """
    ) { try BoundaryRegister.Entry($0) }
  }

  /// The median of the latest answers of five people or more.
  private func wantedLevel(asOf day: Day) -> SQL {
    """
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY desired_level) AS level FROM (
      SELECT DISTINCT ON (person_id) desired_level FROM consultation
      WHERE organisation_id = b.organisation_id AND boundary_id = b.id AND recorded_on <= \(day)
      ORDER BY person_id, recorded_on DESC) latest
    HAVING count(*) >= \(Suppression.threshold)
    """
  }

  /// The latest version that was made by the day, if it was not in force by then.
  private func openProposal(asOf day: Day) -> SQL {
    """
    SELECT proposed_level FROM (
      SELECT * FROM boundary_version
      WHERE organisation_id = b.organisation_id AND boundary_id = b.id AND proposed_on <= \(day)
      ORDER BY number DESC LIMIT 1) last
    WHERE status IN ('proposed', 'withdrawn') OR effective_from > \(day)
    """
  }

  private func openReviews(asOf day: Day) -> SQL {
    """
    SELECT array_agg(opened_on ORDER BY opened_on, cause) AS opened, array_agg(reason_en ORDER BY opened_on, cause)
      AS reasons_en, array_agg(reason_zh ORDER BY opened_on, cause) AS reasons_zh,
      array_agg(proposed_level ORDER BY opened_on, cause) AS levels
    FROM boundary_review
    WHERE organisation_id = b.organisation_id AND boundary_id = b.id AND opened_on <= \(day)
      AND (closed_on IS NULL OR closed_on > \(day))
    """
  }
}

extension BoundaryRegister.Entry {
  fileprivate init(_ row: Row) throws {
    let decided = try row.decode("decided_level", as: HumanAgencyLevel?.self)
    let instead = try row.decode("exception_level", as: HumanAgencyLevel?.self)
    self.init(
      role: try row.decode("role"), task: try row.decode("task"), name: try row.localized("name"),
      desired: try row.decode("desired"), feasible: try row.decode("feasible_level"), decided: instead ?? decided,
      exception: try decided.flatMap { decided in
        try instead.map { _ in
          BoundaryRegister.Exception(
            instead: decided, until: try row.decode("exception_until"), reason: try row.decode("exception_reason"))
        }
      },
      oversight: try row.decode("oversight"), dataClass: try row.decode("data_class"),
      aiSystems: try row.decode("ai_systems"), accountable: try row.decode("accountable"),
      overseer: try row.decode("overseer"), isConsulted: try row.decode("consulted"),
      reviewOn: try row.decode("review_on"), reviews: try BoundaryRegister.Review.all(row),
      proposed: try row.decode("open_level"))
  }
}

extension BoundaryRegister.Review {
  fileprivate static func all(_ row: Row) throws -> [BoundaryRegister.Review] {
    guard let opened = try row.decode("opened", as: [Day]?.self) else { return [] }
    let (english, chinese) = (
      try row.decode("reasons_en", as: [String].self), try row.decode("reasons_zh", as: [String].self)
    )
    let levels = try row.decode("levels", as: [HumanAgencyLevel].self)
    return opened.indices.map { index in
      BoundaryRegister.Review(
        openedOn: opened[index], reason: LocalizedText(en: english[index], zh: chinese[index]), level: levels[index])
    }
  }
}
