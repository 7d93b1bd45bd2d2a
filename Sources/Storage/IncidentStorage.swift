import Postgres
public import Readiness

extension FileIncident: AppliedCommand {
  public func apply(in session: Session) throws -> Result {
    try check(on: session.today)
    // Numbers follow each other: one is filed at a time.
    try session.lockBoundaries()
    let task = try task.map { try session.task(code: $0) }
    let system = try aiSystem.map { try session.aiSystem(code: $0) }
    let number = try session.tx.one(
      """
      INSERT INTO incident (organisation_id, id, number, task_id, ai_system_id, severity, title, description, occurred_on,
        filed_on, filed_by)
      SELECT \(session.actor.organisation), \(session.newID(Incident.self)), coalesce(max(number), 0) + 1, \(task),
        \(system), \(severity), \(title), \(description), \(occurredOn ?? session.today), \(session.today),
        \(session.actor.account)
      FROM incident WHERE organisation_id = \(session.actor.organisation)
      RETURNING number
      """
    ) { try $0.decode("number", as: Int.self) }
    session.factsChanged(
      by: ReviewOccasion(
        cause: .incident, reason: reason(number),
        concerned: .work(tasks: [task].compactMap(\.self), systems: [system].compactMap(\.self))))
    return Result(number: number)
  }

  private func reason(_ number: Int) -> LocalizedText {
    LocalizedText(
      en: "Incident \(number), severity \(severity.name.en.lowercased()): \(title)",
      zh: "事件 \(number)（严重程度：\(severity.name.zh)）：\(title)")
  }
}

extension ResolveIncident: AppliedCommand {
  public func apply(in session: Session) throws -> Done {
    try resolution.requireText("resolution", limit: FileIncident.longestText)
    let resolved = try session.tx.run(
      """
      UPDATE incident SET resolved_on = \(session.today), resolution = \(resolution)
      WHERE organisation_id = \(session.actor.organisation) AND number = \(number) AND resolved_on IS NULL
      """)
    guard resolved == 1 else {
      throw Refusal.notFound(LocalizedText(en: "open incident", zh: "未解决的事件"), "\(number)", field: "number")
    }
    return Done()
  }
}

/// Incidents, the newest first.
public struct ListIncidents: StoredQuery {
  public static let name = QueryName.listIncidents

  public enum Filter: String, Codable, Sendable, CaseIterable {
    case all
    case open
  }

  public var filter: Filter
  /// Only those with a lower number.
  public var before: Int?
  /// 1 to 1,000.
  public var limit: Int

  public init(filter: Filter = .all, before: Int? = nil, limit: Int = 500) {
    self.filter = filter
    self.before = before
    self.limit = limit
  }

  public func read(in session: Session) throws -> [IncidentEntry] {
    try session.incidents(
      where: """
        (\(before)::integer IS NULL OR i.number < \(before)) AND (\(filter == .all) OR i.resolved_on IS NULL)
        """, limit: min(max(limit, 1), 1_000))
  }
}

/// One incident, with the boundaries whose review it is.
public struct FindIncident: StoredQuery {
  public static let name = QueryName.findIncident
  public var number: Int

  public init(number: Int) { self.number = number }

  public func read(in session: Session) throws -> IncidentEntry {
    guard let incident = try session.incidents(where: "i.number = \(number)", limit: 1).first else {
      throw Refusal.notFound(LocalizedText(en: "incident", zh: "事件"), "\(number)", field: "number")
    }
    return incident
  }
}

public struct IncidentEntry: Codable, Sendable {
  public var number: Int
  public var title: String
  public var description: String
  public var severity: IncidentSeverity
  /// Codes.
  public var task: String?
  public var aiSystem: String?
  public var occurredOn: Day
  public var filedOn: Day
  /// E-mail address; nil: the operator on the server's host.
  public var filedBy: String?
  public var resolvedOn: Day?
  public var resolution: String
}

extension Session {
  fileprivate func task(code: String) throws -> TaskID {
    let id = try tx.first("SELECT id FROM task WHERE organisation_id = \(actor.organisation) AND code = \(code)") {
      try $0.decode("id", as: TaskID.self)
    }
    guard let id else { throw Refusal.notFound(LocalizedText(en: "task", zh: "任务"), code, field: "task") }
    return id
  }

  fileprivate func aiSystem(code: String) throws -> AISystemID {
    let id = try tx.first("SELECT id FROM ai_system WHERE organisation_id = \(actor.organisation) AND code = \(code)") {
      try $0.decode("id", as: AISystemID.self)
    }
    guard let id else { throw Refusal.notFound(LocalizedText(en: "AI system", zh: "AI 系统"), code, field: "aiSystem") }
    return id
  }

  fileprivate func incidents(where condition: SQL, limit: Int) throws -> [IncidentEntry] {
    try tx.all(
      """
      SELECT i.number, i.title, i.description, i.severity, t.code AS task, s.code AS system, i.occurred_on, i.filed_on,
        a.email, i.resolved_on, i.resolution
      FROM incident i
      LEFT JOIN task t ON t.organisation_id = i.organisation_id AND t.id = i.task_id
      LEFT JOIN ai_system s ON s.organisation_id = i.organisation_id AND s.id = i.ai_system_id
      LEFT JOIN account a ON a.organisation_id = i.organisation_id AND a.id = i.filed_by
      WHERE i.organisation_id = \(actor.organisation) AND \(fragment: condition) ORDER BY i.number DESC LIMIT \(limit)
      """
    ) { row in
      IncidentEntry(
        number: try row.decode("number"), title: try row.decode("title"), description: try row.decode("description"),
        severity: try row.decode("severity"), task: try row.decode("task"), aiSystem: try row.decode("system"),
        occurredOn: try row.decode("occurred_on"), filedOn: try row.decode("filed_on"),
        filedBy: try row.decode("email"), resolvedOn: try row.decode("resolved_on"),
        resolution: try row.decode("resolution"))
    }
  }
}
