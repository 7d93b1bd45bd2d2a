import ArgumentParser
import Readiness
import Storage

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "rules", LocalizedText(en: "The rules that boundaries are proposed by.", zh: "提出人机边界建议所依据的规则。"),
    subcommands: [Check.self, Publish.self])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      "check", LocalizedText(en: "Check a rule file, without a server.", zh: "检查规则文件，无需服务器。"),
      more: LocalizedText(
        en:
          "Everything that is wrong is told with its line: what cannot be read, and rules that contradict each other.",
        zh: "逐行指出所有问题：无法识别的内容，以及相互矛盾的规则。"),
      examples: ["readiness rules check boundary-rules.yaml"])

    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp(en: "A YAML or JSON file.", zh: "YAML 或 JSON 文件。"))
    var file: String

    struct Report: Encodable {
      var code: String
      var version: Int
      var isSound: Bool
    }

    func run() async throws {
      let rules = try RuleFile(file).ruleSet()
      try output.console.show(Report(code: rules.code, version: rules.version, isSound: true)) { _ in
        [Text.soundRules(rules.name, version: rules.version)]
      }
    }
  }

  struct Publish: ServerCommand {
    static let configuration = CommandConfiguration(
      "publish", LocalizedText(en: "Publish a rule file as the next version.", zh: "将规则文件发布为新版本。"),
      examples: [
        "readiness rules publish boundary-rules.yaml --dry-run", "readiness rules publish boundary-rules.yaml",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var source: PublishOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = PublishRuleSet(ruleSet: try RuleFile(source.file).ruleSet())
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
