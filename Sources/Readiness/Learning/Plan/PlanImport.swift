/// Takes plans over from a table, an item a row, as drafts: all or none. A draft that is there already is replaced, unless it
/// is the same. Rows that name an item of a plan past its draft, and say the same of it, are passed over: an export can be
/// added to and imported again.
public struct ImportPlans: Command {
  public typealias Result = ImportCounts
  public static let name = CommandName.importPlans
  public var sheet: Sheet

  public init(sheet: Sheet) { self.sheet = sheet }

  public var auditDetail: any Encodable & Sendable { ["rows": sheet.rows.count] }

  public static let columns = ["person", "activity", "starts_on", "due_on"]
  /// The item, and what an export has besides, which is not read.
  public static let optionalColumns = [
    "item", "plan", "name", "plan_status", "no", "activity_en", "activity_zh", "status", "hours", "hours_logged",
    "cost", "started_on", "ended_on", "reason_en", "reason_zh",
  ]
}

/// A row of it.
public struct PlanRecord: Sendable, Hashable {
  /// External id.
  public var person: String
  /// Code.
  public var activity: String
  public var startsOn: Day
  /// Not before the first day, and at most three years after it.
  public var dueOn: Day
  /// The item that the row was exported from.
  public var item: PlanItemID?

  public init(person: String, activity: String, startsOn: Day, dueOn: Day, item: PlanItemID? = nil) {
    self.person = person
    self.activity = activity
    self.startsOn = startsOn
    self.dueOn = dueOn
    self.item = item
  }

  public init(from row: inout RowReader) {
    person = row.text("person", limit: 100)
    activity = row.text("activity", limit: 60)
    item = row.optional("item")
    let days = [row.day("starts_on"), row.day("due_on")]
    (startsOn, dueOn) = (days[0] ?? Day(number: 0), days[1] ?? Day(number: 0))
    guard let first = days[0], let last = days[1] else { return }
    if last < first {
      row.fail(
        "due_on", "due-before-start", en: "\(last) is before the first day, \(first). Correct one of them.",
        zh: "\(last) 早于开始日期 \(first)。请更正其一。")
    }
    if last > first.adding(months: 36) {
      row.fail("due_on", "too-long", en: "An item takes at most three years.", zh: "单个项目期限最长三年。")
    }
  }
}

extension RowReader {
  /// - Returns: nil with a fault when the cell is empty or no date.
  fileprivate mutating func day(_ column: String) -> Day? {
    text(column).isEmpty ? nil : optional(column, as: Day.self)
  }
}
