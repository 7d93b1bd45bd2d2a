import ArgumentParser
import Readiness

extension ReportCommand {
  struct BoundariesCommand: ServerCommand {
    static let configuration = CommandConfiguration(
      "boundaries", LocalizedText(en: "Write the boundary register.", zh: "生成人机边界登记册。"),
      more: LocalizedText(
        en: "For risk officers and works councils: what employees want and what is feasible, the levels by role, every "
          + "task with who answers for it, and what is due.",
        zh: "面向风险管理人员与职工代表：员工期望与可行级别、各岗位的级别分布、每项任务及其责任人，以及待办事项。"),
      examples: [
        "readiness report boundaries --output register.html", "readiness report boundaries --role HRBP --lang zh",
        "readiness report boundaries --unit HR --as-of 2026-06-30 --output register.xlsx",
      ])

    @OptionGroup var options: ServerOptions

    @Option(
      help: ArgumentHelp(
        en: "A unit's code: the roles held there and below; otherwise all.", zh: "部门编码：该部门及下级的岗位；默认为全部。", value: "code")
    )
    var unit: String?

    @Option(help: ArgumentHelp(en: "A role's code; otherwise all.", zh: "岗位编码；默认为全部。", value: "code"))
    var role: String?

    @OptionGroup var moment: AsOfOption
    @OptionGroup var file: ReportFileOptions

    func run(_ client: APIClient, _ console: Console) async throws {
      try await file.write(
        "/v1/reports/boundaries", unit: unit, role: role, asOf: moment.asOf,
        sheet: { (register: BoundaryRegister) in Sheet(register) }, client, console)
    }
  }
}
