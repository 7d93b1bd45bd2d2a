import Readiness
import SeededRandom
import Testing

@Suite("Calendar of study")
struct StudyCalendarTests {
  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  @Test func `weekends and holidays are no study days, make-up workdays are`() throws {
    // 2026-10-01 to 10-07 is China's National Day holiday; Saturday 10-10 makes up for it.
    let holidays = Set(try (1...7).map { try day("2026-10-0\($0)") })
    let calendar = try #require(
      StudyCalendar(weeklyHours: 5, holidays: holidays, workdays: [try day("2026-10-10")]))
    let days = calendar.studyDays(from: try day("2026-09-30"), through: try day("2026-10-12"))
    #expect(days.map(\.description) == ["2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10", "2026-10-12"])
    #expect(calendar.hours(from: try day("2026-09-30"), through: try day("2026-10-12")) == 5)
  }

  @Test func `a holiday wins over a make-up workday on the same day`() throws {
    let saturday = try day("2026-10-10")
    let calendar = try #require(StudyCalendar(weeklyHours: 5, holidays: [saturday], workdays: [saturday]))
    #expect(!calendar.isStudyDay(saturday))
  }

  @Test func `weekdays are those of the Gregorian calendar`() throws {
    #expect(StudyCalendar.Weekday(of: try day("1970-01-01")) == .thursday)
    #expect(StudyCalendar.Weekday(of: try day("2026-11-28")) == .saturday)
    #expect(StudyCalendar.Weekday(of: try day("1969-12-28")) == .sunday)
    #expect(StudyCalendar.Weekday(of: try day("0001-01-01")) == .monday)
  }

  @Test func `items follow each other by the hours of a day`() throws {
    // Three hours a week: 36 minutes a day from Monday 2026-11-30.
    let calendar = try #require(StudyCalendar(weeklyHours: 3))
    let spans = try #require(
      calendar.spans(of: [3, 0.6, 1.5, 2.1], from: try day("2026-11-28"), through: try day("2026-12-31")))
    #expect(spans.map(\.starts.description) == ["2026-11-30", "2026-12-07", "2026-12-08", "2026-12-10"])
    #expect(spans.map(\.due.description) == ["2026-12-04", "2026-12-07", "2026-12-10", "2026-12-15"])
  }

  @Test func `what takes longer than until the due day has no place`() throws {
    let calendar = try #require(StudyCalendar(weeklyHours: 3))
    let (monday, friday) = (try day("2026-11-30"), try day("2026-12-04"))
    #expect(calendar.spans(of: [2, 1], from: monday, through: friday) != nil)
    #expect(calendar.spans(of: [2, 1.01], from: monday, through: friday) == nil)
    #expect(calendar.spans(of: [1], from: friday, through: monday) == nil)
    #expect(calendar.spans(of: [], from: friday, through: monday) == [])
  }

  @Test(arguments: [0, -3, .nan, .infinity, 61])
  func `hours that no week has make no calendar`(hours: Double) {
    #expect(StudyCalendar(weeklyHours: hours) == nil)
  }

  @Test func `a calendar without weekdays is none`() {
    #expect(StudyCalendar(weeklyHours: 3, weekdays: []) == nil)
  }

  @Test(arguments: 1...100 as ClosedRange<UInt64>)
  func `whatever fits the hours fits the calendar, on study days and in order`(seed: UInt64) throws {
    var draw = SplitMix64(seed: seed)
    let first = Day(number: Int.random(in: 20_000...21_000, using: &draw))
    let last = first.adding(days: Int.random(in: 0...200, using: &draw))
    let holidays = Set((0..<20).map { _ in first.adding(days: Int.random(in: 0...200, using: &draw)) })
    let workdays = Set((0..<5).map { _ in first.adding(days: Int.random(in: 0...200, using: &draw)) })
    let weekdays = StudyCalendar.Weekday.allCases.shuffled(using: &draw).prefix(Int.random(in: 1...7, using: &draw))
    let calendar = try #require(
      StudyCalendar(
        weeklyHours: Double(Int.random(in: 10...4000, using: &draw)) / 100, weekdays: Set(weekdays), holidays: holidays,
        workdays: workdays))
    var left = Int((calendar.hours(from: first, through: last) * 100).rounded())
    var items: [Double] = []
    while left > 0 {
      let item = Int.random(in: 1...max(1, left / 2), using: &draw)
      items.append(Double(item) / 100)
      left -= item
    }
    let spans = try #require(calendar.spans(of: items, from: first, through: last))
    #expect(spans.allSatisfy { $0.starts <= $0.due && $0.starts >= first && $0.due <= last })
    #expect(spans.allSatisfy { calendar.isStudyDay($0.starts) && calendar.isStudyDay($0.due) })
    #expect(zip(spans, spans.dropFirst()).allSatisfy { $0.due <= $1.starts })
    #expect(calendar.spans(of: items + [calendar.weeklyHours], from: first, through: last) == nil)
  }
}
