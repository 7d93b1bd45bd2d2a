/// The days on which people learn, and for how long.
///
/// Weekly hours are spread evenly over the weekdays of study: with 5 of them a study day has a fifth. A holiday has none; a
/// make-up workday, as mainland China's calendar moves them to weekends, has as much as any study day.
public struct StudyCalendar: Sendable, Equatable {
  public let weeklyHours: Double
  public let weekdays: Set<Weekday>
  public let holidays: Set<Day>
  public let workdays: Set<Day>

  /// From Monday, 1, to Sunday, 7, as ISO 8601 counts.
  public enum Weekday: Int, Sendable, CaseIterable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    public init(of day: Day) {
      // 1970-01-01 was a Thursday.
      self = Weekday.allCases[((day.number + 3) % 7 + 7) % 7]
    }
  }

  public static let workingWeek: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]
  public static let weeklyHoursAllowed = 0.1...60.0

  /// - Parameters:
  ///   - weeklyHours: counted to the hundredth.
  ///   - holidays: days without study, whatever else they are.
  ///   - workdays: days of study, whichever weekday they are.
  /// - Returns: nil if the hours are not within `weeklyHoursAllowed`, or there are no weekdays.
  public init?(
    weeklyHours: Double, weekdays: Set<Weekday> = workingWeek, holidays: Set<Day> = [], workdays: Set<Day> = []
  ) {
    guard StudyCalendar.weeklyHoursAllowed.contains(weeklyHours), !weekdays.isEmpty else { return nil }
    self.weeklyHours = weeklyHours
    self.weekdays = weekdays
    self.holidays = holidays
    self.workdays = workdays
  }

  public func isStudyDay(_ day: Day) -> Bool {
    !holidays.contains(day) && (workdays.contains(day) || weekdays.contains(Weekday(of: day)))
  }

  /// The study days from `first` to `last`, both included, in order.
  public func studyDays(from first: Day, through last: Day) -> [Day] {
    guard first <= last else { return [] }
    return (first.number...last.number).map(Day.init(number:)).filter(isStudyDay)
  }

  /// The hours there are from `first` to `last`, both included, down to the hundredth.
  public func hours(from first: Day, through last: Day) -> Double {
    let days = studyDays(from: first, through: last).count
    return Double(days * Hundredths.of(weeklyHours) / weekdays.count) / 100
  }

  /// The days from the one on which something is begun to the one by whose end it is done.
  public struct Span: Sendable, Equatable {
    public var starts: Day
    public var due: Day
  }

  /// Lays what takes `hours` on the calendar, one after the other and without a break.
  ///
  /// - Parameters:
  ///   - hours: each 0 or more.
  ///   - last: the day by whose end all is done.
  /// - Returns: a span each, in order; nil if they take longer than until `last`.
  public func spans(of hours: [Double], from first: Day, through last: Day) -> [Span]? {
    let days = studyDays(from: first, through: last)
    let week = Hundredths.of(weeklyHours)
    var passed = 0
    var spans: [Span] = []
    for item in hours {
      // Of an hour at the border of two days, the beginning belongs to the later and the end to the earlier.
      let start = passed * weekdays.count / week
      passed += Hundredths.of(item)
      let end = max(0, (passed * weekdays.count + week - 1) / week - 1)
      guard end < days.count else { return nil }
      spans.append(Span(starts: days[min(start, end)], due: days[end]))
    }
    return spans
  }
}

/// Hours as the database keeps them: whole hundredths, so that sums are exact.
enum Hundredths {
  static func of(_ hours: Double) -> Int { Int((hours * 100).rounded()) }
}
