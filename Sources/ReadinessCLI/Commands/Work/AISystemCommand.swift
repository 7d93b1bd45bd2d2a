import ArgumentParser
import Readiness
import Storage

struct AISystemCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "ai-system", LocalizedText(en: "The AI systems in use.", zh: "在用的 AI 系统。"),
    subcommands: [List.self, Show.self, Import.self, Export.self])

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the AI systems.", zh: "列出 AI 系统。"),
      examples: ["readiness ai-system list", "readiness ai-system list --json"])

    @OptionGroup var options: ServerOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/ai-systems", as: [ListAISystems.Entry].self),
        columns: [
          Column(Text.code) { $0.code }, Column(Text.name) { $0.name }, Column(Text.vendor) { $0.vendor },
          Column(Text.risk) { $0.riskClass.rawValue }, Column(Text.route) { $0.route.rawValue },
          Column(Text.cleared) { $0.clearedDataClass.rawValue }, Column(Text.model) { $0.modelVersion },
        ])
    }
  }

  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show one AI system, and the tasks it takes part in.", zh: "显示 AI 系统及其参与的任务。"),
      examples: ["readiness ai-system show DESK"])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The AI system's code.", zh: "AI 系统编码。"))
    var code: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let systems = try await client.get("/v1/ai-systems", as: [ListAISystems.Entry].self)
      guard let system = systems.value.first(where: { $0.code == code }) else {
        throw Failure(.failed, Text.noAISystem(code))
      }
      let tasks = try await client.get("/v1/tasks", as: [ListTasks.Entry].self).value.filter {
        $0.aiSystem?.split(separator: " ").contains(Substring(code)) == true
      }
      guard !console.isJSON else { return try console.show(Shown(system: system, tasks: tasks)) { _ in [] } }
      console.print("\(system.code)  \(system.name)  \(system.vendor)".printable)
      console.print(system.purpose[console.language].printable)
      console.print(Text.classes(of: system)[console.language])
      console.print(rows: tasks, columns: TaskCommand.columns)
    }

    private struct Shown: Encodable {
      let system: ListAISystems.Entry
      let tasks: [ListTasks.Entry]
    }
  }

  struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
      "export", LocalizedText(en: "Write the AI systems to a file.", zh: "将 AI 系统导出为文件。"), more: Text.roundTrip,
      examples: ["readiness ai-system export ai-systems.csv"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableExportOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      let systems = try await client.get("/v1/ai-systems", as: [ListAISystems.Entry].self)
      try file.write(Sheet(aiSystems: systems.value), titled: "AI systems", console)
    }
  }

  struct Import: TableImportCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Create or change AI systems from a table.", zh: "从表格新建或更改 AI 系统。"),
      more: .columns(AISystemRecord.columns, optional: AISystemRecord.optionalColumns),
      examples: ["readiness ai-system import ai-systems.csv --dry-run"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions

    func command(_ sheet: Sheet) -> ImportAISystems { ImportAISystems(sheet: sheet) }
  }
}
