import ArgumentParser
import Readiness

/// What every command takes.
struct OutputOptions: ParsableArguments {
  @Flag(help: ArgumentHelp(en: "Write the answer as JSON.", zh: "以 JSON 格式输出结果。"))
  var json = false

  @Option(
    name: [.long, .customLong("lang")],
    help: ArgumentHelp(
      en: "Language of tables and messages: en or zh. Otherwise LC_ALL or LANG decides.",
      zh: "表格和消息的语言：en 或 zh。默认由 LC_ALL 或 LANG 决定。"))
  var language: Language?

  var console: Console { Console(language: language ?? .spoken, isJSON: json) }
}

/// What every command takes that talks to a server.
struct ServerOptions: ParsableArguments {
  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp(
      en: "The server's address. Otherwise READINESS_SERVER, or where you are signed in.",
      zh: "服务器地址。默认取 READINESS_SERVER 或当前登录的服务器。", value: "url"))
  var server: String?

  @Option(
    help: ArgumentHelp(
      en: "File that holds a token. Otherwise READINESS_TOKEN, READINESS_TOKEN_FILE, or your sign-in.",
      zh: "存有令牌的文件。默认取 READINESS_TOKEN、READINESS_TOKEN_FILE 或当前登录。", value: "file"))
  var tokenFile: String?
}

/// A command that talks to a server as whoever is signed in.
protocol ServerCommand: AsyncParsableCommand {
  var options: ServerOptions { get }

  func run(_ client: APIClient, _ console: Console) async throws
}

extension ServerCommand {
  mutating func run() async throws {
    let console = options.output.console
    let access = try ServerAccess.resolve(server: options.server, tokenFile: options.tokenFile)
    try await run(APIClient(access, console: console), console)
  }
}
