public import FoundationEssentials

public enum Campaign {}
public typealias CampaignID = Identifier<Campaign>

/// How a test is given.
public enum DeliveryMode: String, Codable, Sendable, CaseIterable {
  /// Every item of a form, in its order.
  case fixed
  /// One item after the other, chosen by the answers before.
  case adaptive
}

/// Where a campaign is on a day.
public enum CampaignPhase: String, Codable, Sendable, CaseIterable {
  case planned
  case open
  /// Past its closing day; attempts that nobody finished are still to be settled.
  case over
  /// Closed by hand, its attempts settled.
  case closed

  /// - Parameters:
  ///   - opensOn: the first day on which an attempt may begin.
  ///   - closesOn: the last one.
  ///   - isClosed: whether it was closed by hand.
  public init(opensOn: Day, closesOn: Day, isClosed: Bool, on day: Day) {
    self = isClosed ? .closed : day < opensOn ? .planned : day > closesOn ? .over : .open
  }
}

/// How far someone who is invited has come.
public enum InvitationState: String, Codable, Sendable, CaseIterable {
  case notStarted = "not_started"
  case started
  case finished
  /// The time was over before anything was answered.
  case expired
  case withdrawn
}

/// Why someone has more time than others.
public enum AccommodationReason: String, Codable, Sendable, CaseIterable {
  case disability
  /// The test is not in the person's first language.
  case language
  case other
}

/// What a campaign decides for itself; nil: as the instrument has it.
public struct CampaignRules: Codable, Sendable, Equatable {
  /// How long a score counts, 1 to 120 months.
  public var validityMonths: Int?
  /// How long after an earlier attempt one may begin, 0 to 3,650 days.
  public var retakeDays: Int?

  public init(validityMonths: Int? = nil, retakeDays: Int? = nil) {
    self.validityMonths = validityMonths
    self.retakeDays = retakeDays
  }
}

extension Instrument {
  /// The same instrument by the rules of a campaign.
  public func under(_ rules: CampaignRules) -> Instrument {
    var instrument = self
    instrument.validityMonths = rules.validityMonths ?? validityMonths
    instrument.retakeDays = rules.retakeDays ?? retakeDays
    return instrument
  }

  /// When an attempt that begins at `start` ends; nil: never.
  ///
  /// - Parameters:
  ///   - extraTimePercent: 0 to 200, of the time limit.
  ///   - closesOn: the last day of the campaign, in UTC; nobody has time beyond it.
  public func deadline(from start: Date, extraTimePercent: Int = 0, closesOn: Day? = nil) -> Date? {
    let limit = timeLimitMinutes.map { start.addingTimeInterval(Double($0 * 60 * (100 + extraTimePercent)) / 100) }
    let close = closesOn.map { Date(timeIntervalSince1970: Double($0.number + 1) * 86_400) }
    return [limit, close].compactMap { $0 }.min()
  }
}

/// The days on which those who have not finished are reminded.
public struct ReminderPlan: Sendable {
  /// So many days before the closing day, 0 to 365.
  public let daysBefore: [Int]
  public let closesOn: Day

  public init(daysBefore: [Int], closesOn: Day) {
    self.daysBefore = daysBefore
    self.closesOn = closesOn
  }

  /// The last reminder that is due by `day`; nil before the first. Whoever asks a day late is told of the day before.
  public func latest(by day: Day) -> Day? {
    daysBefore.map { closesOn.adding(days: -$0) }.filter { $0 <= day }.max()
  }
}
