import Postgres
public import Readiness

extension BuildRole: AppliedCommand {
  public func apply(in session: Session) throws -> RoleTime {
    let found = try session.occupation(code: occupation, source: source)
    let published = found.tasks.filter { coreOnly != true || $0.kind != .supplemental }
    guard !published.isEmpty else { throw Refusal.noTasks(occupation) }
    guard (1...50).contains(code.count) else { throw Refusal.badRoleCode }
    let tasks = published.tasks(of: code, source: found.source, dataClass: dataClass ?? .restricted)
    let roles: [String: RoleID] = try session.ids(of: "role")
    let taken = try session.storedTasks(tasks.map(\.code)).keys.min()
    if let taken = roles[code] == nil ? taken : code { throw Refusal.codeTaken(taken) }
    let day = effective ?? session.today
    let role: RoleID = session.newID()
    _ = try session.write([(id: role, record: record(of: found))], from: day)
    let written = tasks.map { IdentifiedTask(id: session.newID(), record: $0) }
    _ = try session.upsert(written)
    let shares = written.map {
      RoleShare(role: role, task: $0.id, parts: TimeShares.parts(of: $0.record.timeShare))
    }
    _ = try session.setShares(shares, from: day)
    return try session.time(of: role, on: day)
  }

  private func record(of found: FindOccupation.Answer) -> RoleRecord {
    RoleRecord(
      code: code, source: found.source, name: name ?? LocalizedText(en: found.title, zh: found.title),
      family: family ?? "", occupation: found.code, required: ["overall": requiredLevel ?? .l2])
  }
}

extension Refusal {
  static func codeTaken(_ code: String) -> Refusal {
    .conflict(
      "code-taken", field: "code",
      en: "“\(code)” is there already. Choose another code, or change what is there by an import.",
      zh: "“\(code)”已存在。请换用其他编码，或通过导入更改现有内容。")
  }

  fileprivate static func noTasks(_ occupation: String) -> Refusal {
    .conflict(
      "no-tasks", field: "occupation",
      en: "“\(occupation)” has no such tasks. Choose another occupation, or import a release with tasks.",
      zh: "职业“\(occupation)”没有符合条件的任务。请选择其他职业，或导入带任务的版本。")
  }

  fileprivate static let badRoleCode = Refusal.invalid(
    "invalid", field: "code",
    en: "The code of a role that is built has 1 to 50 characters: its tasks are numbered after it.",
    zh: "由职业生成的岗位，其编码应为 1 到 50 个字符，因为任务编码以其开头。")
}
