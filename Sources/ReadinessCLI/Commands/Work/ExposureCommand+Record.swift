public import ArgumentParser
public import Readiness
import Storage

extension ExposureCommand {
  struct Record: ServerCommand {
    static let configuration = CommandConfiguration(
      "record", LocalizedText(en: "Record one label of a task.", zh: "为任务记录一条标注。"),
      examples: [
        "readiness exposure record HRBP-02 --source human --exposure E1 --automation T2 --note \"Panel of March\"",
        "readiness exposure record HRBP-02 --source model --labeller house-model-3 --exposure E2",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var rehearsal: DryRunOption

    @Argument(help: ArgumentHelp(en: "The task's code.", zh: "任务编码。"))
    var task: String

    @Option(help: ArgumentHelp(en: "human, survey or model.", zh: "human（人工）、survey（调查）或 model（模型）。"))
    var source: ExposureLabel.Source

    @Option(help: ArgumentHelp(en: "Who or what says so; otherwise you.", zh: "标注者；默认为您本人。", value: "name"))
    var labeller: String?

    @Option(help: ArgumentHelp(en: "Exposure to language models, E0 to E2.", zh: "大模型暴露度，E0 至 E2。"))
    var exposure: Exposure?

    @Option(help: ArgumentHelp(en: "Automation potential, T0 to T4.", zh: "自动化潜力，T0 至 T4。"))
    var automation: AutomationPotential?

    @Option(
      name: .customLong("on"),
      help: ArgumentHelp(en: "The day of the label; otherwise today.", zh: "标注日期；默认为今天。", value: "date"))
    var day: Day?

    @Option(help: ArgumentHelp(en: "Why, in up to 1000 characters.", zh: "理由，最多 1000 个字符。"))
    var note: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let result = try await client.submit(
        RecordExposure(
          task: task, source: source, labeller: labeller, exposure: exposure, automation: automation, labelledOn: day,
          note: note), dryRun: rehearsal.dryRun)
      console.show(result) { [Text.labelled($0)] }
      rehearsal.note(console)
    }
  }

  struct Import: TableImportCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Record labels from a table.", zh: "从表格导入标注。"),
      more: .columns(ExposureRecord.columns, optional: ExposureRecord.optionalColumns),
      examples: ["readiness exposure import labels.csv --dry-run"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions

    func command(_ sheet: Sheet) -> ImportExposure { ImportExposure(sheet: sheet) }
  }

  struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
      "export", LocalizedText(en: "Write all labels to a file.", zh: "将全部标注导出为文件。"), more: Text.roundTrip,
      examples: ["readiness exposure export labels.xlsx"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption
    @OptionGroup var file: TableExportOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      var entries: [ListExposure.Entry] = []
      var page: [ListExposure.Entry] = []
      repeat {
        page =
          try await client.get(
            "/v1/exposure",
            query: ["filter": "labelled", "as-of": moment.asOf, "after": page.last?.task, "limit": 5_000],
            as: ListExposure.Answer.self
          ).value.entries
        entries += page
      } while page.count == 5_000
      try file.write(Sheet(exposure: entries), titled: "Labels", console)
    }
  }
}

extension ExposureLabel.Source: ExpressibleByArgument {}
