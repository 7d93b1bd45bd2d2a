import ArgumentParser
import Readiness
import Storage

struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "token", LocalizedText(en: "Tokens for scripts and timers.", zh: "供脚本和定时任务使用的令牌。"),
    subcommands: [Create.self, List.self, Revoke.self])

  struct Create: ServerCommand {
    static let configuration = CommandConfiguration(
      "create", LocalizedText(en: "Make a token.", zh: "创建令牌。"),
      more: LocalizedText(
        en: "It is shown this once, and goes to standard output alone.", zh: "令牌仅显示这一次，且只写到标准输出。"),
      examples: [
        "readiness token create --label nightly-import --days 90 > token",
        "readiness token create --label reports --email reports@example.com",
      ])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "What the list of tokens calls it.", zh: "令牌在列表中的名称。"))
    var label: String

    @Option(help: ArgumentHelp(en: "How long it is in force, 1 to 366 days.", zh: "有效天数，1 到 366。"))
    var days = 90

    @Option(help: ArgumentHelp(en: "Whose; otherwise yours. Owners only.", zh: "令牌所属账户；默认为本人。仅限所有者。"))
    var email: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let token = try await client.submit(IssueToken(email: email, label: label, days: days))
      if !console.isJSON { console.note(Text.tokenIssued(token.value)) }
      console.show(token) { [LocalizedText(en: $0.token, zh: $0.token)] }
    }
  }

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the tokens in force.", zh: "列出有效的令牌。"),
      examples: ["readiness token list", "readiness token list --json"])

    @OptionGroup var options: ServerOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/tokens", as: [ListTokens.Entry].self),
        columns: [
          Column(Text.identity) { $0.id.description }, Column(Text.account) { $0.account },
          Column(Text.label) { $0.label }, Column(Text.created) { Text.instant($0.createdAt) },
          Column(Text.expires) { Text.instant($0.expiresAt) },
        ])
    }
  }

  struct Revoke: ServerCommand {
    static let configuration = CommandConfiguration(
      "revoke", LocalizedText(en: "End a token at once.", zh: "立即吊销令牌。"),
      examples: ["readiness token revoke 0197a3c2-5d1e-7c4b-9a51-3f6f0c2d8e10"])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The token's ID, as `token list` shows it.", zh: "令牌编号（见 token list）。"))
    var id: TokenID

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(try await client.submit(RevokeToken(id: id))) { _ in [Text.tokenRevoked] }
    }
  }
}
