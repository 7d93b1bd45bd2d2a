import ArgumentParser
import Readiness
import Storage

struct TaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "task", LocalizedText(en: "The tasks of the roles.", zh: "岗位的任务。"),
    subcommands: [List.self, Create.self, Import.self])

  static let columns: [Column<ListTasks.Entry>] = [
    Column(Text.code) { $0.code }, Column(Text.role) { $0.role }, Column(Text.name) { $0.name[$1] },
    Column(Text.importance, .trailing) { String($0.importance) },
    Column(Text.timeShare, .trailing) { "\(($0.timeShare * 1_000).rounded() / 10) %" },
    Column(Text.exposure) { $0.exposure?.description ?? "" },
    Column(Text.automation) { $0.automation?.description ?? "" },
    Column(Text.dataClass) { $0.dataClass.rawValue }, Column(Text.aiSystem) { $0.aiSystem ?? "" },
  ]

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the tasks of a role, or of all.", zh: "列出某岗位或全部岗位的任务。"),
      examples: ["readiness task list --role HRBP", "readiness task list --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption

    @Option(help: ArgumentHelp(en: "Only of this role.", zh: "仅该岗位。", value: "code"))
    var role: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let tasks = try await client.get(
        "/v1/tasks", query: ["role": role, "as-of": moment.asOf], as: [ListTasks.Entry].self)
      console.show(tasks, columns: TaskCommand.columns)
    }
  }

  struct Import: TableImportCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Create or change tasks from a table.", zh: "从表格新建或更改任务。"),
      more: .columns(TaskRecord.columns, optional: TaskRecord.optionalColumns),
      examples: ["readiness task import tasks.csv --dry-run", "readiness task import tasks.xlsx"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions
    @OptionGroup var moment: EffectiveOption

    func command(_ sheet: Sheet) -> ImportTasks { ImportTasks(sheet: sheet, effective: moment.effective) }
  }
}
