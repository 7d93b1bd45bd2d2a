import ArgumentParser
import Readiness
import Storage

struct OccupationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "occupation", LocalizedText(en: "Published occupations, to build roles from.", zh: "公开发布的职业，可据此建立岗位。"),
    subcommands: [List.self, Search.self, Show.self, Import.self])

  private static let columns: [Column<ListOccupations.Entry>] = [
    Column(Text.source) { $0.source.rawValue }, Column(Text.code) { $0.code }, Column(Text.name) { $0.title },
    Column(Text.tasks, .trailing) { String($0.tasks) },
  ]

  private static func show(_ answer: Answer<ListOccupations.Answer>, _ console: Console) {
    guard !console.isJSON else { return console.print(json: answer.json) }
    console.print(rows: answer.value.occupations, columns: columns)
    console.print(attributions: answer.value.attributions.map(\.text))
  }

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the occupations, page by page.", zh: "分页列出职业。"),
      examples: ["readiness occupation list --source onet", "readiness occupation list --after 43-4051.00 --limit 500"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var origin: PublishedSourceOption

    @Option(help: ArgumentHelp(en: "The code after which the page begins.", zh: "从此编码之后开始。", value: "code"))
    var after: String?

    @Option(help: ArgumentHelp(en: "How many, up to 5000.", zh: "数量，最多 5000。"))
    var limit = 100

    func run(_ client: APIClient, _ console: Console) async throws {
      OccupationCommand.show(
        try await client.get(
          "/v1/occupations", query: ["source": origin.source?.rawValue, "after": after, "limit": limit]), console)
    }
  }

  struct Search: ServerCommand {
    static let configuration = CommandConfiguration(
      "search", LocalizedText(en: "Find occupations by words.", zh: "按关键词查找职业。"),
      more: LocalizedText(
        en: "All words must stand in the code, the title, the description or the tasks; parts of words count.",
        zh: "编码、名称、说明或任务中须包含全部关键词，也可只写词的一部分。"),
      examples: [
        "readiness occupation search \"customer service\"", "readiness occupation search payroll --source onet",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var origin: PublishedSourceOption
    @OptionGroup var search: SearchOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      OccupationCommand.show(
        try await client.get(
          "/v1/occupations",
          query: ["source": origin.source?.rawValue, "search": search.text, "limit": search.limit]), console)
    }
  }

  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show one occupation with its tasks.", zh: "显示职业及其任务。"),
      examples: ["readiness occupation show 43-4051.00"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var origin: PublishedSourceOption

    @Argument(help: ArgumentHelp(en: "The occupation's code.", zh: "职业编码。"))
    var code: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let found = try await client.get(
        "/v1/occupations/\(escapedForURL(code))", query: ["source": origin.source?.rawValue],
        as: FindOccupation.Answer.self)
      guard !console.isJSON else { return console.print(json: found.json) }
      console.print("\(found.value.code)  \(found.value.title)".printable)
      if !found.value.description.isEmpty { console.print(found.value.description.printable) }
      console.print(
        rows: found.value.tasks,
        columns: [
          Column(Text.code) { $0.code }, Column(Text.taskKind) { $0.kind.name[$1] },
          Column(Text.importance, .trailing) { $0.importance.map(Text.number) ?? "" },
          Column(Text.relevance, .trailing) { $0.relevance.map { "\(Text.number($0)) %" } ?? "" },
          Column(Text.frequency, .trailing) { $0.frequency.map(Text.number) ?? "" },
          Column(Text.name) { $0.statement },
        ])
      console.print(attributions: found.value.attributions.map(\.text))
    }
  }
}

struct PublishedSourceOption: ParsableArguments {
  @Option(help: ArgumentHelp(en: "Only of this source: onet or esco.", zh: "仅限此来源：onet 或 esco。"))
  var source: RoleSource?
}

struct SearchOptions: ParsableArguments {
  @Argument(help: ArgumentHelp(en: "Words, in quotation marks where there are several.", zh: "关键词；多个词请加引号。"))
  var text: String

  @Option(help: ArgumentHelp(en: "How many at most, up to 5000.", zh: "最多显示的数量，上限 5000。"))
  var limit = 50
}

extension Console {
  /// The lines that must stand where text of others was shown.
  func print(attributions: [LocalizedText]) {
    for text in attributions { print("\n\(text[language])") }
  }
}
