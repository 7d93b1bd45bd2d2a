import ArgumentParser
import Readiness

extension ReportCommand {
  struct GapsCommand: ServerCommand {
    static let configuration = CommandConfiguration(
      "gaps", LocalizedText(en: "Write the report of gaps and training.", zh: "生成能力差距与培训报告。"),
      more: LocalizedText(
        en:
          "How far people are from what their roles require, by unit and by role, and what plans do about it. Groups of "
          + "fewer than five are not told of. A manager's report is of their team. With --person, one person's levels and "
          + "plan: one's own, or of people within reach.",
        zh: "按部门与岗位显示人员与岗位要求的差距，以及培训计划的情况。少于五人的群体不予公布。主管的报告针对其团队。"
          + "使用 --person 时为个人的等级与计划：本人或权限范围内的人员。"),
      examples: [
        "readiness report gaps --output gaps.html", "readiness report gaps --unit SALES --format csv",
        "readiness report gaps --person E1042 --lang zh --output plan.html",
      ])

    @OptionGroup var options: ServerOptions

    @Option(
      help: ArgumentHelp(en: "A unit's code, with all below it; otherwise all.", zh: "部门编码（含下级）；默认为全部。", value: "code"))
    var unit: String?

    @Option(help: ArgumentHelp(en: "A role's code; otherwise all.", zh: "岗位编码；默认为全部。", value: "code"))
    var role: String?

    @Option(help: ArgumentHelp(en: "One person's external id.", zh: "某一人员的外部编号。", value: "id"))
    var person: String?

    @OptionGroup var moment: AsOfOption
    @OptionGroup var file: ReportFileOptions

    func validate() throws {
      if person != nil && (unit != nil || role != nil) { throw ValidationError(Text.personAlone[.spoken]) }
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      if let person {
        try await file.write(
          "/v1/reports/gaps/\(escapedForURL(person))", asOf: moment.asOf,
          sheet: { (report: PersonGapReport) in Sheet(report) }, client, console)
      } else {
        try await file.write(
          "/v1/reports/gaps", unit: unit, role: role, asOf: moment.asOf,
          sheet: { (report: GapReport) in Sheet(report) }, client, console)
      }
    }
  }
}
