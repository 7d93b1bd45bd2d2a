import ArgumentParser
import Foundation
import Readiness
import SyncClient
import Wire

struct OutboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "outbox",
    LocalizedText(en: "What waits to be sent, and what came to nothing and why.", zh: "待发送的内容，以及失败的内容和原因。"),
    examples: ["readiness-phone outbox", "readiness-phone outbox --dismiss 7", "readiness-phone outbox --retry 7"])

  @Option(help: ArgumentHelp(en: "Forget what came to nothing.", zh: "忽略失败的命令。", value: "number"))
  var dismiss: Int64?

  @Option(
    help: ArgumentHelp(en: "Send it once more, with the next synchronisation.", zh: "下次同步时重新发送。", value: "number"))
  var retry: Int64?

  @OptionGroup var options: PhoneOptions

  func run() throws {
    let client = try options.phone().client
    let language = options.console.language
    if let dismiss, try !client.dismiss(dismiss) {
      throw Failure(.failed, Text.missing(Text.failedCommand, "\(dismiss)"))
    }
    if let retry, try !client.retry(retry) { throw Failure(.failed, Text.missing(Text.failedCommand, "\(retry)")) }
    try options.console.show(try client.commands().map(OutboxLine.init)) { lines in
      lines.isEmpty ? [Text.nothing[language]] : lines.map { $0.line(in: language) }
    }
  }
}

/// A command on its way, or come to nothing, as it is told.
struct OutboxLine: Encodable {
  var id: Int64
  var name: String
  var state: MutationState
  var madeAt: Date
  var code: String?
  var reason: String?

  init(_ command: PendingCommand) {
    id = command.id
    name = command.name
    state = command.state
    madeAt = command.madeAt
    code = command.problem?.code
    reason = command.problem?.detail
  }

  func line(in language: Language) -> String {
    (["\(id)", name, Text.state(state)[language]] + [reason].compactMap { $0 }).joined(separator: "  ")
  }
}
