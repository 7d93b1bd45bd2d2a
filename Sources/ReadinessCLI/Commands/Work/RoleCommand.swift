import ArgumentParser
import Readiness
import Storage

struct RoleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "role", LocalizedText(en: "The roles of the organisation.", zh: "组织的岗位。"),
    subcommands: [List.self, Show.self, Create.self, Import.self])

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the roles.", zh: "列出岗位。"),
      examples: ["readiness role list", "readiness role list --as-of 2026-01-31 --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.get("/v1/roles", query: ["as-of": moment.asOf], as: [ListRoles.Entry].self),
        columns: [
          Column(Text.code) { $0.code }, Column(Text.name) { $0.name[$1] }, Column(Text.family) { $0.family },
          Column(Text.source) { $0.source.rawValue }, Column(Text.tasks, .trailing) { String($0.tasks) },
          Column(Text.required) { $0.requiredLevel?.description ?? "" },
        ])
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
    }
  }

  struct Import: TableImportCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Create or change roles from a table.", zh: "从表格新建或更改岗位。"),
      more: .columns(RoleRecord.columns, optional: RoleRecord.optionalColumns),
      examples: ["readiness role import roles.csv --dry-run", "readiness role import roles.xlsx"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions
    @OptionGroup var moment: EffectiveOption

    func command(_ sheet: Sheet) -> ImportRoles { ImportRoles(sheet: sheet, effective: moment.effective) }
  }
}
