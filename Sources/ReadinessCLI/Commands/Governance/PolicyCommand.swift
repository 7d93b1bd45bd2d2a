import ArgumentParser
import Readiness
import Storage

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "policy", LocalizedText(en: "What staff may do with AI: policies and who has read them.", zh: "AI 使用政策及其确认情况。"),
    subcommands: [Publish.self, List.self, Show.self, Acknowledge.self, Status.self])

  struct Publish: ServerCommand {
    static let configuration = CommandConfiguration(
      "publish", LocalizedText(en: "Publish a policy as the next version of its code.", zh: "将政策发布为该编码的新版本。"),
      more: LocalizedText(
        en:
          "The file has `code`, `title` and `text`, each with `en` and `zh`, and `roles` where it is not for all. A version "
          + "that replaces another queues its roles' boundaries for review.",
        zh: "文件包含 `code`、`title` 和 `text`（各有 `en` 和 `zh`）；如非面向全体，还应有 `roles`。取代旧版的新版本会使相关岗位的边界进入审视。"),
      examples: [
        "readiness policy publish use-of-ai.yaml --dry-run",
        "readiness policy publish use-of-ai.yaml --effective 2026-08-01",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var source: PublishOptions
    @OptionGroup var moment: EffectiveOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let policy = try InputFile.decode(PolicyDocument.self, from: source.file)
      let command = PublishPolicy(policy: policy, effective: moment.effective)
      console.show(try await client.submit(command, dryRun: source.dryRun)) {
        [Text.published(policy.title, version: $0.version)]
      }
      if source.dryRun { console.note(Text.dryRun) }
    }
  }

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the policies in force.", zh: "列出现行政策。"),
      examples: ["readiness policy list", "readiness policy list --as-of 2026-03-31 --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/policies", query: ["as-of": moment.asOf], as: [PolicyEntry].self),
        columns: [
          Column(Text.code) { $0.code }, Column(Text.version) { "\($0.version)" }, Column(Text.title) { $0.title[$1] },
          Column(Text.from) { $0.effectiveFrom.description },
          Column(Text.role) { $0.roles.isEmpty ? Text.all[$1] : $0.roles.joined(separator: " ") },
          Column(Text.acknowledged) { Text.truth($0.acknowledged)[$1] },
        ])
    }
  }

  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show a policy's text.", zh: "显示政策正文。"),
      examples: ["readiness policy show use-of-ai", "readiness policy show use-of-ai --version 1 --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption
    @Argument(help: ArgumentHelp(en: "The policy's code.", zh: "政策编码。", value: "code")) var code: String

    @Option(help: ArgumentHelp(en: "A version; otherwise the one in force.", zh: "版本号；默认为现行版本。", value: "number"))
    var version: Int?

    func run(_ client: APIClient, _ console: Console) async throws {
      let policy = try await client.get(
        "/v1/policies/\(escapedForURL(code))", query: ["version": version, "as-of": moment.asOf], as: PolicyEntry.self)
      console.show(policy) { [Text.heading(of: $0), $0.text] }
    }
  }

  struct Acknowledge: ServerCommand {
    static let configuration = CommandConfiguration(
      "acknowledge", LocalizedText(en: "Say that you have read a policy.", zh: "确认您已阅读政策。"),
      examples: ["readiness policy acknowledge use-of-ai"])

    @OptionGroup var options: ServerOptions
    @Argument(help: ArgumentHelp(en: "The policy's code.", zh: "政策编码。", value: "code")) var code: String

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(try await client.submit(AcknowledgePolicy(policy: code))) { [Text.acknowledged(code, $0.version)] }
    }
  }

  struct Status: ServerCommand {
    static let configuration = CommandConfiguration(
      "status", LocalizedText(en: "Show who has not acknowledged a policy.", zh: "显示尚未确认政策的人员。"),
      more: LocalizedText(en: "A page of at most 5,000 people.", zh: "每页最多 5,000 人。"),
      examples: ["readiness policy status use-of-ai", "readiness policy status use-of-ai --after E0500 --json"])

    @OptionGroup var options: ServerOptions
    @Argument(help: ArgumentHelp(en: "The policy's code.", zh: "政策编码。", value: "code")) var code: String

    @Option(help: ArgumentHelp(en: "Only people after this external id.", zh: "仅此外部编号之后的人员。", value: "id"))
    var after: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let answer = try await client.get(
        "/v1/policies/\(escapedForURL(code))/status", query: ["after": after, "limit": 5_000],
        as: FindPolicyStatus.Answer.self)
      guard !console.isJSON else { return console.print(json: answer.json) }
      console.print(Text.status(of: answer.value)[console.language])
      guard let missing = answer.value.missing, !missing.isEmpty else { return }
      console.print(
        rows: missing,
        columns: [Column(Text.externalID) { $0.person }, Column(Text.name) { $0.name }, Column(Text.unit) { $0.unit }])
    }
  }
}
