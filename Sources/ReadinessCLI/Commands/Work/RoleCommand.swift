import ArgumentParser
import Readiness
import Storage

struct RoleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "role", LocalizedText(en: "The roles of the organisation.", zh: "组织的岗位。"),
    subcommands: [
      List.self, Search.self, Show.self, Create.self, Rebalance.self, Import.self, Export.self,
    ])

  private static let columns: [Column<ListRoles.Entry>] = [
    Column(Text.code) { $0.code }, Column(Text.name) { $0.name[$1] }, Column(Text.family) { $0.family },
    Column(Text.source) { $0.source.rawValue }, Column(Text.tasks, .trailing) { String($0.tasks) },
    Column(Text.required) { $0.requiredLevel?.description ?? "" },
  ]

  /// With the lines that must stand below the names of those roles.
  private static func show(_ roles: Answer<[ListRoles.Entry]>, _ client: APIClient, _ console: Console) async throws {
    console.show(roles, columns: columns)
    guard !console.isJSON, roles.value.contains(where: { RoleSource.attributed.contains($0.source) }) else { return }
    for (_, line) in try await client.attributions(console).sorted(by: { $0.value < $1.value }) {
      console.print("\n\(line)")
    }
  }

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the roles.", zh: "列出岗位。"),
      examples: ["readiness role list", "readiness role list --as-of 2026-01-31 --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      try await RoleCommand.show(
        try await client.get("/v1/roles", query: ["as-of": moment.asOf]), client, console)
    }
  }

  struct Search: ServerCommand {
    static let configuration = CommandConfiguration(
      "search", LocalizedText(en: "Find roles by words.", zh: "按关键词查找岗位。"),
      more: LocalizedText(
        en:
          "All words must stand in the code, a name, the family, the occupation's title or a task; parts of words count.",
        zh: "编码、名称、岗位族、职业名称或任务中须包含全部关键词，也可只写词的一部分。"),
      examples: ["readiness role search recruit", "readiness role search 招聘"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption
    @OptionGroup var search: SearchOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      try await RoleCommand.show(
        try await client.get(
          "/v1/roles", query: ["search": search.text, "as-of": moment.asOf, "limit": search.limit]), client, console)
    }
  }

  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show one role: what it requires, and its tasks.", zh: "显示岗位的要求及任务。"),
      examples: ["readiness role show HRBP", "readiness role show HRBP --as-of 2026-01-31"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption

    @Argument(help: ArgumentHelp(en: "The role's code.", zh: "岗位编码。"))
    var code: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let role = try await client.get(
        "/v1/roles/\(escapedForURL(code))", query: ["as-of": moment.asOf], as: FindRole.Answer.self)
      guard !console.isJSON else { return console.print(json: role.json) }
      console.print("\(role.value.code)  \(role.value.name[console.language])".printable)
      for line in Text.requirements(role.value.required) { console.print(line[console.language]) }
      console.print(rows: role.value.tasks, columns: TaskCommand.columns)
      console.print(
        Text.roleTime(RoleTime(tasks: role.value.tasks.count, timeShare: role.value.timeShare))[console.language])
      console.print(attributions: role.value.attributions)
    }
  }
}
