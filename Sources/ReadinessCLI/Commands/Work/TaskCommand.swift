import ArgumentParser
import Readiness
import Storage

struct TaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "task", LocalizedText(en: "The tasks of the roles.", zh: "岗位的任务。"),
    subcommands: [
      List.self, Search.self, Show.self, Create.self, Add.self, Drop.self, Merge.self, Import.self, Export.self,
    ])

  static let columns: [Column<ListTasks.Entry>] = [
    Column(Text.code) { $0.code }, Column(Text.role) { $0.role }, Column(Text.name) { $0.name[$1] },
    Column(Text.importance, .trailing) { String($0.importance) },
    Column(Text.timeShare, .trailing) { "\(($0.timeShare * 1_000).rounded() / 10) %" },
    Column(Text.exposure) { $0.exposure?.description ?? "" },
    Column(Text.automation) { $0.automation?.description ?? "" },
    Column(Text.dataClass) { $0.dataClass.rawValue }, Column(Text.aiSystem) { $0.aiSystem ?? "" },
  ]

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the tasks of a role, or of all.", zh: "列出某岗位或全部岗位的任务。"),
      examples: ["readiness task list --role HRBP", "readiness task list --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption

    @Option(help: ArgumentHelp(en: "Only of this role.", zh: "仅该岗位。", value: "code"))
    var role: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let tasks = try await client.get(
        "/v1/tasks", query: ["role": role, "as-of": moment.asOf], as: [ListTasks.Entry].self)
      try await TaskCommand.show(tasks, client, console, role: role)
    }
  }

  struct Search: ServerCommand {
    static let configuration = CommandConfiguration(
      "search", LocalizedText(en: "Find tasks by words.", zh: "按关键词查找任务。"),
      more: LocalizedText(
        en: "All words must stand in the code or a name; parts of words count.", zh: "编码或名称中须包含全部关键词，也可只写词的一部分。"),
      examples: ["readiness task search \"job profile\"", "readiness task search 岗位说明书 --role HRBP"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption
    @OptionGroup var search: SearchOptions

    @Option(help: ArgumentHelp(en: "Only of this role.", zh: "仅该岗位。", value: "code"))
    var role: String?

    func run(_ client: APIClient, _ console: Console) async throws {
      let tasks = try await client.get(
        "/v1/tasks",
        query: ["search": search.text, "role": role, "as-of": moment.asOf, "limit": search.limit],
        as: [ListTasks.Entry].self)
      try await TaskCommand.show(tasks, client, console, role: role)
    }
  }

  /// With the lines that must stand below the names of those tasks.
  private static func show(
    _ tasks: Answer<[ListTasks.Entry]>, _ client: APIClient, _ console: Console, role: String?
  ) async throws {
    console.show(tasks, columns: columns)
    guard !console.isJSON, tasks.value.contains(where: { RoleSource.attributed.contains($0.source) }) else { return }
    for (_, line) in try await client.attributions(console, role: role).sorted(by: { $0.value < $1.value }) {
      console.print("\n\(line)")
    }
  }
}
