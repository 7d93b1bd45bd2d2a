import ArgumentParser
import Readiness
import Storage

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "audit", LocalizedText(en: "Who did what, and when.", zh: "审计记录：何人何时做了什么。"), subcommands: [List.self])

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the events, the newest first.", zh: "列出事件，最新的在前。"),
      examples: ["readiness audit list", "readiness audit list --before 1200 --limit 500 --json"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "Only events before this one.", zh: "仅列出此序号之前的事件。", value: "number"))
    var before: Int?

    @Option(help: ArgumentHelp(en: "How many, 1 to 1000.", zh: "条数，1 到 1000。", value: "count"))
    var limit = 100

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get(
          "/v1/audit-events", query: ["before": before, "limit": limit], as: [ListAuditEvents.Entry].self),
        columns: [
          Column(Text.position, .trailing) { String($0.position) }, Column(Text.time) { Text.instant($0.at) },
          Column(Text.actor) { $0.actor }, Column(Text.action) { $0.action }, Column(Text.outcome) { $0.outcome },
        ])
    }
  }
}
