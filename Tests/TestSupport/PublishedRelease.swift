public import Readiness

/// A release of occupations in the format of the O*NET text files, with made-up text.
public struct PublishedRelease {
  public let occupations: Int
  /// Of each occupation.
  public let tasks: Int

  public init(occupations: Int, tasks: Int) {
    self.occupations = occupations
    self.tasks = tasks
  }

  public static func code(_ occupation: Int) -> String {
    let digits = String(10_000 + occupation)
    return "99-\(digits.suffix(4)).00"
  }

  public var occupationData: Sheet {
    Sheet(
      published: ["O*NET-SOC Code", "Title", "Description"],
      (0..<occupations).map { [Self.code($0), "Keepers of shelf \($0)", "Keep what stands on shelf \($0)."] })
  }

  public var taskStatements: Sheet {
    let rows = places.map { statement($0.occupation, $0.task) }
    return Sheet(
      published: [
        "O*NET-SOC Code", "Task ID", "Task", "Task Type", "Incumbents Responding", "Date", "Domain Source",
      ], rows)
  }

  /// Importance 1 to 5 and relevance 90 for each but the unrated; all who were asked do it with frequency 1 to 7.
  public var taskRatings: Sheet {
    let rows = places.filter { $0.task % 3 < 2 }.flatMap { ratings($0.occupation, $0.task) }
    return Sheet(published: PublishedRelease.ratingColumns, rows)
  }

  private var places: [(occupation: Int, task: Int)] {
    (0..<occupations).flatMap { occupation in (0..<tasks).map { (occupation, $0) } }
  }

  private func id(_ occupation: Int, _ task: Int) -> String { String(1_000 * (occupation + 1) + task) }

  private func statement(_ occupation: Int, _ task: Int) -> [String] {
    let kind = ["Core", "Supplemental", "n/a"][task % 3]
    let text = "Put box \(task) on shelf \(occupation)."
    return [Self.code(occupation), id(occupation, task), text, kind, "41", "06/2026", "Incumbent"]
  }

  private func ratings(_ occupation: Int, _ task: Int) -> [[String]] {
    let values: [(scale: String, category: String, value: String)] = [
      ("IM", "n/a", "\(1 + task % 5).00"), ("RT", "n/a", "90.00"), ("FT", "\(1 + task % 7)", "100.00"),
    ]
    let rest = ["41", "0.1", "n/a", "n/a", "N", "06/2026", "Incumbent"]
    return values.map { [Self.code(occupation), id(occupation, task), $0.scale, $0.category, $0.value] + rest }
  }

  public static let ratingColumns = [
    "O*NET-SOC Code", "Task ID", "Scale ID", "Category", "Data Value", "N", "Standard Error", "Lower CI Bound",
    "Upper CI Bound", "Recommend Suppress", "Date", "Domain Source",
  ]

  public var files: [PublishedFiles.File] {
    [
      PublishedFiles.File(name: "Occupation Data.txt", sheet: occupationData),
      PublishedFiles.File(name: "Task Ratings.txt", sheet: taskRatings),
      PublishedFiles.File(name: "Task Statements.txt", sheet: taskStatements),
    ]
  }

  /// What the program submits of the files.
  public func command(release: String = "29.0") throws -> ImportOccupations {
    let published = try PublishedFiles(.onet, files)
    return ImportOccupations(
      source: .onet, release: release, occupations: published.occupations, tasks: published.tasks)
  }
}

extension Sheet {
  /// Rows numbered from 2, as a file has them below its header.
  public init(published header: [String], _ rows: [[String]]) {
    self.init(header: header, rows: rows.enumerated().map { Row(row: $0.offset + 2, cells: $0.element) })
  }

  /// As tab-separated text.
  public var tabSeparated: String {
    ([header] + rows.map(\.cells)).map { $0.joined(separator: "\t") }.joined(separator: "\n") + "\n"
  }
}
