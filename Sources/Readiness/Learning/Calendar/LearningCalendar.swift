/// What a calendar program shows of plans: whole days, without times.
public struct LearningCalendar: Sendable, Equatable {
  /// What the program calls the calendar.
  public var name: String
  public var language: Language
  public var entries: [Entry]

  public init(name: String, language: Language, entries: [Entry]) {
    self.name = name
    self.language = language
    self.entries = entries
  }

  public struct Entry: Sendable, Equatable {
    /// The same for the same thing as long as it exists; in the whole world no other's.
    public var uid: String
    public var starts: Day
    /// The last day, not before `starts`.
    public var ends: Day
    public var title: String
    public var description: String
    /// When what is told of it last changed.
    public var changedOn: Day

    public init(uid: String, starts: Day, ends: Day, title: String, description: String, changedOn: Day) {
      self.uid = uid
      self.starts = starts
      self.ends = ends
      self.title = title
      self.description = description
      self.changedOn = changedOn
    }
  }
}

/// Whose plans a calendar shows.
public enum CalendarReach: String, Codable, Sendable, CaseIterable {
  /// The account's own person's.
  case own
  /// Those of all who report to the person, at any depth, as of whenever it is read.
  case team

  public var name: LocalizedText {
    switch self {
    case .own: LocalizedText(en: "own", zh: "本人")
    case .team: LocalizedText(en: "team", zh: "团队")
    }
  }
}
