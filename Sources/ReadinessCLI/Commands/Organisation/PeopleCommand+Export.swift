import ArgumentParser
import FoundationEssentials
import Readiness
import Tables

extension PeopleCommand {
  struct Export: ServerCommand {
    static let configuration = CommandConfiguration(
      "export", LocalizedText(en: "Write the people employed on a day to a table.", zh: "将某日在职人员导出为表格。"),
      more: LocalizedText(
        en: "The table has the columns that the import reads: importing it again changes nothing.",
        zh: "表格的列与导入一致：重新导入不会产生任何更改。"),
      examples: ["readiness people export people.xlsx", "readiness people export people.csv --as-of 2026-01-31"])

    @OptionGroup var options: ServerOptions
    @OptionGroup var moment: AsOfOption

    @OptionGroup var table: TableExportOptions

    struct Report: Encodable {
      var file: String
      var people: Int
    }

    func run(_ client: APIClient, _ console: Console) async throws {
      let progress = ProgressBar(console)
      var people: [PersonRecord] = []
      try await client.eachPage(ofPeople: moment.asOf) { page in
        people += page
        progress.show(Text.fetchingPeople, done: people.count)
      }
      progress.clear()
      try TableExport.write(Export.sheet(of: people), titled: "People", to: table.file)
      try console.show(Report(file: table.file, people: people.count)) { [Text.exported($0.people, to: $0.file)] }
    }

    private static func sheet(of people: [PersonRecord]) -> Sheet {
      let fields = PersonRecord.Field.allCases
      return Sheet(
        header: fields.map(\.rawValue),
        rows: people.enumerated().map { index, person in
          Sheet.Row(row: index + 2, cells: fields.map { person[$0] ?? "" })
        })
    }
  }
}
