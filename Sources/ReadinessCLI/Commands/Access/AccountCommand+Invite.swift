import ArgumentParser
import FoundationEssentials
import Logging
import Readiness
import Storage
import Wire

extension AccountCommand {
  struct Invite: AsyncParsableCommand, Sendable {
    static let configuration = CommandConfiguration(
      "invite", LocalizedText(en: "Make a sign-in code for an account.", zh: "为账户生成登录码。"),
      more: LocalizedText(
        en:
          "The code is used once, within a week, and goes to standard output alone. At the server's host, --on-host makes "
          + "one without a sign-in: for whoever has locked themselves out.",
        zh: "登录码一周内有效，仅可使用一次，且只写到标准输出。在服务器所在主机上，可用 --on-host 在未登录时生成，供无法登录者使用。"),
      examples: [
        "readiness account invite li.na@example.com", "sudo readiness account invite li.na@example.com --on-host",
      ])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The account's e-mail address.", zh: "账户邮箱。"))
    var email: String

    @Flag(help: ArgumentHelp(en: "Work on the database at this host.", zh: "直接操作本机上的数据库。"))
    var onHost = false

    mutating func run() async throws {
      let command = self
      let console = options.output.console
      guard onHost else {
        let access = try ServerAccess.resolve(server: options.server, tokenFile: options.tokenFile)
        return try console.show(
          await APIClient(access, console: console).submit(IssueSignInCode(email: email)), for: email)
      }
      try await untilInterrupted {
        try await HostDatabase.open(logger: .readiness()) { host in
          console.show(try await host.issueSignInCode(for: command.email), for: command.email)
        }
      }
    }
  }
}

extension Console {
  /// The code alone on standard output, so that it can be handed on; the rest is a note.
  func show(_ code: Answer<IssueSignInCode.Result>, for email: String) {
    if !isJSON { note(Text.codeIssued(for: email, until: code.value.expiresAt)) }
    show(code) { [LocalizedText(en: $0.code, zh: $0.code)] }
  }
}

extension HostDatabase {
  /// Makes a code for the account with this address, whichever organisation it is in.
  fileprivate func issueSignInCode(for email: String) async throws -> Answer<IssueSignInCode.Result> {
    try await migrator.requireCurrent(owner)
    let organisations = try await HostQueries.organisations(owner).map(\.id)
    return try await withStore(logger: .readiness()) { store in
      var refusal = Refusal.notFound(LocalizedText(en: "account", zh: "账户"), email, field: "email")
      for organisation in organisations {
        do {
          let code = try await store.execute(
            IssueSignInCode(email: email), by: .operatorOf(organisation), now: Date())
          return Answer(value: code, json: [UInt8](try JSONEncoder.wire.encode(code)))
        } catch let other as Refusal {
          refusal = other
        }
      }
      throw refusal
    }
  }
}
