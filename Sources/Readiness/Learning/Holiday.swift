/// A day that a planning calendar takes for something else than its weekday says.
///
/// `seed/holidays` has the official calendars that ship with the program.
public struct Holiday: Codable, Sendable, Equatable {
  public var day: Day
  public var kind: HolidayKind
  public var name: LocalizedText

  public init(day: Day, kind: HolidayKind, name: LocalizedText) {
    self.day = day
    self.kind = kind
    self.name = name
  }

  public static let columns = ["day", "kind", "name_en", "name_zh"]

  public init(from row: inout RowReader) {
    let day: Day? = row.optional("day")
    // An empty cell is reported; one that is no date has been.
    if day == nil, row.optionalText("day") == nil { _ = row.text("day") }
    self.init(
      day: day ?? Day(number: 0), kind: row.choice("kind", fallback: .holiday), name: row.localized("name", limit: 200))
  }
}

public enum HolidayKind: String, Codable, Sendable, CaseIterable {
  /// Nobody learns, whatever the weekday.
  case holiday
  /// People work and learn, though the day is of the weekend: to make up for a holiday.
  case workday

  public var name: LocalizedText {
    switch self {
    case .holiday: LocalizedText(en: "holiday", zh: "放假")
    case .workday: LocalizedText(en: "make-up workday", zh: "调休上班")
    }
  }
}

extension Sheet {
  /// The table that the import reads.
  public init(_ holidays: [Holiday]) {
    self.init(
      header: Holiday.columns,
      rows: holidays.enumerated().map { index, holiday in
        Row(
          row: index + 2,
          cells: [holiday.day.description, holiday.kind.rawValue, holiday.name.en, holiday.name.zh])
      })
  }
}

/// Adds holidays and make-up workdays, or changes those of the same day, all or nothing. Plans that are laid on the calendar
/// already stay where they are.
public struct ImportHolidays: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importHolidays
  public var sheet: Sheet

  public init(sheet: Sheet) { self.sheet = sheet }
}

/// Makes a day an ordinary one again.
public struct RemoveHoliday: Command {
  public typealias Result = Done
  public static let name = CommandName.removeHoliday
  public var day: Day

  public init(day: Day) { self.day = day }
}
