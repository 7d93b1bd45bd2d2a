import ArgumentParser
import Readiness
import Storage

struct AccountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "account", LocalizedText(en: "Who may use the product, and as what.", zh: "管理账户及其角色。"),
    subcommands: [Bootstrap.self, Create.self, List.self, Invite.self, Grant.self, Disable.self])

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the accounts.", zh: "列出账户。"),
      examples: ["readiness account list", "readiness account list --json"])

    @OptionGroup var options: ServerOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/accounts", as: [ListAccounts.Entry].self),
        columns: [
          Column(Text.email) { $0.email }, Column(Text.name) { $0.name },
          Column(Text.role) { $0.role?.name[$1] ?? "" }, Column(Text.person) { $0.person ?? "" },
          Column(Text.disabled) { $0.disabled ? Text.yes[$1] : "" },
        ])
    }
  }
}
