import ArgumentParser
import Readiness
import Storage

struct ActivityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "activity", LocalizedText(en: "The catalogue of learning activities.", zh: "学习活动目录。"),
    subcommands: [List.self, Show.self, Import.self, Export.self, Retire.self])

  static let columns: [Column<ListActivities.Entry>] = [
    Column(Text.code) { $0.activity.code }, Column(Text.name) { $0.activity.name[$1] },
    Column(Text.activityKind) { $0.activity.kind.name[$1] },
    Column(Text.hours, .trailing) { Text.number($0.activity.hours) },
    Column(Text.cost, .trailing) { String($0.activity.cost) },
    Column(Text.seats, .trailing) { $0.activity.seats.map(String.init) ?? "" },
    Column(Text.lifts) { $0.activity.lifts.map(\.description).joined(separator: " ") },
    Column(Text.prerequisites) { $0.activity.prerequisites.joined(separator: " ") },
    Column(Text.retiredOn) { $0.retiredOn?.description ?? "" },
  ]

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the activities.", zh: "列出学习活动。"),
      examples: ["readiness activity list", "readiness activity list --filter all --json"])

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp(en: "offered, retired or all.", zh: "offered（在用）、retired（已停用）或 all（全部）。"))
    var filter = ListActivities.Filter.offered

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(try await client.activities(filter), columns: ActivityCommand.columns)
    }
  }

  struct Retire: ServerCommand {
    static let configuration = CommandConfiguration(
      "retire", LocalizedText(en: "Take an activity out of the catalogue.", zh: "停用一项学习活动。"),
      more: LocalizedText(
        en: "Plans that have it keep it. Importing it again offers it again.", zh: "已包含该活动的计划不受影响。重新导入即可恢复。"),
      examples: ["readiness activity retire PROMPT-LAB --dry-run"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var rehearsal: DryRunOption

    @Argument(help: ArgumentHelp(en: "The activity's code.", zh: "活动编码。"))
    var code: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let done = try await client.submit(RetireActivity(code: code), dryRun: rehearsal.dryRun)
      console.show(done) { _ in [Text.retired(code)] }
      rehearsal.note(console)
    }
  }
}

extension APIClient {
  func activities(_ filter: ListActivities.Filter) async throws -> Answer<[ListActivities.Entry]> {
    try await get("/v1/activities", query: ["filter": filter.rawValue])
  }
}
