/// Something that a person is to do about their learning by a day.
public enum LearningDueKind: String, Codable, Sendable, CaseIterable {
  /// An item of an active plan is due.
  case itemDue = "item_due"
  /// It should have been done.
  case itemOverdue = "item_overdue"
  /// What was learnt counts no more from the day on.
  case lapsing
  /// A plan was completed on the day, and the person has not been assessed since.
  case reassessment
  /// The day is the last on which the overall score counts.
  case scoreExpiring = "score_expiring"

  public var name: LocalizedText {
    switch self {
    case .itemDue: LocalizedText(en: "due", zh: "即将到期")
    case .itemOverdue: LocalizedText(en: "overdue", zh: "已逾期")
    case .lapsing: LocalizedText(en: "learning lapses", zh: "学习即将失效")
    case .reassessment: LocalizedText(en: "re-assessment", zh: "需要复测")
    case .scoreExpiring: LocalizedText(en: "score expires", zh: "成绩即将过期")
    }
  }
}

/// One thing that is due.
public struct LearningDue: Codable, Sendable, Equatable {
  public var kind: LearningDueKind
  /// External id.
  public var person: String
  public var name: String
  /// Code; nil where no activity is meant.
  public var activity: String?
  public var activityName: LocalizedText?
  public var day: Day

  public init(
    kind: LearningDueKind, person: String, name: String, activity: String?, activityName: LocalizedText?, day: Day
  ) {
    self.kind = kind
    self.person = person
    self.name = name
    self.activity = activity
    self.activityName = activityName
    self.day = day
  }
}

/// Records the reminders that are due today, each once a day, and tells who is to be reminded of what.
public struct RemindLearners: Command {
  public static let name = CommandName.remindLearners
  /// What is due or lapses within so many days, 0 to 366; nil: 14.
  public var days: Int?
  /// Of the same thing again after so many days, 1 to 366; nil: 7.
  public var again: Int?

  public init(days: Int? = nil, again: Int? = nil) {
    self.days = days
    self.again = again
  }

  public struct Result: Codable, Sendable {
    public var reminders: [Reminder]

    public init(reminders: [Reminder]) { self.reminders = reminders }
  }

  /// One person to be reminded of one thing.
  public struct Reminder: Codable, Sendable, Equatable {
    public var due: LearningDue
    public var email: String?
    /// Nil: the organisation's own.
    public var language: Language?

    public init(due: LearningDue, email: String?, language: Language?) {
      self.due = due
      self.email = email
      self.language = language
    }
  }
}
