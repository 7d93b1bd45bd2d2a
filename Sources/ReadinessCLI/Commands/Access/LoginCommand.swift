import ArgumentParser
import FoundationEssentials
import Readiness
import Storage

struct LoginCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "login", LocalizedText(en: "Sign in at a server with a sign-in code.", zh: "使用登录码登录服务器。"),
    more: LocalizedText(
      en:
        "The code is asked for, and not shown. Scripts give it by READINESS_LOGIN_CODE or on standard input. The sign-in "
        + "lasts 90 days and is kept where only you can read it.",
      zh: "系统会提示输入登录码，输入内容不显示。脚本可通过 READINESS_LOGIN_CODE 或标准输入提供。登录有效期 90 天，仅您本人可读取。"),
    examples: [
      "readiness login --server https://readiness.example.com", "readiness login --server http://127.0.0.1:8080 < code",
    ])

  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp(
      en: "The server's address. Otherwise READINESS_SERVER, or where you signed in last.",
      zh: "服务器地址。默认取 READINESS_SERVER 或上次登录的服务器。", value: "url"))
  var server: String?

  func run() async throws {
    let console = output.console
    let environment = ProcessInfo.processInfo.environment
    let address = try ServerAccess.address(server) ?? Credentials.load()?.server
    guard let address else { throw Failure(.failed, Text.serverExpected) }
    let code = environment["READINESS_LOGIN_CODE"] ?? SecretPrompt.read(Text.codePrompt, console)
    guard !code.isEmpty else { throw Failure(.notAllowed, Text.codeExpected) }
    let body = APIClient.SignIn(code: code, label: label(environment))
    let token = try await APIClient.signIn(body, at: address, console: console)
    let client = APIClient(ServerAccess(server: address, token: token.token), console: console)
    let caller = try await client.get("/v1/whoami", as: WhoAmI.Answer.self)
    try Credentials(
      server: address, account: caller.value.account, tokenID: token.id, token: token.token, expiresAt: token.expiresAt
    ).save()
    console.show(caller, lines: Text.caller)
  }

  /// What the sign-in is called in the list of tokens: who signed in, and where.
  private func label(_ environment: [String: String]) -> String {
    let user = environment["USER"] ?? environment["LOGNAME"] ?? "readiness"
    return "\(user)@\(ProcessInfo.processInfo.hostName)"
  }
}
