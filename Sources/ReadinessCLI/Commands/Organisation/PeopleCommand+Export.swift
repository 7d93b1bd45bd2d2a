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

    @Argument(help: ArgumentHelp(en: "A file that ends in .csv or .xlsx.", zh: "以 .csv 或 .xlsx 结尾的文件。"))
    var file: String

    func validate() throws {
      if format == nil { throw ValidationError(Text.tableNameExpected(file)[.spoken]) }
    }

    private var format: TableFormat? {
      TableFormat.allCases.first { file.lowercased().hasSuffix(".\($0.rawValue)") }
    }

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
      switch format {
      case .xlsx: try writeWorkbook(people)
      default: try writeText(people)
      }
      try console.show(Report(file: file, people: people.count)) { [Text.exported($0.people, to: $0.file)] }
    }

    private static let fields = PersonRecord.Field.allCases

    private func writeText(_ people: [PersonRecord]) throws {
      var writer = CSVWriter(header: Export.fields.map(\.rawValue))
      for person in people { writer.append(Export.cells(of: person)) }
      try OutputFile.write(try writer.drain(), to: file)
    }

    private func writeWorkbook(_ people: [PersonRecord]) throws {
      try OutputFile.write(to: file) { partial in
        let workbook = try XLSXWriter(path: partial)
        try workbook.beginSheet("People", columns: Export.fields.map { XLSXWriter.Column($0.rawValue, width: 18) })
        for person in people { try workbook.append(Export.cells(of: person)) }
        try workbook.finish()
      }
    }

    private static func cells(of person: PersonRecord) -> [TableValue] {
      fields.map { field in person[field].map(TableValue.text) ?? .empty }
    }
  }
}
