public import ArgumentParser
public import Readiness
public import Storage

extension IncidentSeverity: ExpressibleByArgument {}
extension ListIncidents.Filter: ExpressibleByArgument {}

struct IncidentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "incident", LocalizedText(en: "What went wrong with AI at work.", zh: "AI 使用过程中发生的事件。"),
    subcommands: [File.self, List.self, Show.self, Resolve.self, Export.self])

  struct File: ServerCommand {
    static let configuration = CommandConfiguration(
      "file", LocalizedText(en: "File an incident in a task, or with an AI system.", zh: "登记与任务或 AI 系统有关的事件。"),
      more: LocalizedText(
        en: "The boundaries that it concerns are evaluated again and queued for review at once.",
        zh: "相关边界将立即重新评估并进入审视。"),
      examples: [
        "readiness incident file \"Wrong price in an offer\" --severity medium --task REP-1",
        "readiness incident file \"Customer data in an answer\" --severity high --ai-system DESK --occurred 2026-06-30",
      ])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "What happened, up to 300 characters.", zh: "事件标题，最多 300 个字符。", value: "title"))
    var title: String

    @Option(help: ArgumentHelp(en: "low, medium or high.", zh: "low（低）、medium（中）或 high（高）。"))
    var severity: IncidentSeverity

    @Option(help: ArgumentHelp(en: "The task's code.", zh: "任务编码。", value: "code")) var task: String?
    @Option(help: ArgumentHelp(en: "The AI system's code.", zh: "AI 系统编码。", value: "code")) var aiSystem: String?

    @Option(
      help: ArgumentHelp(en: "How it came about, up to 10,000 characters.", zh: "经过说明，最多 10,000 个字符。", value: "text"))
    var description = ""

    @Option(help: ArgumentHelp(en: "The day it happened; otherwise today.", zh: "发生日期；默认为今天。", value: "date"))
    var occurred: Day?

    @OptionGroup var rehearsal: DryRunOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = FileIncident(
        title: title, description: description, severity: severity, task: task, aiSystem: aiSystem,
        occurredOn: occurred)
      console.show(try await client.submit(command, dryRun: rehearsal.dryRun)) { [Text.filedIncident($0.number)] }
      rehearsal.note(console)
    }
  }

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List incidents, the newest first.", zh: "列出事件，最新的在前。"),
      examples: ["readiness incident list --filter open", "readiness incident list --json"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "all or open.", zh: "all（全部）或 open（未解决）。"))
    var filter = ListIncidents.Filter.all

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/incidents", query: ["filter": filter.rawValue], as: [IncidentEntry].self),
        columns: [
          Column(Text.position) { "\($0.number)" }, Column(Text.occurredOn) { $0.occurredOn.description },
          Column(Text.severity) { $0.severity.name[$1] }, Column(Text.title) { Text.shortened($0.title) },
          Column(Text.task) { $0.task ?? "–" }, Column(Text.aiSystem) { $0.aiSystem ?? "–" },
          Column(Text.resolvedOn) { $0.resolvedOn?.description ?? "–" },
        ])
    }
  }

  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show an incident.", zh: "显示事件详情。"), examples: ["readiness incident show 12"])

    @OptionGroup var options: ServerOptions
    @Argument(help: ArgumentHelp(en: "The incident's number.", zh: "事件编号。", value: "number")) var number: Int

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(try await client.get("/v1/incidents/\(number)", as: IncidentEntry.self), lines: Text.lines)
    }
  }

  struct Resolve: ServerCommand {
    static let configuration = CommandConfiguration(
      "resolve", LocalizedText(en: "Close an incident: what was found and done.", zh: "关闭事件：说明查明的情况与处理措施。"),
      examples: ["readiness incident resolve 12 \"The price list is checked by hand now\""])

    @OptionGroup var options: ServerOptions
    @Argument(help: ArgumentHelp(en: "The incident's number.", zh: "事件编号。", value: "number")) var number: Int
    @Argument(help: ArgumentHelp(en: "What was found and done.", zh: "查明的情况与处理措施。", value: "text")) var resolution:
      String
    @OptionGroup var rehearsal: DryRunOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = ResolveIncident(number: number, resolution: resolution)
      console.show(try await client.submit(command, dryRun: rehearsal.dryRun)) { _ in [Text.recorded] }
      rehearsal.note(console)
    }
  }
}
