import ArgumentParser
import Readiness
import Storage

struct PlanTemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "plan-template", LocalizedText(en: "Orders of activities that many people can begin with.", zh: "可供多人使用的计划模板。"),
    subcommands: [List.self, Show.self, Import.self, Export.self, Remove.self])

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the plan templates.", zh: "列出计划模板。"),
      examples: ["readiness plan-template list", "readiness plan-template list --json"])

    @OptionGroup var options: ServerOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.planTemplates(),
        columns: [
          Column(Text.code) { $0.code }, Column(Text.name) { $0.name[$1] },
          Column(Text.role) { template, language in template.role ?? Text.anyRole[language] },
          Column(Text.activities) { $0.activities.joined(separator: " ") },
        ])
    }
  }

  struct Show: ServerCommand {
    static let configuration = CommandConfiguration(
      "show", LocalizedText(en: "Show one plan template with its activities.", zh: "显示一个计划模板及其活动。"),
      examples: ["readiness plan-template show newcomer"])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The template's code.", zh: "模板编码。"))
    var code: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let found = try await client.get("/v1/plan-templates/\(escapedForURL(code))", as: FindPlanTemplate.Answer.self)
      guard !console.isJSON else { return console.print(json: found.json) }
      let template = found.value.template
      console.print("\(template.code)  \(template.name[console.language])".printable)
      console.print(Text.extent(of: found.value)[console.language].printable)
      console.print(rows: found.value.activities, columns: ActivityCommand.columns)
    }
  }

  struct Remove: ServerCommand {
    static let configuration = CommandConfiguration(
      "remove", LocalizedText(en: "Remove a plan template; plans made from it stay.", zh: "删除计划模板；已生成的计划不受影响。"),
      examples: ["readiness plan-template remove newcomer"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var rehearsal: DryRunOption

    @Argument(help: ArgumentHelp(en: "The template's code.", zh: "模板编码。"))
    var code: String

    func run(_ client: APIClient, _ console: Console) async throws {
      let done = try await client.submit(RemovePlanTemplate(code: code), dryRun: rehearsal.dryRun)
      console.show(done) { _ in [Text.removed(code)] }
      rehearsal.note(console)
    }
  }
}

extension PlanTemplateCommand {
  struct Import: TableImportCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Create or change plan templates from a file.", zh: "从文件新建或更改计划模板。"),
      more: LocalizedText(
        en: "A table, activities as codes with blanks between; or a list in YAML of the form of "
          + "seed/plan-templates.yaml, of which a row is the place in the list.\n" + columns.en,
        zh: "可以是表格（活动写编码并以空格分隔），或与 seed/plan-templates.yaml 格式相同的 YAML 列表（此时“行”指列表中的位置）。\n" + columns.zh),
      examples: ["readiness plan-template import plan-templates.yaml --dry-run"])

    private static let columns = LocalizedText.columns(PlanTemplate.columns, optional: PlanTemplate.optionalColumns)

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions

    func read(_ progress: ProgressBar) throws -> Sheet {
      try file.read([PlanTemplate].self, as: Sheet.init, progress)
    }

    func command(_ sheet: Sheet) -> ImportPlanTemplates { ImportPlanTemplates(sheet: sheet) }
  }

  struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
      "export", LocalizedText(en: "Write the plan templates to a file.", zh: "将计划模板导出为文件。"),
      examples: ["readiness plan-template export plan-templates.yaml", "readiness plan-template export templates.xlsx"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var target: ListExportOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      let templates = try await client.planTemplates().value
      try target.write(templates, as: Sheet.init, titled: "Templates", console)
    }
  }
}

extension APIClient {
  fileprivate func planTemplates() async throws -> Answer<[PlanTemplate]> { try await get("/v1/plan-templates") }
}
