import ArgumentParser
import Readiness
import Storage

struct AISystemCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "ai-system", LocalizedText(en: "The AI systems in use.", zh: "在用的 AI 系统。"),
    subcommands: [List.self, Import.self])

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

  struct Import: TableImportCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Create or change AI systems from a table.", zh: "从表格新建或更改 AI 系统。"),
      more: .columns(AISystemRecord.columns),
      examples: ["readiness ai-system import ai-systems.csv --dry-run"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions

    func command(_ sheet: Sheet) -> ImportAISystems { ImportAISystems(sheet: sheet) }
  }
}
