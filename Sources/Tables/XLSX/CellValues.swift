/// Turns what a worksheet stores in its cells into the text that a person reads there.
struct CellValues {
  let strings: [String]
  let formats: [NumberFormat]
  let startsIn1904: Bool
  /// The worksheet's path, for errors.
  let path: String

  /// - Throws: `damaged` when there is no such text.
  func shared(_ index: [UInt8]) throws(TableError) -> String {
    guard let index = Int(String(decoding: index, as: UTF8.self)), strings.indices.contains(index) else {
      throw .damaged(path)
    }
    return strings[index]
  }

  /// - Parameters:
  ///   - stored: a number as XML writes it.
  ///   - style: the index of the cell's style.
  func number(_ stored: [UInt8], style: Int) -> String {
    let format = formats.indices.contains(style) ? formats[style] : .general
    if format == .general && stored.count < 16 && stored.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      return String(decoding: stored, as: UTF8.self)
    }
    let text = String(decoding: stored, as: UTF8.self)
    guard let value = Double(text), value.isFinite else { return text }
    switch format {
    case .date(let hasDate, let hasTime):
      return date(value, hasDate: hasDate, hasTime: hasTime) ?? TableValue.decimal(value)
    case .padded(let width):
      let digits = TableValue.decimal(value)
      let isWhole = digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      return isWhole ? String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits : digits
    case .general: return TableValue.decimal(value)
    }
  }

  /// An ISO 8601 date without its time where that is midnight.
  func isoDate(_ text: String) -> String {
    for midnight in ["T00:00:00Z", "T00:00:00.000", "T00:00:00"] where text.hasSuffix(midnight) {
      return String(text.dropLast(midnight.count))
    }
    return text
  }

  /// `YYYY-MM-DD`, `YYYY-MM-DDThh:mm:ss` or `hh:mm:ss`; nil when the number is no date.
  private func date(_ serial: Double, hasDate: Bool, hasTime: Bool) -> String? {
    guard serial >= 0, serial < 2_958_466 else { return nil }
    let seconds = Int((serial * 86_400).rounded())
    let (days, time) = seconds.quotientAndRemainder(dividingBy: 86_400)
    if !hasDate { return days == 0 ? clock(time) : nil }
    guard let day = civil(days) else { return nil }
    return time == 0 || !hasTime ? day : "\(day)T\(clock(time))"
  }

  /// - Parameter serial: days as the workbook counts them.
  private func civil(_ serial: Int) -> String? {
    // Excel's 1900 has a 29 February, day 60, that never was.
    guard startsIn1904 || (serial > 0 && serial != 60) else { return nil }
    var number = startsIn1904 ? serial + 1_462 : serial < 60 ? serial + 1 : serial
    // Days since 0000-03-01 of the proleptic Gregorian calendar; 1899-12-30 is day 0 of the workbook.
    number += 693_899
    let era = number / 146_097
    let dayOfEra = number % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let year = yearOfEra + era * 400 + (month < 10 ? 0 : 1)
    guard year <= 9_999 else { return nil }
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    return TableValue.isoDate(year, month < 10 ? month + 3 : month - 9, day)
  }

  private func clock(_ seconds: Int) -> String {
    [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { TableValue.padded($0, 2) }.joined(separator: ":")
  }
}
