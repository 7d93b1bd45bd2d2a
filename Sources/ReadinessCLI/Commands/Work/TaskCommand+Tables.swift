import ArgumentParser
import Readiness
import Storage

extension TaskCommand {
  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show one task: what is known of it, and its labels.", zh: "显示任务的已知信息及标注。"),
      examples: ["readiness task show HRBP-02"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption

    @Argument(help: ArgumentHelp(en: "The task's code.", zh: "任务编码。"))
    var code: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let labels = try await client.get(
        "/v1/exposure", query: ["task": code, "as-of": moment.asOf], as: ListExposure.Answer.self
      ).value.entries.flatMap(\.labels)
      let places = try await client.get(
        "/v1/tasks", query: ["search": code, "as-of": moment.asOf], as: [ListTasks.Entry].self
      ).value.filter { $0.code == code }
      guard !console.isJSON else { return try console.show(Shown(tasks: places, labels: labels)) { _ in [] } }
      console.print(rows: places, columns: TaskCommand.columns + TaskCommand.facts)
      if !labels.isEmpty { console.print(rows: labels, columns: ExposureCommand.labels) }
      let attributions = try await client.attributions(console)
      for source in Set(places.map(\.source)) {
        if let line = attributions[source] { console.print("\n\(line)") }
      }
    }

    /// The task in each role that has it.
    private struct Shown: Encodable {
      let tasks: [ListTasks.Entry]
      let labels: [ExposureLabel]
    }
  }

  /// What is not known says so.
  private static let facts: [Column<ListTasks.Entry>] = [
    Column(Text.traits) { task, language in
      task.traits.map { traits in TaskTraits.Trait.allCases.map { String(traits[$0]) }.joined(separator: " ") }
        ?? Text.unknown[language]
    },
    Column(Text.irreversible) { ($0.irreversible.map(Text.truth) ?? Text.unknown)[$1] },
    Column(Text.affectsPerson) { ($0.affectsPerson.map(Text.truth) ?? Text.unknown)[$1] },
    Column(Text.source) { [$0.source.rawValue, $0.sourceCode ?? ""].joined(separator: " ") },
  ]

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

  struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
      "export", LocalizedText(en: "Write the tasks of a role, or of all, to a file.", zh: "将某岗位或全部岗位的任务导出为文件。"),
      more: Text.roundTrip,
      examples: ["readiness task export tasks.csv", "readiness task export tasks.xlsx --role HRBP"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption
    @OptionGroup var file: TableExportOptions

    @Option(help: ArgumentHelp(en: "Only of this role.", zh: "仅该岗位。", value: "code"))
    var role: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let tasks = try await client.get(
        "/v1/tasks", query: ["role": role, "as-of": moment.asOf], as: [ListTasks.Entry].self)
      let attributions = try await client.attributions(console, role: role)
      try file.write(Sheet(tasks: tasks.value, attributions: attributions), titled: "Tasks", console)
    }
  }
}
