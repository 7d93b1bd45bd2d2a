import ArgumentParser
import Readiness

extension PlanCommand {
  struct FromTemplate: ServerCommand {
    static let configuration = CommandConfiguration(
      "from-template", LocalizedText(en: "Make a person's draft from a template.", zh: "用模板为人员生成计划草稿。"),
      more: LocalizedText(
        en: "What they have done is left out. An earlier draft is replaced.", zh: "已完成的活动会被略去。原有草稿会被替换。"),
      examples: [
        "readiness plan from-template ONBOARDING --person E0042 --weekly-hours 3 --due 2026-12-31 --dry-run"
      ])

    @OptionGroup var options: ServerOptions

    @Argument(help: ArgumentHelp(en: "The template's code.", zh: "模板编码。", value: "code"))
    var template: String

    @Option(help: ArgumentHelp(en: "The person's external ID.", zh: "人员的外部编号。", value: "id"))
    var person: String

    @Option(help: ArgumentHelp(en: "Working hours a week for learning.", zh: "每周学习工时。", value: "hours"))
    var weeklyHours: Double

    @Option(help: ArgumentHelp(en: "The first day; otherwise today.", zh: "第一天；默认为今天。", value: "date"))
    var from: Day?

    @Option(help: ArgumentHelp(en: "The last day.", zh: "最后一天。", value: "date"))
    var due: Day

    @OptionGroup var rehearsal: DryRunOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let command = PlanFromTemplate(
        template: template, person: person, weeklyHours: weeklyHours, startsOn: from, dueOn: due)
      console.show(try await client.submit(command, dryRun: rehearsal.dryRun)) { [Text.drafted($0)] }
      rehearsal.note(console)
    }
  }
}
