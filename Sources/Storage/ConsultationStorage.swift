import Postgres
public import Readiness

extension OpenConsultation: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    guard closesOn >= session.today else { throw Refusal.closesInThePast(closesOn) }
    try session.lockBoundaries()
    let role = try session.role(code: role)
    let cases = try session.boundaryCases(.role(role.id, tasks: tasks))
    try requireTasks(tasks, among: cases.map(\.task), role: self.role)
    guard !cases.isEmpty else { throw Refusal.nothingToAsk(self.role) }
    try session.requireUnasked(cases, role: role.id)
    try session.insertBoundaries(cases)
    let number = try session.insertRound(role: role.id, tasks: cases.map(\.taskID), closesOn: closesOn)
    return Result(number: number, questions: cases.count, people: try session.holders(of: role.id))
  }
}

extension CloseConsultation: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    let changed = try session.tx.all(
      """
      UPDATE consultation_round SET closed_on = \(session.today)
      WHERE organisation_id = \(session.actor.organisation) AND number = \(number)
        AND \(fragment: .roundIsOpen(on: session.today))
      RETURNING role_id, task_ids
      """
    ) { (try $0.decode("role_id", as: RoleID.self), try $0.decode("task_ids", as: [TaskID].self)) }
    guard let (role, tasks) = changed.first else { throw Refusal.noOpenRound("\(number)", field: "number") }
    session.factsChanged(boundaries: try session.boundaries(of: tasks, in: role))
    return Done()
  }
}

extension RecordConsultation: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    guard let person = session.actor.person else {
      throw Refusal.forbidden(
        en: "Consultations are answered by the people concerned; your account belongs to none.",
        zh: "征询须由当事人员填写，而您的账户未关联任何人员。")
    }
    guard let question = try session.openQuestion(role: role, task: task, to: person) else {
      throw Refusal.noOpenRound(task, field: "task")
    }
    try session.tx.run(
      """
      INSERT INTO consultation (organisation_id, round_id, boundary_id, person_id, recorded_on, desired_level)
      VALUES (\(session.actor.organisation), \(question.round), \(question.boundary), \(person), \(session.today),
        \(desiredLevel))
      ON CONFLICT (organisation_id, round_id, boundary_id, person_id, recorded_on)
        DO UPDATE SET desired_level = excluded.desired_level
      """)
    session.factsChanged(boundaries: [question.boundary])
    return Done()
  }
}

extension SQL {
  /// That a `consultation_round` takes answers on a day.
  static func roundIsOpen(on day: Day) -> SQL { "opened_on <= \(day) AND closes_on >= \(day) AND closed_on IS NULL" }
}

extension Session {
  /// - Throws: when a round that is open asks about one of the tasks already.
  fileprivate func requireUnasked(_ cases: [BoundaryCase], role: RoleID) throws {
    let asked = try tx.first(
      """
      SELECT number, t.code FROM consultation_round r
      JOIN task t ON t.organisation_id = r.organisation_id AND t.id = ANY (r.task_ids)
      WHERE r.organisation_id = \(actor.organisation) AND r.role_id = \(role) AND \(fragment: .roundIsOpen(on: today))
        AND t.id = ANY (\(cases.map(\.taskID))) ORDER BY t.code LIMIT 1
      """
    ) { (try $0.decode("number", as: Int.self), try $0.decode("code", as: String.self)) }
    guard let (number, task) = asked else { return }
    throw Refusal.conflict(
      "already-asked", field: "tasks",
      en: "Round \(number) asks about task \(task) already, and is open. Close it first, or leave the task out.",
      zh: "第 \(number) 轮征询正在就任务 \(task) 征求意见。请先关闭该轮，或不包含该任务。")
  }

  fileprivate func insertRound(role: RoleID, tasks: [TaskID], closesOn: Day) throws -> Int {
    try tx.one(
      """
      INSERT INTO consultation_round (organisation_id, id, number, role_id, task_ids, opened_on, closes_on, opened_by)
      SELECT \(actor.organisation), \(newID(ConsultationRound.self)), coalesce(max(number), 0) + 1, \(role), \(tasks),
        \(today), \(closesOn), \(actor.account)
      FROM consultation_round WHERE organisation_id = \(actor.organisation)
      RETURNING number
      """
    ) { try $0.decode("number", as: Int.self) }
  }

  fileprivate func holders(of role: RoleID) throws -> Int {
    try tx.one(
      """
      SELECT count(*) AS people FROM employment WHERE organisation_id = \(actor.organisation) AND role_id = \(role)
        AND valid_from <= \(today) AND (valid_to IS NULL OR valid_to > \(today))
      """
    ) { try $0.decode("people", as: Int.self) }
  }

  fileprivate func boundaries(of tasks: [TaskID], in role: RoleID) throws -> [BoundaryID] {
    try tx.all(
      """
      SELECT id FROM boundary
      WHERE organisation_id = \(actor.organisation) AND role_id = \(role) AND task_id = ANY (\(tasks))
      """
    ) { try $0.decode("id") }
  }

  /// The round that asks a person about a task of the role they hold today; nil: none does.
  fileprivate func openQuestion(
    role: String, task: String, to person: PersonID
  ) throws -> (round: ConsultationRoundID, boundary: BoundaryID)? {
    try tx.first(
      """
      SELECT r.id, b.id AS boundary_id FROM consultation_round r
      JOIN role o ON o.organisation_id = r.organisation_id AND o.id = r.role_id AND o.code = \(role)
      JOIN task t ON t.organisation_id = r.organisation_id AND t.id = ANY (r.task_ids) AND t.code = \(task)
      JOIN boundary b ON b.organisation_id = r.organisation_id AND b.role_id = r.role_id AND b.task_id = t.id
      JOIN employment e ON e.organisation_id = r.organisation_id AND e.role_id = r.role_id AND e.person_id = \(person)
        AND e.valid_from <= \(today) AND (e.valid_to IS NULL OR e.valid_to > \(today))
      WHERE r.organisation_id = \(actor.organisation) AND \(fragment: .roundIsOpen(on: today))
      """
    ) { (round: try $0.decode("id"), boundary: try $0.decode("boundary_id")) }
  }
}

extension Refusal {
  fileprivate static func closesInThePast(_ day: Day) -> Refusal {
    .invalid(
      "in-the-past", field: "closesOn", en: "\(day) is over. Give a last day for answers that is today or later.",
      zh: "\(day) 已过。请指定今天或之后的截止日期。")
  }

  fileprivate static func nothingToAsk(_ role: String) -> Refusal {
    .conflict(
      "nothing-to-ask", field: "role", en: "Role \(role) has no tasks. Import its tasks first.",
      zh: "岗位 \(role) 没有任务。请先导入任务。")
  }

  fileprivate static func noOpenRound(_ key: String, field: String) -> Refusal {
    .notFound(LocalizedText(en: "open consultation", zh: "进行中的意见征询"), key, field: field)
  }
}
