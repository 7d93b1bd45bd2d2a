import ArgumentParser
import Readiness

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "rules", LocalizedText(en: "The rules that boundaries are proposed by.", zh: "提出人机边界建议所依据的规则。"),
    subcommands: [Publish.self])

  struct Publish: ServerCommand {
    static let configuration = CommandConfiguration(
      "publish", LocalizedText(en: "Publish a rule file as the next version.", zh: "将规则文件发布为新版本。"),
      examples: [
        "readiness rules publish boundary-rules.yaml --dry-run", "readiness rules publish boundary-rules.yaml",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var source: PublishOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = PublishRuleSet(ruleSet: try InputFile.decode(BoundaryRuleSet.self, from: source.file))
      let published = try await client.submit(command, dryRun: source.dryRun)
      console.show(published) { [Text.published(command.ruleSet.name, version: $0.version)] }
      if source.dryRun { console.note(Text.dryRun) }
    }
  }
}

/// What every publication takes.
struct PublishOptions: ParsableArguments {
  @Argument(help: ArgumentHelp(en: "A YAML or JSON file.", zh: "YAML 或 JSON 文件。"))
  var file: String

  @Flag(help: ArgumentHelp(en: "Only check it.", zh: "仅检查。"))
  var dryRun = false
}
