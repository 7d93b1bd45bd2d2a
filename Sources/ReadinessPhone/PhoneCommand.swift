import ArgumentParser
import Foundation
import Readiness
import SyncClient
import Wire

@main
struct PhoneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    "readiness-phone",
    LocalizedText(
      en: "A phone of Readiness in the terminal: your work with AI, your plan and your tests, also offline.",
      zh: "终端里的 Readiness 手机端：离线也能查看您的 AI 工作边界、学习计划和测评。"),
    examples: [
      "readiness-phone enrol 'https://readiness.example.com/enrol#rde_AZx…'", "readiness-phone sync",
      "readiness-phone me", "readiness-phone test take spring-2026",
    ],
    subcommands: [
      EnrolCommand.self, StatusCommand.self, SyncCommand.self, MeCommand.self, PlanCommand.self, TickCommand.self,
      ConsultCommand.self, AcknowledgeCommand.self, TestCommand.self, OutboxCommand.self, WipeCommand.self,
    ])

  /// Exit codes: `ExitStatus`, and 64 for a command line that cannot be understood.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      guard let failure = Failure(error) else { exit(withError: error) }
      Console.write("\(Text.error[.spoken])\(failure.message[.spoken])", to: .standardError)
      exit(withError: ExitCode(failure.status.rawValue))
    }
  }
}

/// What every command takes.
struct PhoneOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      en: "Folder of the phone's data. (default: readiness-phone in $XDG_DATA_HOME)",
      zh: "手机端数据所在的文件夹。（默认：$XDG_DATA_HOME 下的 readiness-phone）", value: "folder"))
  var folder: String?

  @Option(help: ArgumentHelp(en: "Language: en or zh.", zh: "语言：en 或 zh。", value: "language"))
  var language: Language?

  @Flag(help: ArgumentHelp(en: "Answer in JSON.", zh: "以 JSON 输出。"))
  var json = false

  var console: Console { Console(language: language ?? .spoken, isJSON: json) }

  func phone() throws -> Phone { try Phone(folder: PhoneFolder(given: folder), language: language ?? .spoken) }
}
