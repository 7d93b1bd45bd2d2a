import ArgumentParser
import Readiness
import Storage

struct AssessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "assess", LocalizedText(en: "Measure the AI quotient.", zh: "测量 AI 商。"),
    subcommands: [
      Take.self, Status.self, Import.self, Scores.self, Rescore.self, Compare.self, Appeal.self, Queue.self, Rate.self,
      Simulate.self,
    ])

  struct Import: ServerCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Take finished attempts from a table and score them.", zh: "从表格导入已完成的测评并评分。"),
      more: .columns(ImportResponses.columns, optional: ImportResponses.optionalColumns),
      examples: ["readiness assess import responses.csv --instrument aiq-core --taken-on 2026-03-02 --dry-run"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions
    @OptionGroup var instrument: InstrumentOption

    @Option(help: ArgumentHelp(en: "The form that was taken; otherwise the first.", zh: "所用试卷；默认为第一份。", value: "code"))
    var form: String?

    @Option(help: ArgumentHelp(en: "The day the test was taken; otherwise today.", zh: "测评日期；默认为今天。", value: "date"))
    var takenOn: Day?

    func run(_ client: APIClient, _ console: Console) async throws {
      let progress = ProgressBar(console)
      let sheet = try TableFile(file.file, sheetName: file.sheet).read(progress)
      let command = ImportResponses(
        instrument: instrument.instrument, form: form, sheet: sheet, takenOn: takenOn)
      let result = try await client.submit(command, dryRun: file.dryRun, progress: progress)
      console.show(result, lines: Text.scored)
      if file.dryRun { console.note(Text.dryRun) }
    }
  }

  struct Scores: ServerCommand {
    static let configuration = CommandConfiguration(
      "scores", LocalizedText(en: "Show scores: yours, your team's, or everyone's.", zh: "显示成绩：本人、团队或全员。"),
      examples: [
        "readiness assess scores", "readiness assess scores --person E007 --as-of 2026-06-30",
        "readiness assess scores --flags",
      ], aliases: ["score"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "External ID; shows the six domains too.", zh: "外部编号；同时显示六个领域。", value: "id"))
    var person: String?

    @OptionGroup var moment: AsOfOption

    @Flag(
      help: ArgumentHelp(
        en: "Show what speaks against taking answers at face value; for those who run assessments.",
        zh: "显示对作答真实性存疑的标记；供测评负责人使用。"))
    var flags = false

    func run(_ client: APIClient, _ console: Console) async throws {
      let scores = try await client.get(
        "/v1/scores", query: ["person": person, "as-of": moment.asOf], as: [ListScores.Entry].self)
      let hasSelfReport = scores.value.contains { $0.selfReported != nil }
      console.show(
        scores, columns: columns + (hasSelfReport ? selfReport : []) + (flags ? [flagged] : []))
      for remark in scores.value.flatMap({ $0.remarks ?? [] }) { console.note(remark) }
    }

    private var columns: [Column<ListScores.Entry>] {
      [
        Column(Text.person) { $0.person }, Column(Text.name) { $0.name },
        Column(Text.domain) { score, language in Text.domain(score.domain)[language] },
        Column(Text.level) { score, language in "\(score.level) \(score.level.name[language])" },
        Column(Text.quotient, .trailing) { Text.points($0.quotient, error: $0.standardError) },
        Column(Text.normScore, .trailing) { Text.standing($0.norm) },
        Column(Text.provisional) { Text.truth($0.provisional)[$1] },
        Column(Text.scoredOn) { $0.scoredOn.description }, Column(Text.validUntil) { $0.validUntil.description },
      ]
    }

    private var selfReport: [Column<ListScores.Entry>] {
      [
        Column(Text.selfReported, .trailing) { Text.points($0.selfReported) },
        Column(Text.difference, .trailing) { score in
          Text.signed(score.selfReported.flatMap { said in score.quotient.map { said - $0 } })
        },
      ]
    }

    private var flagged: Column<ListScores.Entry> {
      Column(Text.flags) { score, language in
        (score.flags ?? []).map { $0.name[language] }.joined(separator: Text.listSeparator[language])
      }
    }
  }
}

struct InstrumentOption: ParsableArguments {
  @Option(help: ArgumentHelp(en: "The instrument's code.", zh: "测评工具编码。", value: "code"))
  var instrument = InstrumentOption.standard

  static let standard = "aiq-core"
}
