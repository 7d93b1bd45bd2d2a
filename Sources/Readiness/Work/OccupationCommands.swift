/// Takes in a release of published occupations, all or nothing: what is new, what changed, and the tasks that are gone.
///
/// Roles that were built from an earlier release stay as they are.
public struct ImportOccupations: Command {
  public static let name = CommandName.importOccupations
  /// `onet` or `esco`.
  public var source: RoleSource
  /// As its publisher calls it, such as `29.0`.
  public var release: String
  /// With the columns of `OccupationRecord`.
  public var occupations: Sheet
  /// With the columns of `OccupationTaskRecord`; nil leaves the tasks as they are.
  public var tasks: Sheet?

  public init(source: RoleSource, release: String, occupations: Sheet, tasks: Sheet?) {
    self.source = source
    self.release = release
    self.occupations = occupations
    self.tasks = tasks
  }

  public struct Result: Codable, Sendable, Equatable {
    public var occupations: ImportCounts
    public var tasks: ImportCounts
    /// Tasks of these occupations that the release has no more.
    public var removedTasks: Int
    /// Of these occupations.
    public var withoutTasks: Int

    public init(occupations: ImportCounts, tasks: ImportCounts, removedTasks: Int, withoutTasks: Int) {
      self.occupations = occupations
      self.tasks = tasks
      self.removedTasks = removedTasks
      self.withoutTasks = withoutTasks
    }
  }

  public var auditDetail: any Encodable & Sendable { Detail(source: source, release: release, rows: rows) }

  private struct Detail: Codable {
    var source: RoleSource
    var release: String
    var rows: Int
  }

  private var rows: Int { occupations.rows.count + (tasks?.rows.count ?? 0) }
}

/// Makes a role of a published occupation, with its tasks.
public struct BuildRole: Command {
  public typealias Result = RoleTime
  public static let name = CommandName.buildRole
  /// Of the new role; its tasks are numbered after it.
  public var code: String
  /// The occupation's code.
  public var occupation: String
  /// Nil: the one source that has the occupation.
  public var source: RoleSource?
  /// Nil: the occupation's title, in both languages.
  public var name: LocalizedText?
  public var family: String?
  /// Overall; nil: L2.
  public var requiredLevel: QuotientLevel?
  /// Of each task; nil: restricted, the most careful, until somebody says otherwise.
  public var dataClass: DataClass?
  /// Without the supplemental tasks.
  public var coreOnly: Bool?
  /// Nil: today.
  public var effective: Day?

  public init(
    code: String, occupation: String, source: RoleSource? = nil, name: LocalizedText? = nil, family: String? = nil,
    requiredLevel: QuotientLevel? = nil, dataClass: DataClass? = nil, coreOnly: Bool? = nil, effective: Day? = nil
  ) {
    self.code = code
    self.occupation = occupation
    self.source = source
    self.name = name
    self.family = family
    self.requiredLevel = requiredLevel
    self.dataClass = dataClass
    self.coreOnly = coreOnly
    self.effective = effective
  }
}
