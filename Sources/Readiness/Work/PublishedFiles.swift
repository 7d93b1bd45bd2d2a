/// Files of published occupations, as the tables that `ImportOccupations` takes.
///
/// Each file is told by its columns, whatever it is called; columns that are not needed are passed over, for releases add
/// some. Rows keep their numbers.
public struct PublishedFiles: Sendable, Equatable {
  public var occupations: Sheet
  /// Nil: no file has any.
  public var tasks: Sheet?
  /// Relations that name an occupation or a skill which the release does not have.
  public var skipped = 0

  /// One file as a table.
  public struct File: Sendable {
    public var name: String
    public var sheet: Sheet

    public init(name: String, sheet: Sheet) {
      self.name = name
      self.sheet = sheet
    }
  }

  /// - Parameter source: `onet` or `esco`.
  /// - Throws: `invalid-table` with what is wrong with any file, in its row and column, or with the files as a whole.
  public init(_ source: RoleSource, _ files: [File]) throws(Refusal) {
    switch source {
    case .onet: try self.init(onet: files)
    case .esco: try self.init(esco: files)
    case .csco, .custom: throw .notPublished(source)
    }
  }

  init(occupations: Sheet, tasks: Sheet?, skipped: Int = 0) {
    self.occupations = occupations
    self.tasks = tasks
    self.skipped = skipped
  }
}

/// What a file of a release is: known by the columns that it must have.
struct PublishedKind {
  let name: String
  let columns: [String]

  /// Which file is of which kind, by the kind's name.
  ///
  /// - Throws: a fault for each file that is of none, or of a kind that another is of already, and when there is none of
  ///   the main kind.
  static func sorted(
    _ files: [PublishedFiles.File], main: PublishedKind, others: [PublishedKind]
  ) throws(Refusal) -> (main: PublishedTable, others: [String: PublishedTable]) {
    let kinds = [main] + others
    var found: [String: PublishedTable] = [:]
    var faults: [Refusal.Fault] = []
    for file in files {
      guard let kind = kinds.first(where: { $0.columns.allSatisfy(file.sheet.header.contains) }) else {
        faults.append(.unknownFile(file, kinds))
        continue
      }
      if let other = found.updateValue(PublishedTable(file), forKey: kind.name) {
        faults.append(.secondFile(file.name, of: kind, other.file))
      }
    }
    if !faults.isEmpty { throw Refusal(tableFaults: faults) }
    guard let table = found[main.name] else { throw Refusal(tableFaults: [.missingFile(main)]) }
    return (table, found)
  }
}

/// A file's cells, read by column.
struct PublishedTable {
  let file: String
  private let sheet: Sheet
  private let positions: [String: Int]

  init(_ file: PublishedFiles.File) {
    self.file = file.name
    sheet = file.sheet
    positions = Dictionary(
      file.sheet.header.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  var rows: [Sheet.Row] { sheet.rows }

  /// - Returns: an accessor of a column's cells; empty where a row has none, or the file no such column.
  func cells(_ column: String) -> (Sheet.Row) -> String {
    guard let position = positions[column] else { return { _ in "" } }
    return { position < $0.cells.count ? $0.cells[position] : "" }
  }

  func fault(_ row: Sheet.Row, _ column: String, _ code: String, _ message: LocalizedText) -> Refusal.Fault {
    Refusal.Fault(row: row.row, field: "\(file): \(column)", code: code, message: message)
  }
}

extension Refusal {
  public static func notPublished(_ source: RoleSource) -> Refusal {
    .invalid(
      "not-published", field: "source",
      en:
        "Occupations are taken in from onet or esco, not from \(source.rawValue). Import roles and tasks of your own.",
      zh: "职业数据只能来自 onet 或 esco，不能来自 \(source.rawValue)。自编内容请直接导入岗位和任务。")
  }
}

extension Refusal.Fault {
  fileprivate static func unknownFile(_ file: PublishedFiles.File, _ kinds: [PublishedKind]) -> Refusal.Fault {
    let expected = kinds.map { "\($0.name) (\($0.columns.joined(separator: ", ")))" }
    return Refusal.Fault(
      row: 1, field: file.name, code: "unknown-file",
      message: LocalizedText(
        en: "The columns are not those of a file of this source. It has \(expected.joined(separator: "; ")).",
        zh: "该文件的列不属于此来源的任何文件。应为：\(expected.joined(separator: "；"))。"))
  }

  fileprivate static func secondFile(_ name: String, of kind: PublishedKind, _ other: String) -> Refusal.Fault {
    Refusal.Fault(
      field: name, code: "second-file",
      message: LocalizedText(
        en: "“\(other)” holds \(kind.name) as well. Name one of the two.", zh: "“\(other)”也是“\(kind.name)”文件。请只指定其中一个。")
    )
  }

  fileprivate static func missingFile(_ kind: PublishedKind) -> Refusal.Fault {
    Refusal.Fault(
      field: kind.name, code: "missing-file",
      message: LocalizedText(
        en: "There is no file of \(kind.name), with the columns \(kind.columns.joined(separator: ", ")). Add it.",
        zh: "缺少“\(kind.name)”文件（列：\(kind.columns.joined(separator: "、"))）。请补充。"))
  }
}
