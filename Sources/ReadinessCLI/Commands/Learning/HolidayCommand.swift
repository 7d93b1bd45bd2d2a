import ArgumentParser
import Readiness
import Storage

struct HolidayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    "holiday", LocalizedText(en: "Holidays and make-up workdays of the planning calendar.", zh: "规划日历中的节假日与调休。"),
    subcommands: [List.self, Import.self, Export.self, Remove.self])

  struct List: ServerCommand {
    static let configuration = CommandConfiguration(
      "list", LocalizedText(en: "List the holidays and make-up workdays.", zh: "列出节假日与调休上班日。"),
      examples: ["readiness holiday list", "readiness holiday list --year 2026 --json"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var period: YearOption

    func run(_ client: APIClient, _ console: Console) async throws {
      console.show(
        try await client.holidays(period.year),
        columns: [
          Column(Text.day) { $0.day.description }, Column(Text.activityKind) { $0.kind.name[$1] },
          Column(Text.name) { $0.name[$1] },
        ])
    }
  }

  struct Import: TableImportCommand {
    static let configuration = CommandConfiguration(
      "import", LocalizedText(en: "Add or change holidays from a table.", zh: "从表格添加或更改节假日。"),
      more: LocalizedText(
        en: "The kind is holiday, or workday for a day of the weekend on which people work. Mainland China's official "
          + "calendar ships with the program, in seed/holidays.\n" + columns.en,
        zh: "kind 为 holiday（放假）或 workday（周末调休上班）。随程序提供中国大陆官方日历，见 seed/holidays。\n" + columns.zh),
      examples: ["readiness holiday import china-2026.csv --dry-run"])

    private static let columns = LocalizedText.columns(Holiday.columns)

    @OptionGroup var options: ServerOptions
    @OptionGroup var file: TableImportOptions

    func command(_ sheet: Sheet) -> ImportHolidays { ImportHolidays(sheet: sheet) }
  }

  struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
      "export", LocalizedText(en: "Write the holidays to a table.", zh: "将节假日导出为表格。"),
      examples: ["readiness holiday export holidays.csv --year 2026"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var table: TableExportOptions
    @OptionGroup var period: YearOption

    func run(_ client: APIClient, _ console: Console) async throws {
      try table.write(Sheet(try await client.holidays(period.year).value), titled: "Holidays", console)
    }
  }

  struct Remove: ServerCommand {
    static let configuration = CommandConfiguration(
      "remove", LocalizedText(en: "Make a day an ordinary one again.", zh: "删除某日的节假日设置。"),
      examples: ["readiness holiday remove 2026-10-10"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var rehearsal: DryRunOption

    @Argument(help: ArgumentHelp(en: "The day.", zh: "日期。", value: "date"))
    var day: Day

    func run(_ client: APIClient, _ console: Console) async throws {
      let done = try await client.submit(RemoveHoliday(day: day), dryRun: rehearsal.dryRun)
      console.show(done) { _ in [Text.removed(day.description)] }
      rehearsal.note(console)
    }
  }
}

struct YearOption: ParsableArguments {
  @Option(help: ArgumentHelp(en: "Only of this year.", zh: "仅该年份。", value: "year"))
  var year: Int?
}

extension APIClient {
  fileprivate func holidays(_ year: Int?) async throws -> Answer<[Holiday]> {
    try await get("/v1/holidays", query: ["year": year])
  }
}
