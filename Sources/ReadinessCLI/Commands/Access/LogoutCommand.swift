import ArgumentParser
import Readiness
import Wire

struct LogoutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "logout",
    LocalizedText(en: "Sign out: end the sign-in at the server, and forget it.", zh: "退出登录：在服务器上注销并删除本地登录信息。"),
    examples: ["readiness logout"])

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let console = output.console
    guard let credentials = try Credentials.load() else { return console.note(Text.nobodySignedIn) }
    try Credentials.delete()
    let access = ServerAccess(server: credentials.server, token: credentials.token)
    do {
      let done = try await APIClient(access, console: console).submit(RevokeToken(id: credentials.tokenID))
      console.show(done) { _ in [Text.signedOut(credentials.account)] }
    } catch let problem as Problem where problem.status == Refusal.Kind.unauthenticated.status {
      // It had ended already, which is what was wanted.
      try console.show(Done()) { _ in [Text.signedOut(credentials.account)] }
    }
  }
}
