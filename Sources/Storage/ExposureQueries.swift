import Postgres
public import Readiness

/// The labels of tasks up to a day, what each task counts as by them, and how far people and models agree.
public struct ListExposure: StoredQuery {
  public static let name = QueryName.listExposure

  public enum Filter: String, Codable, Sendable, CaseIterable {
    case all
    case labelled
    case unlabelled
    case disagreeing
  }

  public var filter: Filter
  /// Code; nil: all roles.
  public var role: String?
  /// Code; nil: all tasks.
  public var task: String?
  public var asOf: Day?
  /// The code after which the page begins.
  public var after: String?
  /// Tasks of a page.
  public var limit: Int

  public init(
    filter: Filter = .all, role: String? = nil, task: String? = nil, asOf: Day? = nil, after: String? = nil,
    limit: Int = 500
  ) {
    self.filter = filter
    self.role = role
    self.task = task
    self.asOf = asOf
    self.after = after
    self.limit = limit
  }

  public struct Entry: Codable, Sendable {
    /// Code.
    public var task: String
    public var name: LocalizedText
    public var exposure: Exposure?
    public var automation: AutomationPotential?
    /// Nil while at most one has labelled it.
    public var labelsDisagree: Bool?
    /// In the order in which they were recorded.
    public var labels: [ExposureLabel]
  }

  public struct Answer: Codable, Sendable {
    public var entries: [Entry]
    /// Of all tasks that the role, or the organisation, has, not of this page alone.
    public var exposureAgreement: LabelAgreement
    public var automationAgreement: LabelAgreement
    /// The lines that must stand wherever these names are shown.
    public var attributions: [LocalizedText]
  }

  public func read(in session: Session) throws -> Answer {
    let day = asOf ?? session.today
    if let task { _ = try session.task(code: task) }
    let role = try role.map { try session.role(code: $0).id }
    let scope = try session.tasksInScope(role: role, task: task, asOf: day)
    let labels = try session.labels(of: scope.map(\.id), asOf: day)
    let page = scope.filter { entry in
      guard after.map({ entry.code > $0 }) ?? true else { return false }
      switch filter {
      case .all: return true
      case .labelled: return labels[entry.id] != nil
      case .unlabelled: return labels[entry.id] == nil
      case .disagreeing: return entry.disagree == true
      }
    }.prefix(limit)
    return Answer(
      entries: page.map { Entry($0, labels: labels[$0.id] ?? []) },
      exposureAgreement: .of(Array(labels.values), \.exposure),
      automationAgreement: .of(Array(labels.values), \.automation),
      attributions: try session.attributions(roles: role.map { [$0] }))
  }
}

private struct LabelledTask {
  let id: TaskID
  let code: String
  let name: LocalizedText
  let disagree: Bool?
}

extension ListExposure.Entry {
  fileprivate init(_ task: LabelledTask, labels: [ExposureLabel]) {
    let effective = ExposureLabel.effective(labels)
    self.init(
      task: task.code, name: task.name, exposure: effective.exposure, automation: effective.automation,
      labelsDisagree: task.disagree, labels: labels)
  }
}

extension Session {
  /// By code, in the order of their bytes, which a page continues in.
  fileprivate func tasksInScope(role: RoleID?, task: String?, asOf day: Day) throws -> [LabelledTask] {
    try tx.all(
      """
      SELECT t.id, t.code, t.name_en, t.name_zh, labels_disagree(t.organisation_id, t.id, \(day)) AS labels_disagree
      FROM task t
      WHERE t.organisation_id = \(actor.organisation) AND (t.code = \(task) OR \(task == nil))
        AND (\(role == nil) OR EXISTS (
          SELECT FROM role_task rt WHERE rt.organisation_id = t.organisation_id AND rt.task_id = t.id
            AND rt.role_id = \(role) AND rt.valid_from <= \(day) AND (rt.valid_to IS NULL OR rt.valid_to > \(day))))
      """
    ) { row in
      LabelledTask(
        id: try row.decode("id"), code: try row.decode("code"), name: try row.localized("name"),
        disagree: try row.decode("labels_disagree"))
    }.sorted { $0.code < $1.code }
  }
}
