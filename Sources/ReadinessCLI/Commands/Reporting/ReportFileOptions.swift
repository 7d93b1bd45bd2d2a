import ArgumentParser
import FoundationEssentials
import Readiness
import Storage
import Tables
import Wire

/// Where a report goes, and as what.
struct ReportFileOptions: ParsableArguments {
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case html, json, csv, xlsx
  }

  @Option(
    help: ArgumentHelp(
      en: "html, json, or its table as csv or xlsx; otherwise as the file's name ends.",
      zh: "html、json，或以 csv、xlsx 输出其表格；默认取文件扩展名。"))
  var format: Form?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(en: "The file; otherwise standard output.", zh: "输出文件；默认为标准输出。", value: "file"))
  var output: String?

  func validate() throws {
    let isWorkbook = output?.lowercased().hasSuffix(".xlsx") == true
    if format == .xlsx && !isWorkbook { throw ValidationError(Text.workbookNeedsFile[.spoken]) }
  }

  /// Fetches a report and writes it.
  ///
  /// - Parameter sheet: the report's table, for CSV and XLSX.
  func write<Report: Decodable>(
    _ path: String, unit: String? = nil, role: String? = nil, asOf: Day?, sheet: (Report) -> Sheet,
    _ client: APIClient, _ console: Console
  ) async throws {
    let form = form(console)
    let format = form == .html ? ReportFormat.html : .json
    let report = try await client.bytes(
      path,
      query: [
        "unit": unit, "role": role, "as-of": asOf, "format": format.rawValue, "language": console.language.rawValue,
      ])
    switch form {
    case .html, .json: try write(report, console)
    case .csv: try write(try TableExport.text(of: sheet(try decoded(report))), console)
    case .xlsx:
      guard let output else { return }
      try TableExport.write(sheet(try decoded(report)), titled: "Report", to: output)
      console.note(Text.written(output))
    }
  }

  private func decoded<Report: Decodable>(_ bytes: [UInt8]) throws -> Report {
    try JSONDecoder.wire.decode(Report.self, from: Data(bytes))
  }

  private func form(_ console: Console) -> Form {
    let byName = output.flatMap { name in Form.allCases.first { name.lowercased().hasSuffix(".\($0.rawValue)") } }
    return format ?? byName ?? (console.isJSON ? .json : .html)
  }

  private func write(_ bytes: [UInt8], _ console: Console) throws {
    guard let output else { return console.print(json: bytes) }
    try OutputFile.write(bytes, to: output)
    console.note(Text.written(output))
  }
}
