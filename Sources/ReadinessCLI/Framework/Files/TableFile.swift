import Readiness
import Tables

/// Reads a CSV or XLSX file that the user named into the form in which commands carry tables.
struct TableFile {
  let path: String
  var encoding: TextEncoding?
  var delimiter: TableDelimiter?
  /// Of a workbook; nil: the first that is visible.
  var sheetName: String?

  init(_ path: String, sheetName: String? = nil) {
    self.path = path
    self.sheetName = sheetName
  }

  /// - Throws: a failure that names every row that cannot be read, or why the file as a whole cannot.
  func read(_ progress: ProgressBar) throws -> Sheet {
    let bytes = try InputFile.bytes(of: path)
    do {
      return try sheet(bytes, progress)
    } catch let error as TableError {
      throw Failure(.invalidInput, Text.unreadableTable(path, LocalizedText(error)))
    }
  }

  private func sheet(_ bytes: [UInt8], _ progress: ProgressBar) throws -> Sheet {
    var table = try TableReader(bytes: bytes, encoding: encoding, delimiter: delimiter, sheet: sheetName)
    var rows: [Sheet.Row] = []
    var faults: [Failure.Fault] = []
    while true {
      do {
        guard let row = try table.next() else { break }
        rows.append(Sheet.Row(row: row.number, cells: row.cells))
        progress.show(Text.readingRows, done: rows.count)
      } catch {
        if error.endsTable && faults.isEmpty { throw error }
        faults.append(Failure.Fault(error))
      }
    }
    progress.clear()
    guard faults.isEmpty else { throw Failure(.invalidInput, Text.badRows(path, faults.count), faults: faults) }
    return Sheet(header: table.header, rows: rows)
  }
}

extension Failure.Fault {
  fileprivate init(_ error: TableError) {
    let row: Int? =
      switch error.place {
      case .line(let line): line
      case .row(let row), .cell(let row, _): row
      case nil: nil
      }
    self.init(row: row, field: nil, detail: LocalizedText(error))
  }
}
