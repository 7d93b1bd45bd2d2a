public import ArgumentParser
import Readiness
public import Storage

struct ExposureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "exposure",
    LocalizedText(en: "What people and models hold a task's exposure to AI to be.", zh: "人工、调查和模型对任务 AI 暴露度的标注。"),
    subcommands: [List.self, Show.self, Record.self, Import.self, Export.self])

  static let labels: [Column<ExposureLabel>] = [
    Column(Text.source) { $0.source.name[$1] }, Column(Text.labeller) { $0.labeller },
    Column(Text.labelledOn) { $0.labelledOn.description },
    Column(Text.exposure) { $0.exposure?.description ?? "" },
    Column(Text.automation) { $0.automation?.description ?? "" }, Column(Text.label) { $0.note },
  ]

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list",
      LocalizedText(
        en: "List tasks with their labels, and how far people and models agree.", zh: "列出任务的标注及人工与模型的一致程度。"),
      more: LocalizedText(
        en:
          "A task counts as the newest human label says; without one, as the newest survey's; else as the newest model's.",
        zh: "任务取最新的人工标注；没有时取最新的调查结果；再没有则取最新的模型标注。"),
      examples: ["readiness exposure list --filter disagreeing", "readiness exposure list --role HRBP --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption

    @Option(
      help: ArgumentHelp(
        en: "all, labelled, unlabelled or disagreeing.",
        zh: "all（全部）、labelled（已标注）、unlabelled（未标注）或 disagreeing（有分歧）。"))
    var filter = ListExposure.Filter.all

    @Option(help: ArgumentHelp(en: "Only of this role.", zh: "仅该岗位。", value: "code"))
    var role: String?

    @Option(help: ArgumentHelp(en: "The task after which the page begins.", zh: "从此任务之后开始。", value: "code"))
    var after: String?

    @Option(help: ArgumentHelp(en: "How many, up to 5000.", zh: "数量，最多 5000。"))
    var limit = 500

    func run(_ client: APIClient, _ console: Console) async throws {
      let found = try await client.get(
        "/v1/exposure",
        query: [
          "filter": filter.rawValue, "role": role, "as-of": moment.asOf, "after": after, "limit": limit,
        ], as: ListExposure.Answer.self)
      guard !console.isJSON else { return console.print(json: found.json) }
      console.print(
        rows: found.value.entries,
        columns: [
          Column(Text.code) { $0.task }, Column(Text.name) { $0.name[$1] },
          Column(Text.exposure) { $0.exposure?.description ?? "" },
          Column(Text.automation) { $0.automation?.description ?? "" },
          Column(Text.labels, .trailing) { String($0.labels.count) },
          Column(Text.disagree) { $0.labelsDisagree.map { Text.truth($0) }?[$1] ?? "" },
        ])
      for (name, agreement) in [
        (Text.exposure, found.value.exposureAgreement), (Text.automation, found.value.automationAgreement),
      ] {
        console.print(Text.agreement(name, agreement)[console.language])
      }
      console.print(attributions: found.value.attributions)
    }
  }

  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show every label of a task.", zh: "显示任务的全部标注。"),
      examples: ["readiness exposure show HRBP-02", "readiness exposure show HRBP-02 --as-of 2026-01-31"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption

    @Argument(help: ArgumentHelp(en: "The task's code.", zh: "任务编码。"))
    var task: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let found = try await client.get(
        "/v1/exposure", query: ["task": task, "as-of": moment.asOf], as: ListExposure.Answer.self)
      guard !console.isJSON else { return console.print(json: found.json) }
      for entry in found.value.entries {
        console.print("\(entry.task)  \(entry.name[console.language])".printable)
        console.print(rows: entry.labels, columns: ExposureCommand.labels)
        let result = RecordExposure.Result(
          exposure: entry.exposure, automation: entry.automation, labelsDisagree: entry.labelsDisagree)
        console.print(Text.labelled(result)[console.language])
      }
      console.print(attributions: found.value.attributions)
    }
  }
}

extension ListExposure.Filter: ExpressibleByArgument {}
