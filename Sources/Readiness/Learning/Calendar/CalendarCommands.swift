public enum CalendarFeed {}
public typealias CalendarFeedID = Identifier<CalendarFeed>

/// Makes a secret address at which a calendar program reads plans, as the caller's account may see them whenever it is read.
public struct CreateCalendarFeed: Command {
  public static let name = CommandName.createCalendarFeed
  /// `team` is for managers, HR admins and owners.
  public var reach: CalendarReach
  public var language: Language

  public init(reach: CalendarReach, language: Language) {
    self.reach = reach
    self.language = language
  }

  /// As many addresses in force may an account have.
  public static let limit = 10

  public struct Result: Codable, Sendable, Equatable {
    public var id: CalendarFeedID
    /// Shown this once; whoever has it reads the calendar: `/v1/calendars/….ics` at the server.
    public var path: String

    public init(id: CalendarFeedID, path: String) {
      self.id = id
      self.path = path
    }
  }
}

/// Ends a calendar's address at once: the account's own or, by owners, anyone's.
public struct RevokeCalendarFeed: Command {
  public typealias Result = Done
  public static let name = CommandName.revokeCalendarFeed
  public var id: CalendarFeedID

  public init(id: CalendarFeedID) { self.id = id }
}
