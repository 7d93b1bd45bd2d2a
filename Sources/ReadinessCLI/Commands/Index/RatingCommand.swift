public import ArgumentParser
public import Readiness
import Storage

struct RatingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "rating", LocalizedText(en: "Rate what the index cannot compute.", zh: "为指数无法计算的项目评分。"),
    subcommands: [List.self, Set.self, Import.self])

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the questions and how they are rated.", zh: "列出评分项及其评分。"),
      examples: ["readiness rating list", "readiness rating list --unit HR --as-of 2026-06-30"])

    @OptionGroup var options: ServerOptions

    @Option(
      help: ArgumentHelp(en: "A unit's code; otherwise the whole organisation.", zh: "部门编码；默认为整个组织。", value: "code"))
    var unit: String?

    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let ratings = try await client.get(
        "/v1/ratings", query: ["unit": unit, "as-of": moment.asOf], as: [ListRatings.Entry].self)
      console.show(
        ratings,
        columns: [
          Column(Text.dimension) { $0.dimension.name[$1] }, Column(Text.item) { $0.item },
          Column(Text.answer) { $0.rating?.answer.description ?? "–" },
          Column(Text.evidence) { $0.rating?.evidence.rawValue ?? "" },
          Column(Text.question) { $0.question[$1] },
        ])
    }
  }

  struct Set: ServerCommand {
    static let configuration = CommandConfiguration(
      "set", LocalizedText(en: "Rate one item.", zh: "为一个项目评分。"),
      examples: [
        "readiness rating set governance.rules_of_use --answer L3 --evidence verified --link https://intranet.example/ai-policy"
      ])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The item's code, as `rating list` shows it.", zh: "评分项编码（见 rating list）。"))
    var item: String

    @Option(help: ArgumentHelp(en: "L0 to L4, or not_applicable.", zh: "L0 至 L4，或 not_applicable（不适用）。"))
    var answer: RatingAnswer

    @Option(help: ArgumentHelp(en: "self, peer or verified.", zh: "self（自评）、peer（同行）或 verified（已核实）。"))
    var evidence: EvidenceStrength

    @Option(help: ArgumentHelp(en: "Where the evidence is.", zh: "证据所在位置。"))
    var link: String?

    @Option(
      help: ArgumentHelp(en: "A unit's code; otherwise the whole organisation.", zh: "部门编码；默认为整个组织。", value: "code"))
    var unit: String?

    @OptionGroup var moment: EffectiveOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let sheet = Sheet(
        header: RatingRecord.columns + RatingRecord.optionalColumns,
        rows: [.init(row: 1, cells: [item, answer.description, evidence.rawValue, unit ?? "", link ?? ""])])
      let counts = try await client.submit(SetRatings(sheet: sheet, effective: moment.effective))
      console.show(counts) { _ in [Text.recorded] }
    }
  }

  struct Import: TableImportCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Rate many items from a table.", zh: "从表格批量评分。"),
      more: .columns(RatingRecord.columns, optional: RatingRecord.optionalColumns),
      examples: ["readiness rating import ratings.csv --dry-run"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions
    @OptionGroup var moment: EffectiveOption

    func command(_ sheet: Sheet) -> SetRatings { SetRatings(sheet: sheet, effective: moment.effective) }
  }
}

extension RatingAnswer: ExpressibleByArgument {}
extension EvidenceStrength: ExpressibleByArgument {}
