import ArgumentParser
import Readiness
import Storage

extension PlanCommand {
  struct Import: TableImportCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Take plans over from a table, as drafts.", zh: "从表格导入计划草稿。"),
      more: .columns(ImportPlans.columns, optional: ImportPlans.optionalColumns),
      examples: ["readiness plan import plans.xlsx --dry-run"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions

    func command(_ sheet: Sheet) -> ImportPlans { ImportPlans(sheet: sheet) }
  }

  struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
      "export", LocalizedText(en: "Write the items of plans to a table.", zh: "将计划项目导出为表格。"),
      more: LocalizedText(
        en:
          "One row an item, with its plan, person, dates, hours, cost and why it was chosen. The import reads the table.",
        zh: "每个项目一行，含所属计划、人员、日期、学时、费用和选择理由。该表格可重新导入。"),
      examples: ["readiness plan export plans.xlsx --unit SALES", "readiness plan export active.csv --status active"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var table: TableExportOptions
    @OptionGroup var filter: PlanFilter

    func run(_ client: APIClient, _ console: Console) async throws {
      let items = try await client.all(ListPlanItems.Entry.self, "/v1/plan-items", of: filter.selection, by: \.item.id)
        .sorted {
          ($0.person, $0.plan, $0.item.ordinal) < ($1.person, $1.plan, $1.item.ordinal)
        }
      try table.write(Export.sheet(of: items), titled: "Plans", console)
    }

    private static let header = [
      "plan", "person", "name", "plan_status", "no", "item", "activity", "activity_en", "activity_zh", "status",
      "starts_on", "due_on", "hours", "hours_logged", "cost", "started_on", "ended_on", "reason_en", "reason_zh",
    ]

    private static func sheet(of items: [ListPlanItems.Entry]) -> Sheet {
      Sheet(
        header: header, rows: items.enumerated().map { Sheet.Row(row: $0.offset + 2, cells: cells(of: $0.element)) })
    }

    private static func cells(of entry: ListPlanItems.Entry) -> [String] {
      let item = entry.item
      return [
        entry.plan.description, entry.person, entry.name, entry.planStatus.rawValue, "\(item.ordinal)",
        item.id.description, item.activity, item.name.en, item.name.zh, item.status.rawValue,
        item.startsOn.description, item.dueOn.description, Text.amount(item.hours), Text.amount(item.hoursLogged),
        "\(item.cost)", item.startedOn?.description ?? "", item.endedOn?.description ?? "", item.reason.en,
        item.reason.zh,
      ]
    }
  }
}
