public import ArgumentParser
import Readiness
public import Storage

extension ListActivities.Filter: ExpressibleByArgument {}

extension ActivityCommand {
  struct Import: TableImportCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Create or change activities from a file.", zh: "从文件新建或更改学习活动。"),
      more: LocalizedText(
        en: "A table, or a list in YAML of the form of seed/activities.yaml, of which a row is the place in the list. "
          + "In a table, lifts are written as direct:L1>L2; evaluate:L0>L1, prerequisites as codes with blanks between.\n"
          + columns.en,
        zh: "可以是表格，或与 seed/activities.yaml 格式相同的 YAML 列表（此时“行”指列表中的位置）。"
          + "表格中，提升写作 direct:L1>L2; evaluate:L0>L1，先修活动写编码并以空格分隔。\n" + columns.zh),
      examples: ["readiness activity import activities.yaml --dry-run", "readiness activity import activities.xlsx"])

    private static let columns = LocalizedText.columns(Activity.columns, optional: Activity.optionalColumns)

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions

    func read(_ progress: ProgressBar) throws -> Sheet { try file.read([Activity].self, as: Sheet.init, progress) }

    func command(_ sheet: Sheet) -> ImportActivities { ImportActivities(sheet: sheet) }
  }

  struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
      "export", LocalizedText(en: "Write the offered activities to a file.", zh: "将在用的学习活动导出为文件。"),
      more: LocalizedText(
        en: "The file is one that the import reads: importing it again changes nothing.", zh: "文件与导入格式一致：重新导入不会产生任何更改。"),
      examples: ["readiness activity export activities.yaml", "readiness activity export activities.xlsx"])

    @OptionGroup var options: ServerOptions

    @OptionGroup var target: ListExportOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      let activities = try await client.activities(.offered).value.map(\.activity)
      try target.write(activities, as: Sheet.init, titled: "Activities", console)
    }
  }
}
