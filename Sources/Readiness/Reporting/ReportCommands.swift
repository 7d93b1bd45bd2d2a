public import FoundationEssentials

public enum Run {}
public typealias RunID = Identifier<Run>

/// The file a report is written as.
public enum ReportFormat: String, Codable, Sendable, CaseIterable {
  case html
  case json
}

/// What a report is about.
public enum ReportKind: String, Codable, Sendable, CaseIterable {
  case brief
  /// The boundary register.
  case boundaries
  /// Gaps and the plans that close them.
  case gaps
}

/// How often a scheduled report is due: each day, each Monday, each first of the month or of the quarter.
public enum ReportInterval: String, Codable, Sendable, CaseIterable {
  case day
  case week
  case month
  case quarter

  /// The latest due day that is not after `day`.
  public func latest(by day: Day) -> Day {
    let (year, month, _) = day.components
    switch self {
    case .day: return day
    // 1970-01-01 was a Thursday: days since the Monday before it are congruent to number + 3.
    case .week: return day.adding(days: -((day.number + 3) % 7 + 7) % 7)
    case .month: return Day(year: year, month: month, day: 1) ?? day
    case .quarter: return Day(year: year, month: (month - 1) / 3 * 3 + 1, day: 1) ?? day
    }
  }
}

/// Names a report: what it is of, and how it is written.
public struct DefineReport: Command {
  public typealias Result = Done
  public static let name = CommandName.defineReport
  public var code: String
  /// Nil: the brief.
  public var kind: ReportKind?
  /// Nil: the whole organisation.
  public var unit: String?
  public var format: ReportFormat
  public var language: Language

  public init(
    code: String, kind: ReportKind? = nil, unit: String? = nil, format: ReportFormat, language: Language
  ) {
    self.code = code
    self.kind = kind
    self.unit = unit
    self.format = format
    self.language = language
  }
}

/// Makes a named report due at an interval, in a time zone, from a day on; `every` nil ends its schedule.
public struct ScheduleReport: Command {
  public typealias Result = Done
  public static let name = CommandName.scheduleReport
  public var code: String
  public var every: ReportInterval?
  /// IANA name: `Europe/Berlin`.
  public var timeZone: String
  public var startsOn: Day?

  public init(code: String, every: ReportInterval?, timeZone: String = "UTC", startsOn: Day? = nil) {
    self.code = code
    self.every = every
    self.timeZone = timeZone
    self.startsOn = startsOn
  }
}

/// Takes the runs that are due and that nobody else has taken. Each is the caller's for ten minutes; then another may.
public struct ClaimRuns: Command {
  public static let name = CommandName.claimRuns
  /// Who claims: a random identity of this run of the program, so that no two that run at once share a claim.
  public var claimant: UUID

  public init(claimant: UUID) { self.claimant = claimant }

  public struct Result: Codable, Sendable {
    public var runs: [ClaimedRun]
    public init(runs: [ClaimedRun]) { self.runs = runs }
  }

  public struct ClaimedRun: Codable, Sendable {
    public var run: RunID
    public var code: String
    public var kind: ReportKind
    public var unit: String?
    public var dueOn: Day
    public var format: ReportFormat
    public var language: Language

    public init(
      run: RunID, code: String, kind: ReportKind, unit: String?, dueOn: Day, format: ReportFormat, language: Language
    ) {
      self.run = run
      self.code = code
      self.kind = kind
      self.unit = unit
      self.dueOn = dueOn
      self.format = format
      self.language = language
    }
  }
}

/// Tells that a claimed run was written where it belongs. Refused when the lease has ended and another has it.
public struct DeliverRun: Command {
  public typealias Result = Done
  public static let name = CommandName.deliverRun
  public var run: RunID
  public var claimant: UUID
  /// The file's path, as the machine that wrote it names it.
  public var target: String
  /// Of the file's bytes, as 64 hexadecimal digits.
  public var sha256: String

  public init(run: RunID, claimant: UUID, target: String, sha256: String) {
    self.run = run
    self.claimant = claimant
    self.target = target
    self.sha256 = sha256
  }
}
