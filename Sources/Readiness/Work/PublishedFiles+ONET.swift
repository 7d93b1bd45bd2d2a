/// The text files of the O*NET database: occupations, task statements and task ratings (O*NET Data Dictionary).
extension PublishedFiles {
  private static let onetOccupations = PublishedKind(
    name: "Occupation Data", columns: ["O*NET-SOC Code", "Title", "Description"])
  private static let onetRatings = PublishedKind(
    name: "Task Ratings", columns: ["O*NET-SOC Code", "Task ID", "Scale ID", "Category", "Data Value"])
  private static let onetTasks = PublishedKind(
    name: "Task Statements", columns: ["O*NET-SOC Code", "Task ID", "Task", "Task Type"])

  init(onet files: [File]) throws(Refusal) {
    let (occupations, found) = try PublishedKind.sorted(
      files, main: PublishedFiles.onetOccupations, others: [PublishedFiles.onetRatings, PublishedFiles.onetTasks])
    let tasks = found[PublishedFiles.onetTasks.name]
    let ratings = try found[PublishedFiles.onetRatings.name].map { table throws(Refusal) in
      try TaskRatings(table, of: tasks)
    }
    self.init(
      occupations: PublishedFiles.occupations(occupations),
      tasks: try tasks.map { table throws(Refusal) in try PublishedFiles.tasks(table, ratings) })
  }

  private static func occupations(_ table: PublishedTable) -> Sheet {
    let cells = onetOccupations.columns.map(table.cells)
    return Sheet(
      header: OccupationRecord.columns,
      rows: table.rows.map { row in Sheet.Row(row: row.row, cells: cells.map { $0(row) }) })
  }

  private static func tasks(_ table: PublishedTable, _ ratings: TaskRatings?) throws(Refusal) -> Sheet {
    let kind = table.cells("Task Type")
    let (occupation, code, statement) = (table.cells("O*NET-SOC Code"), table.cells("Task ID"), table.cells("Task"))
    var faults: [Refusal.Fault] = []
    let rows = table.rows.map { row in
      let text = kind(row)
      let isKnown = text.isMissing || ["Core", "Supplemental"].contains(text)
      if !isKnown { faults.append(table.fault(row, "Task Type", "invalid", .taskTypeExpected(text))) }
      let rating = ratings?[occupation(row), code(row)]
      return Sheet.Row(
        row: row.row,
        cells: [
          occupation(row), code(row), statement(row), text.isMissing ? "unrated" : text.lowercased(),
          rating?.importance.shown ?? "", rating?.relevance.shown ?? "", rating?.frequency.shown ?? "",
        ])
    }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
    return Sheet(header: OccupationTaskRecord.columns + OccupationTaskRecord.optionalColumns, rows: rows)
  }
}

/// What was measured of tasks. What its publisher recommends to suppress, for want of precision, is left out.
private struct TaskRatings {
  struct Rating {
    var importance: Double?
    var relevance: Double?
    /// Percent of those asked, by the seven ranks of frequency.
    var shares = [Double](repeating: 0, count: 7)

    /// The mean rank; nil when fewer than half are accounted for.
    var frequency: Double? {
      let sum = shares.reduce(0, +)
      guard sum >= 50 else { return nil }
      return shares.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element } / sum
    }
  }

  private struct Key: Hashable {
    let occupation: String
    let task: String
  }

  private var ratings: [Key: Rating] = [:]

  subscript(occupation: String, task: String) -> Rating? { ratings[Key(occupation: occupation, task: task)] }

  /// - Throws: a fault for each rating out of its scale, and for each of a task that `tasks` does not have.
  init(_ table: PublishedTable, of tasks: PublishedTable?) throws(Refusal) {
    let known = tasks.map { tasks in
      let (occupation, task) = (tasks.cells("O*NET-SOC Code"), tasks.cells("Task ID"))
      return Set(tasks.rows.map { Key(occupation: occupation($0), task: task($0)) })
    }
    let (occupation, task) = (table.cells("O*NET-SOC Code"), table.cells("Task ID"))
    let suppress = table.cells("Recommend Suppress")
    var faults: [Refusal.Fault] = []
    for row in table.rows {
      let key = Key(occupation: occupation(row), task: task(row))
      if known?.contains(key) == false {
        faults.append(table.fault(row, "Task ID", "unknown-task", .unknownStatement(key.task, key.occupation)))
      } else if suppress(row) != "Y", let fault = take(row, key, table) {
        faults.append(fault)
      }
    }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
  }

  private mutating func take(_ row: Sheet.Row, _ key: Key, _ table: PublishedTable) -> Refusal.Fault? {
    let scale = table.cells("Scale ID")(row)
    guard let range = TaskRatings.ranges[scale] else { return nil }
    let text = table.cells("Data Value")(row)
    if text.isMissing { return nil }
    guard let value = Double(text), range.contains(value) else {
      return table.fault(row, "Data Value", "invalid", .valueExpected(text, scale, range))
    }
    switch scale {
    case "IM": ratings[key, default: Rating()].importance = value
    case "RT": ratings[key, default: Rating()].relevance = value
    default:
      let category = table.cells("Category")(row)
      guard let rank = Int(category), (1...7).contains(rank) else {
        return table.fault(row, "Category", "invalid", .categoryExpected(category))
      }
      ratings[key, default: Rating()].shares[rank - 1] = value
    }
    return nil
  }

  private static let ranges: [String: ClosedRange<Double>] = ["IM": 1...5, "RT": 0...100, "FT": 0...100]
}

extension String {
  /// As the files write that there is nothing.
  fileprivate var isMissing: Bool { isEmpty || self == "n/a" }
}

extension Double? {
  /// With two decimals, as the ratings are published; empty for nil.
  fileprivate var shown: String { map { String(($0 * 100).rounded() / 100) } ?? "" }
}

extension LocalizedText {
  fileprivate static func taskTypeExpected(_ text: String) -> LocalizedText {
    LocalizedText(
      en: "“\(text.prefix(60))” is not Core, Supplemental or n/a.",
      zh: "“\(text.prefix(60))”应为 Core、Supplemental 或 n/a。")
  }

  fileprivate static func unknownStatement(_ task: String, _ occupation: String) -> LocalizedText {
    LocalizedText(
      en:
        "Task \(task.prefix(60)) of \(occupation.prefix(60)) is not among the task statements. Take all files of one release.",
      zh: "任务 \(task.prefix(60))（职业 \(occupation.prefix(60))）不在任务说明文件中。请使用同一版本的全部文件。")
  }

  fileprivate static func valueExpected(_ text: String, _ scale: String, _ range: ClosedRange<Double>) -> LocalizedText
  {
    let (low, high) = (Int(range.lowerBound), Int(range.upperBound))
    return LocalizedText(
      en: "“\(text.prefix(60))” is not a number from \(low) to \(high), as scale \(scale) has.",
      zh: "“\(text.prefix(60))”不是 \(low) 到 \(high) 之间的数（量表 \(scale)）。")
  }

  fileprivate static func categoryExpected(_ text: String) -> LocalizedText {
    LocalizedText(
      en: "“\(text.prefix(60))” is not a frequency category, 1 to 7.", zh: "“\(text.prefix(60))”不是 1 到 7 的频率类别。")
  }
}
