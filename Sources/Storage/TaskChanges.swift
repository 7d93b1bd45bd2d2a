import Postgres
public import Readiness

extension AddTask: AppliedCommand {
  public func apply(in session: Session) throws -> RoleTime {
    guard timeShare >= 0, timeShare <= 1 else { throw Refusal.badShare }
    let day = effective ?? session.today
    let role = try session.role(code: role).id
    guard let stored = try session.storedTasks([task])[task] else { throw Refusal.noTask(task) }
    guard !stored.isMerged else { throw Refusal.merged(task) }
    var others = try session.shares(of: role, on: day).map(\.share)
    guard !others.contains(where: { $0.task == stored.id }) else { throw Refusal.hasTask(task) }
    let parts = TimeShares.parts(of: timeShare)
    let room = TimeShares.whole - parts
    if rebalance == true, others.reduce(0, { $0 + ($1.parts ?? 0) }) > room { others.scale(to: room) }
    return try session.change(
      role, to: others + [RoleShare(role: role, task: stored.id, parts: parts)], from: day)
  }
}

extension DropTask: AppliedCommand {
  public func apply(in session: Session) throws -> RoleTime {
    let day = effective ?? session.today
    let role = try session.role(code: role).id
    let shares = try session.shares(of: role, on: day)
    guard var dropped = shares.first(where: { $0.code == task })?.share else { throw Refusal.noTask(task) }
    var others = shares.filter { $0.code != task }.map(\.share)
    if rebalance == true { others.scale(to: shares.reduce(0) { $0 + ($1.share.parts ?? 0) }) }
    dropped.parts = nil
    return try session.change(role, to: others + [dropped], from: day)
  }
}

extension RebalanceRole: AppliedCommand {
  public func apply(in session: Session) throws -> RoleTime {
    let day = effective ?? session.today
    let found = try session.role(code: role).id
    var shares = try session.shares(of: found, on: day).map(\.share)
    guard !shares.isEmpty else { throw Refusal.emptyRole(role) }
    shares.scale(to: TimeShares.whole)
    return try session.change(found, to: shares, from: day)
  }
}

extension MergeTasks: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    let day = effective ?? session.today
    guard !tasks.isEmpty, !tasks.contains(into), Set(tasks).count == tasks.count else { throw Refusal.badMerge }
    let stored = try session.storedTasks(tasks + [into])
    for code in tasks + [into] {
      guard let task = stored[code] else { throw Refusal.noTask(code) }
      guard !task.isMerged else { throw Refusal.merged(code) }
    }
    guard let target = stored[into]?.id else { throw Refusal.noTask(into) }
    let ended = tasks.compactMap { stored[$0]?.id }
    let shares = try session.merge(ended, into: target, from: day)
    try session.tx.run(
      """
      UPDATE task SET merged_into = \(target)
      WHERE organisation_id = \(session.actor.organisation) AND id = ANY (\(ended))
      """)
    return Result(roles: Set(shares.map(\.role)).count)
  }
}

extension [RoleShare] {
  /// Makes the shares add up to a total in ten-thousandths, in the proportions that they have.
  fileprivate mutating func scale(to total: Int) {
    let parts = TimeShares.apportion(map { Double($0.parts ?? 0) }, total: total)
    for (index, part) in zip(indices, parts) { self[index].parts = part }
  }
}

extension Session {
  fileprivate func change(_ role: RoleID, to shares: [RoleShare], from day: Day) throws -> RoleTime {
    _ = try setShares(shares, from: day)
    try requireWholeTime(of: [role])
    return try time(of: role, on: day)
  }

  func time(of role: RoleID, on day: Day) throws -> RoleTime {
    let shares = try shares(of: role, on: day)
    return RoleTime(
      tasks: shares.count, timeShare: TimeShares.share(shares.reduce(0) { $0 + ($1.share.parts ?? 0) }))
  }

  /// Gives the time of tasks, in each role that has any of them from the day on, to the one that stays.
  ///
  /// - Returns: the shares of the roles that it concerned.
  fileprivate func merge(_ ended: [TaskID], into target: TaskID, from day: Day) throws -> [RoleShare] {
    let found = try tx.all(
      """
      SELECT role_id, sum((time_share * 10000)::int) AS parts, bool_or(task_id <> \(target)) AS concerned
      FROM (
        SELECT DISTINCT ON (role_id, task_id) role_id, task_id, time_share FROM role_task
        WHERE organisation_id = \(actor.organisation) AND task_id = ANY (\(ended + [target]))
          AND (valid_to IS NULL OR valid_to > \(day))
        ORDER BY role_id, task_id, valid_from) first
      GROUP BY role_id
      """
    ) { row in
      (
        share: RoleShare(role: try row.decode("role_id"), task: target, parts: try row.decode("parts")),
        isConcerned: try row.decode("concerned", as: Bool.self)
      )
    }
    let shares = found.filter(\.isConcerned).map(\.share)
    let ends = shares.flatMap { share in ended.map { RoleShare(role: share.role, task: $0, parts: nil) } }
    _ = try setShares(shares + ends, from: day)
    try requireWholeTime(of: shares.map(\.role))
    return shares
  }
}

extension Refusal {
  fileprivate static let badShare = Refusal.invalid(
    "invalid", field: "timeShare", en: "A share of time is a number from 0 to 1.", zh: "时间占比应为 0 到 1 之间的数。")

  fileprivate static let badMerge = Refusal.invalid(
    "invalid", field: "tasks",
    en: "Name one task or more that are to end, each once, and another one that stays.",
    zh: "请列出一个或多个要并入的任务（各一次），以及另一个保留的任务。")

  fileprivate static func noTask(_ code: String) -> Refusal {
    .notFound(LocalizedText(en: "task", zh: "任务"), code, field: "task")
  }

  fileprivate static func merged(_ code: String) -> Refusal {
    .conflict(
      "merged-task", field: "task", en: "“\(code)” was merged into another task. Name that one.",
      zh: "“\(code)”已合并到其他任务。请指定合并后的任务。")
  }

  fileprivate static func hasTask(_ code: String) -> Refusal {
    .conflict(
      "has-task", field: "task", en: "The role has “\(code)” already. Change its share by an import of tasks.",
      zh: "该岗位已有任务“\(code)”。请通过导入任务更改其时间占比。")
  }

  fileprivate static func emptyRole(_ code: String) -> Refusal {
    .conflict(
      "no-tasks", field: "role", en: "“\(code)” has no tasks on that day. Give it some first.",
      zh: "岗位“\(code)”在该日没有任务。请先添加任务。")
  }
}
