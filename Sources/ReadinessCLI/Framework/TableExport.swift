import ArgumentParser
import Readiness
import Tables
import Yams

/// What every export of a table takes.
struct TableExportOptions: ParsableArguments {
  @Argument(help: ArgumentHelp(en: "A file that ends in .csv or .xlsx.", zh: "以 .csv 或 .xlsx 结尾的文件。"))
  var file: String

  func validate() throws {
    if TableFormat(ofFile: file) == nil { throw ValidationError(Text.tableNameExpected(file)[.spoken]) }
  }

  /// Writes the table, and tells how much that was.
  func write(_ sheet: Sheet, titled title: String, _ console: Console) throws {
    try TableExport.write(sheet, titled: title, to: file)
    try ExportReport(file: file, rows: sheet.rows.count).show(console)
  }
}

/// What every export of a list takes that can be a table, too.
struct ListExportOptions: ParsableArguments {
  @Argument(help: ArgumentHelp(en: "A file that ends in .yaml, .csv or .xlsx.", zh: "以 .yaml、.csv 或 .xlsx 结尾的文件。"))
  var file: String

  func validate() throws {
    if !isYAML && TableFormat(ofFile: file) == nil {
      throw ValidationError(Text.listOrTableNameExpected(file)[.spoken])
    }
  }

  private var isYAML: Bool { file.lowercased().hasSuffix(".yaml") }

  /// Writes the list, as YAML or as the table that `sheet` makes of it, and tells how much that was.
  func write<Element: Encodable>(
    _ list: [Element], as sheet: ([Element]) -> Sheet, titled title: String, _ console: Console
  ) throws {
    if isYAML {
      try OutputFile.write([UInt8](try YAMLEncoder.readable.encode(list).utf8), to: file)
    } else {
      try TableExport.write(sheet(list), titled: title, to: file)
    }
    try ExportReport(file: file, rows: list.count).show(console)
  }
}

/// What an export says that it has done.
struct ExportReport: Encodable {
  var file: String
  var rows: Int

  func show(_ console: Console) throws {
    try console.show(self) { [Text.exportedRows($0.rows, to: $0.file)] }
  }
}

/// A table as a file of the form that the file's name says.
enum TableExport {
  /// - Parameter title: of a workbook's sheet.
  static func write(_ sheet: Sheet, titled title: String, to file: String) throws {
    switch TableFormat(ofFile: file) {
    case .xlsx: try writeWorkbook(sheet, titled: title, to: file)
    default: try OutputFile.write(try text(of: sheet), to: file)
    }
  }

  /// As CSV.
  static func text(of sheet: Sheet) throws -> [UInt8] {
    var writer = CSVWriter(header: sheet.header)
    for row in sheet.rows { writer.append(row.cells.map(TableValue.text)) }
    return try writer.drain()
  }

  private static func writeWorkbook(_ sheet: Sheet, titled title: String, to file: String) throws {
    try OutputFile.write(to: file) { partial in
      let workbook = try XLSXWriter(path: partial)
      try workbook.beginSheet(title, columns: sheet.header.map { XLSXWriter.Column($0, width: 18) })
      for row in sheet.rows { try workbook.append(row.cells.map(TableValue.text)) }
      try workbook.finish()
    }
  }
}

extension TableFormat {
  /// - Returns: nil when the file's name ends in neither.
  init?(ofFile file: String) {
    guard let format = TableFormat.allCases.first(where: { file.lowercased().hasSuffix(".\($0.rawValue)") }) else {
      return nil
    }
    self = format
  }
}
