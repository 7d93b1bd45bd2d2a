import Postgres
import Readiness

/// A task of a role, and the share of the role's time that it takes, in ten-thousandths; nil: the role has it no more.
struct RoleShare: Equatable {
  let role: RoleID
  let task: TaskID
  var parts: Int?
}

extension Session {
  /// Gives roles their tasks from a day on: another share ends the row in force and begins the next, the same goes on as it
  /// was. What was to begin later is given up.
  ///
  /// - Returns: the tasks whose place in a role changes.
  func setShares(_ wanted: [RoleShare], from day: Day) throws -> Set<TaskID> {
    let changed = try differing(wanted, from: day)
    guard !changed.isEmpty else { return [] }
    let (roles, tasks) = (changed.map(\.role), changed.map(\.task))
    let concerned: SQL =
      "organisation_id = \(actor.organisation) AND (role_id, task_id) IN (SELECT * FROM unnest(\(roles), \(tasks)))"
    try tx.run("DELETE FROM role_task WHERE \(fragment: concerned) AND valid_from >= \(day)")
    try tx.run(
      """
      UPDATE role_task SET valid_to = \(day) WHERE \(fragment: concerned) AND (valid_to IS NULL OR valid_to > \(day))
      """)
    try tx.run(
      """
      INSERT INTO role_task (organisation_id, role_id, task_id, valid_from, time_share)
      SELECT \(actor.organisation), w.role_id, w.task_id, \(day), w.parts / 10000.0
      FROM unnest(\(roles), \(tasks), \(changed.map(\.parts))) AS w (role_id, task_id, parts) WHERE w.parts IS NOT NULL
      """)
    factsChanged(tasks: tasks)
    return Set(tasks)
  }

  /// Those that are not so already, from the day on and for good.
  private func differing(_ wanted: [RoleShare], from day: Day) throws -> [RoleShare] {
    try tx.all(
      """
      SELECT w.* FROM unnest(\(wanted.map(\.role)), \(wanted.map(\.task)), \(wanted.map(\.parts)))
        AS w (role_id, task_id, parts)
      LEFT JOIN LATERAL (
        SELECT count(*) AS rows, bool_and(rt.valid_from <= \(day) AND rt.valid_to IS NULL
          AND rt.time_share = w.parts / 10000.0) AS same
        FROM role_task rt WHERE rt.organisation_id = \(actor.organisation) AND rt.role_id = w.role_id
          AND rt.task_id = w.task_id AND (rt.valid_to IS NULL OR rt.valid_to > \(day))) x ON true
      WHERE CASE WHEN w.parts IS NULL THEN x.rows > 0 ELSE x.same IS NOT TRUE END
      """
    ) { RoleShare(role: try $0.decode("role_id"), task: try $0.decode("task_id"), parts: try $0.decode("parts")) }
  }

  /// The tasks that a role has on a day, by their code.
  func shares(of role: RoleID, on day: Day) throws -> [(code: String, share: RoleShare)] {
    try tx.all(
      """
      SELECT t.code, t.id, (rt.time_share * 10000)::int AS parts FROM role_task rt
      JOIN task t ON t.organisation_id = rt.organisation_id AND t.id = rt.task_id
      WHERE rt.organisation_id = \(actor.organisation) AND rt.role_id = \(role) AND rt.valid_from <= \(day)
        AND (rt.valid_to IS NULL OR rt.valid_to > \(day)) ORDER BY t.code
      """
    ) { row in
      let share = RoleShare(role: role, task: try row.decode("id"), parts: try row.decode("parts"))
      return (try row.decode("code", as: String.self), share)
    }
  }

  /// - Throws: a refusal that names the first of these roles whose tasks take more than all of its time.
  func requireWholeTime(of roles: some Sequence<RoleID>) throws {
    let over = try tx.first(
      """
      SELECT r.code, sum(rt.time_share)::float8 AS share FROM role r
      JOIN role_task rt ON rt.organisation_id = r.organisation_id AND rt.role_id = r.id AND rt.valid_to IS NULL
      WHERE r.organisation_id = \(actor.organisation) AND r.id = ANY (\(Array(Set(roles))))
      GROUP BY r.code HAVING sum(rt.time_share) > 1 ORDER BY r.code LIMIT 1
      """
    ) { (try $0.decode("code", as: String.self), try $0.decode("share", as: Double.self)) }
    guard let (role, share) = over else { return }
    let percent = (share * 10_000).rounded() / 100
    throw Refusal.invalid(
      "time-over-100-percent", field: "time_share",
      en: "The tasks of role “\(role)” take \(percent) % of its time. Lower their shares to 100 % or less.",
      zh: "岗位“\(role)”的任务合计占用 \(percent)% 的工时。请将占比降到 100% 以内。")
  }
}
