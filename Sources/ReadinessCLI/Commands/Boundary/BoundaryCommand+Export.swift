import ArgumentParser
import Readiness
import Storage

extension BoundaryCommand {
  struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
      "export", LocalizedText(en: "Write what boundaries say to a table.", zh: "将边界内容导出为表格。"),
      more: LocalizedText(
        en: "The version in force on the day, or else the open proposal. Importing the table again proposes nothing.",
        zh: "导出当日现行版本；没有现行版本时导出待定建议。重新导入该表格不会产生新建议。"),
      examples: [
        "readiness boundary export boundaries.xlsx --role HRBP",
        "readiness boundary export boundaries.csv --as-of 2026-03-31",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var target: TableExportOptions

    @Option(help: ArgumentHelp(en: "The role's code; otherwise all roles.", zh: "岗位编码；默认为全部岗位。", value: "code"))
    var role: String?

    @OptionGroup var moment: AsOfOption

    func run(_ client: APIClient, _ console: Console) async throws {
      let boundaries = try await client.get(
        "/v1/boundary-terms", query: ["role": role, "as-of": moment.asOf], as: [ListBoundaryTerms.Entry].self)
      let rows = boundaries.value.enumerated().map { Sheet.Row(row: $0.offset + 2, cells: $0.element.cells) }
      try target.write(
        Sheet(header: BoundaryRow.columns + BoundaryRow.termColumns + BoundaryRow.toldColumns, rows: rows),
        titled: "Boundaries", console)
    }
  }
}

extension ListBoundaryTerms.Entry {
  /// In the order of the table's columns.
  fileprivate var cells: [String] {
    [role, task] + said + told
  }

  private var said: [String] {
    [
      accountable ?? "", overseer ?? "", overseerLevel?.description ?? "",
      terms.rationale.map(\.rawValue).joined(separator: " "), terms.aiSystems.description,
      terms.personsAffected.en, terms.personsAffected.zh, terms.forbiddenInputs.en, terms.forbiddenInputs.zh,
      terms.stopProcedure.en, terms.stopProcedure.zh, terms.responsible, terms.consulted, terms.informed,
      terms.isLogged ? "yes" : "no", terms.isDisclosed ? "yes" : "no",
    ]
  }

  private var told: [String] {
    [
      name.en, name.zh, status.rawValue, proposedLevel.description, decidedLevel?.description ?? "",
      feasibleLevel?.description ?? "", oversight?.rawValue ?? "", dataClass.rawValue,
      effectiveFrom?.description ?? "", reviewOn?.description ?? "",
    ]
  }
}
