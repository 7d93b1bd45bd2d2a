public import ArgumentParser
import FoundationEssentials
public import Readiness
import Storage

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "report", LocalizedText(en: "Readiness reports, now and on a schedule.", zh: "就绪度报告：即时与定期。"),
    subcommands: [
      BriefCommand.self, BoundariesCommand.self, GapsCommand.self, Define.self, Schedule.self, List.self, Run.self,
    ])

  struct BriefCommand: ServerCommand {
    static let configuration = CommandConfiguration(
      "brief", LocalizedText(en: "Write the readiness brief.", zh: "生成就绪度简报。"),
      examples: [
        "readiness report brief --format html --lang zh --output brief.html",
        "readiness report brief --unit HR --as-of 2026-06-30 --format json",
      ])

    @OptionGroup var options: ServerOptions

    @Option(
      help: ArgumentHelp(en: "A unit's code; otherwise the whole organisation.", zh: "部门编码；默认为整个组织。", value: "code"))
    var unit: String?

    @OptionGroup var moment: AsOfOption

    @Option(help: ArgumentHelp(en: "html or json.", zh: "html 或 json。"))
    var format: ReportFormat?

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp(en: "The file; otherwise standard output.", zh: "输出文件；默认为标准输出。", value: "file"))
    var output: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let format = format ?? (console.isJSON ? .json : .html)
      let report = try await client.bytes(
        "/v1/reports/brief",
        query: ["unit": unit, "as-of": moment.asOf, "format": format.rawValue, "language": console.language.rawValue])
      guard let output else { return console.print(json: report) }
      try OutputFile.write(report, to: output)
      console.note(Text.written(output))
    }
  }

  struct Define: ServerCommand {
    static let configuration = CommandConfiguration(
      "define", LocalizedText(en: "Name a report, so that it can be scheduled.", zh: "命名一份报告，以便安排定期生成。"),
      examples: [
        "readiness report define board --format html --report-language zh",
        "readiness report define council --kind boundaries --unit HR",
      ])

    @OptionGroup var options: ServerOptions

    @Argument(
      help: ArgumentHelp(en: "The report's name in file names: letters, digits, hyphens.", zh: "报告名称（用于文件名）：字母、数字、连字符。")
    )
    var code: String

    @Option(
      help: ArgumentHelp(
        en: "brief, boundaries or gaps.", zh: "brief（简报）、boundaries（边界登记册）或 gaps（差距与培训）。"))
    var kind = ReportKind.brief

    @Option(
      help: ArgumentHelp(en: "A unit's code; otherwise the whole organisation.", zh: "部门编码；默认为整个组织。", value: "code"))
    var unit: String?

    @Option(help: ArgumentHelp(en: "html or json.", zh: "html 或 json。"))
    var format = ReportFormat.html

    @Option(help: ArgumentHelp(en: "en or zh.", zh: "en 或 zh。"))
    var reportLanguage = Language.en

    func run(_ client: APIClient, _ console: Console) async throws {
      let done = try await client.submit(
        DefineReport(code: code, kind: kind, unit: unit, format: format, language: reportLanguage))
      console.show(done) { _ in [Text.recorded] }
    }
  }

  struct Schedule: ServerCommand {
    static let configuration = CommandConfiguration(
      "schedule", LocalizedText(en: "Make a named report due at an interval.", zh: "安排报告定期生成。"),
      examples: [
        "readiness report schedule board --every month --time-zone Asia/Shanghai",
        "readiness report schedule board --end",
      ])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The report's name.", zh: "报告名称。"))
    var code: String

    @Option(
      help: ArgumentHelp(
        en: "day, week (Mondays), month or quarter (their first day).",
        zh: "day（每日）、week（每周一）、month（每月一日）或 quarter（每季首日）。"))
    var every: ReportInterval?

    @Flag(help: ArgumentHelp(en: "End its schedule.", zh: "结束定期安排。"))
    var end = false

    @Option(
      help: ArgumentHelp(
        en: "Like Europe/Berlin; decides when a day begins.", zh: "如 Asia/Shanghai；决定一天何时开始。", value: "zone"))
    var timeZone = "UTC"

    @Option(help: ArgumentHelp(en: "The first day it can be due; otherwise today.", zh: "最早到期日；默认为今天。", value: "date"))
    var startsOn: Day?

    func validate() throws {
      if (every == nil) != end { throw ValidationError(Text.everyOrEnd[.spoken]) }
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      let done = try await client.submit(
        ScheduleReport(code: code, every: every, timeZone: timeZone, startsOn: startsOn))
      console.show(done) { _ in [Text.recorded] }
    }
  }

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the named reports and their latest runs.", zh: "列出已命名的报告及其最近一次运行。"),
      examples: ["readiness report list --json"])

    @OptionGroup var options: ServerOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      let schedules = try await client.get("/v1/schedules", as: [ListSchedules.Entry].self)
      console.show(
        schedules,
        columns: [
          Column(Text.code) { $0.code }, Column(Text.reportKind) { $0.kind.rawValue },
          Column(Text.unit) { $0.unit ?? "" },
          Column(Text.format) { $0.format.rawValue },
          Column(Text.every) { $0.every?.rawValue ?? "–" }, Column(Text.timeZone) { $0.timeZone ?? "" },
          Column(Text.lastDue) { $0.lastDue?.description ?? "" },
          Column(Text.status) { run, language in
            run.lastStatus.map { Text.runStatus($0)[language] } ?? ""
          },
          Column(Text.file) { $0.lastTarget ?? "" },
        ])
    }
  }
}

extension ReportFormat: ExpressibleByArgument {}
extension ReportKind: ExpressibleByArgument {}
extension ReportInterval: ExpressibleByArgument {}
