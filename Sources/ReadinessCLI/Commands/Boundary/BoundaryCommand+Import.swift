import ArgumentParser
import Readiness

extension BoundaryCommand {
  struct Import: TableImportCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Propose boundaries as a table describes them.", zh: "按表格内容提出边界建议。"),
      more: LocalizedText(
        en: "\(columns.en)\nEmpty cells keep what the boundary says. Nothing is approved by it.",
        zh: "\(columns.zh)\n空单元格保留边界原有内容。此操作不会批准任何内容。"),
      examples: ["readiness boundary import boundaries.xlsx --dry-run", "readiness boundary import boundaries.csv"])

    private static let columns = LocalizedText.columns(BoundaryRow.columns, optional: BoundaryRow.termColumns)

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions

    func command(_ sheet: Sheet) -> ImportBoundaries { ImportBoundaries(sheet: sheet) }
  }
}
