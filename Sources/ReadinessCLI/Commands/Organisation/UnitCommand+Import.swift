import ArgumentParser
import Readiness

extension UnitCommand {
  struct Import: TableImportCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Create or change units from a table.", zh: "从表格新建或更改部门。"),
      more: .columns(UnitRecord.columns, optional: UnitRecord.optionalColumns),
      examples: [
        "readiness unit import units.csv --dry-run", "readiness unit import units.xlsx --effective 2026-01-01",
      ])

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions
    @OptionGroup var moment: EffectiveOption

    func command(_ sheet: Sheet) -> ImportUnits { ImportUnits(sheet: sheet, effective: moment.effective) }
  }
}
