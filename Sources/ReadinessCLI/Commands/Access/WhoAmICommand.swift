import ArgumentParser
import Readiness
import Storage

struct WhoAmICommand: ServerCommand {
  static let configuration = CommandConfiguration(
    "whoami", LocalizedText(en: "Tell who is signed in, and as what.", zh: "显示当前登录的账户及其角色。"),
    examples: ["readiness whoami", "readiness whoami --json"])

  @OptionGroup var options: ServerOptions

  func run(_ client: APIClient, _ console: Console) async throws {
    console.show(try await client.get("/v1/whoami", as: WhoAmI.Answer.self), lines: Text.caller)
  }
}
