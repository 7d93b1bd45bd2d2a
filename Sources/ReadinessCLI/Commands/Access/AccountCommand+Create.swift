import ArgumentParser
import Readiness

extension AccountCommand {
  struct Create: ServerCommand {
    static let configuration = CommandConfiguration(
      "create", LocalizedText(en: "Make an account.", zh: "创建账户。"),
      more: LocalizedText(
        en: "Its holder signs in with a code: readiness account invite EMAIL",
        zh: "账户持有人使用登录码登录：readiness account invite EMAIL"),
      examples: [
        "readiness account create li.na@example.com --name 李娜 --role hr_admin",
        "readiness account create sam@example.com --name \"Sam Reed\" --role manager --person E0042",
      ])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The holder's e-mail address.", zh: "持有人的邮箱。"))
    var email: String

    @Option(help: ArgumentHelp(en: "The holder's name.", zh: "持有人姓名。"))
    var name: String

    @Option(help: ArgumentHelp(en: "What the account may do.", zh: "账户角色。"))
    var role: AccountRole

    @Option(
      help: ArgumentHelp(
        en: "External ID of the person it belongs to; managers and employees need one.", zh: "所属人员的外部编号；经理和员工必填。",
        value: "id"))
    var person: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let created = try await client.submit(
        CreateAccount(email: email, displayName: name, role: role, person: person))
      console.show(created) { _ in [Text.accountCreated(email)] }
    }
  }

  struct Grant: ServerCommand {
    static let configuration = CommandConfiguration(
      "grant", LocalizedText(en: "Give an account another role.", zh: "更改账户角色。"),
      examples: ["readiness account grant li.na@example.com owner"])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The account's e-mail address.", zh: "账户邮箱。"))
    var email: String

    @Argument(help: ArgumentHelp(en: "What it may do from now on.", zh: "新的角色。"))
    var role: AccountRole

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(try await client.submit(GrantRole(email: email, role: role))) { _ in [Text.granted(role, to: email)]
      }
    }
  }

  struct Disable: ServerCommand {
    static let configuration = CommandConfiguration(
      "disable", LocalizedText(en: "End an account, with its tokens and codes.", zh: "停用账户及其令牌和登录码。"),
      examples: ["readiness account disable sam@example.com"])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The account's e-mail address.", zh: "账户邮箱。"))
    var email: String

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(try await client.submit(DisableAccount(email: email))) { _ in [Text.accountDisabled(email)] }
    }
  }
}
