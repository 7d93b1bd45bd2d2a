import ArgumentParser
import Readiness
import Storage

extension RoleCommand {
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

  struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
      "export", LocalizedText(en: "Write the roles to a file.", zh: "将岗位导出为文件。"), more: Text.roundTrip,
      examples: ["readiness role export roles.csv", "readiness role export roles.xlsx --as-of 2026-01-31"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption
    @OptionGroup var file: TableExportOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      let roles = try await client.get("/v1/roles", query: ["as-of": moment.asOf], as: [ListRoles.Entry].self)
      let attributions = try await client.attributions(console)
      try file.write(Sheet(roles: roles.value, attributions: attributions), titled: "Roles", console)
    }
  }

  struct Rebalance: ServerCommand {
    static let configuration = CommandConfiguration(
      "rebalance", LocalizedText(en: "Make the time shares of a role add up to 100 %.", zh: "使岗位各任务的时间占比合计为 100%。"),
      more: LocalizedText(
        en: "The shares keep their proportions; the sum is exact.", zh: "各占比保持原有比例，合计精确为 100%。"),
      examples: ["readiness role rebalance HRBP --dry-run"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var rehearsal: DryRunOption
    @OptionGroup var moment: EffectiveOption

    @Argument(help: ArgumentHelp(en: "The role's code.", zh: "岗位编码。"))
    var code: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let time = try await client.submit(
        RebalanceRole(role: code, effective: moment.effective), dryRun: rehearsal.dryRun)
      console.show(time) { [Text.roleTime($0)] }
      rehearsal.note(console)
    }
  }
}

extension APIClient {
  /// The lines that must stand beside text of others, by its source.
  ///
  /// - Parameter role: nil for all.
  func attributions(_ console: Console, role: String? = nil) async throws -> [RoleSource: String] {
    let found = try await get("/v1/attributions", query: ["role": role], as: ListAttributions.Answer.self)
    return Dictionary(
      found.value.attributions.map { ($0.source, $0.text[console.language]) }, uniquingKeysWith: { first, _ in first })
  }
}
