/// What separates the cells of a text file, and where its first record is.
struct CSVDialect {
  let delimiter: TableDelimiter
  /// The offset of the first record, after the `sep=` line that Excel understands.
  let start: Int
  /// The line that `start` is on.
  let firstLine: Int

  /// - Parameter wanted: nil to go by the file's `sep=` line, else by what splits its first records best.
  init(of text: DecodedText, delimiter wanted: TableDelimiter?, limits: TableLimits) {
    let declared = CSVDialect.declaration(in: text)
    start = declared?.end ?? text.start
    firstLine = declared == nil ? 1 : 2
    delimiter = wanted ?? declared?.delimiter ?? CSVDialect.likeliest(in: text, from: start, limits: limits)
  }

  /// Reads `sep=;` on the first line.
  private static func declaration(in text: DecodedText) -> (delimiter: TableDelimiter, end: Int)? {
    let line = text.bytes[text.start...].prefix(7)
    guard line.starts(with: "sep=".utf8), let byte = line.dropFirst(4).first, byte < 0x80 else { return nil }
    let lineEnd = line.dropFirst(5)
    guard let first = lineEnd.first, first == .lineFeed || first == .carriageReturn else { return nil }
    let end = lineEnd.startIndex + (lineEnd.elementsEqual([.carriageReturn, .lineFeed]) ? 2 : 1)
    return (TableDelimiter(byte: byte), end)
  }

  /// The delimiter that gives every one of the first records as many cells as the header; of several, the most cells.
  private static func likeliest(in text: DecodedText, from start: Int, limits: TableLimits) -> TableDelimiter {
    let fits = TableDelimiter.common.map { delimiter in
      let widths = sample(text.bytes, from: start, delimiter: delimiter, limits: limits)
      let width = widths.first ?? 0
      let rank = width < 2 ? 0 : widths.allSatisfy { $0 == width } ? 2 : 1
      return (delimiter: delimiter, rank: rank, width: width)
    }
    let best = fits.reduce(fits[0]) { ($1.rank, $1.width) > ($0.rank, $0.width) ? $1 : $0 }
    return best.rank == 0 ? .comma : best.delimiter
  }

  /// Widths of the first records; none when they are not well formed with this delimiter.
  private static func sample(
    _ bytes: [UInt8], from start: Int, delimiter: TableDelimiter, limits: TableLimits
  ) -> [Int] {
    var scanner = CSVScanner(bytes, from: start, line: 1, delimiter: delimiter.byte, limits: limits)
    var widths: [Int] = []
    do {
      while widths.count < 20, let record = try scanner.nextRecord() { widths.append(record.cells.count) }
    } catch {
      return []
    }
    return widths
  }
}
