import ArgumentParser
import Readiness

/// What every import of a table takes.
struct TableImportOptions: ParsableArguments {
  @Argument(help: ArgumentHelp(en: "A CSV or XLSX file; - reads standard input.", zh: "CSV 或 XLSX 文件；- 表示标准输入。"))
  var file: String

  @Option(help: ArgumentHelp(en: "The worksheet; otherwise the first.", zh: "工作表名称；默认取第一个。", value: "name"))
  var sheet: String?

  @Flag(help: ArgumentHelp(en: "Only tell what would change.", zh: "仅显示将发生的更改。"))
  var dryRun = false
}

struct EffectiveOption: ParsableArguments {
  @Option(help: ArgumentHelp(en: "The day from which it holds; otherwise today.", zh: "生效日期；默认为今天。", value: "date"))
  var effective: Day?
}

struct AsOfOption: ParsableArguments {
  @Option(help: ArgumentHelp(en: "The day it was, or will be, so; otherwise today.", zh: "查询日期；默认为今天。", value: "date"))
  var asOf: Day?
}

/// A command that turns a table into one command of the product, which is applied whole or not at all.
protocol TableImportCommand: ServerCommand {
  associatedtype Submitted: Command where Submitted.Result == ImportCounts

  var file: TableImportOptions { get }

  func command(_ sheet: Sheet) -> Submitted

  /// The table; those who take other files than tables read them here.
  func read(_ progress: ProgressBar) throws -> Sheet
}

extension TableImportCommand {
  func read(_ progress: ProgressBar) throws -> Sheet {
    try TableFile(file.file, sheetName: file.sheet).read(progress)
  }

  func run(_ client: APIClient, _ console: Console) async throws {
    let progress = ProgressBar(console)
    let counts = try await client.submit(command(try read(progress)), dryRun: file.dryRun, progress: progress)
    console.show(counts) { [Text.imported($0)] }
    if file.dryRun { console.note(Text.dryRun) }
  }
}

extension TableImportOptions {
  /// Reads a table, or a list in YAML or JSON, which `sheet` makes one of.
  func read<List: Decodable>(_ list: List.Type, as sheet: (List) -> Sheet, _ progress: ProgressBar) throws -> Sheet {
    guard [".yaml", ".yml", ".json"].contains(where: file.lowercased().hasSuffix) else {
      return try TableFile(file, sheetName: self.sheet).read(progress)
    }
    return sheet(try InputFile.decode(list, from: file))
  }
}

extension LocalizedText {
  /// What a table's columns are, for the help of its import.
  static func columns(_ required: [String], optional: [String] = []) -> LocalizedText {
    let more =
      optional.isEmpty
      ? LocalizedText(en: "", zh: "")
      : LocalizedText(
        en: "\nIt may have: \(optional.joined(separator: ", "))", zh: "\n可选列：\(optional.joined(separator: "、"))")
    return LocalizedText(
      en: "The table needs the columns: \(required.joined(separator: ", "))\(more.en)",
      zh: "必需的列：\(required.joined(separator: "、"))\(more.zh)")
  }
}
