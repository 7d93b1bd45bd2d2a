/// What the text of one cell means.
extension PeopleImport {
  /// `text` without white space at either end, be it ASCII or not; nil when nothing is left.
  static func trimmed(_ text: String) -> String? {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else { return nil }
    guard isBlank(first) || isBlank(last) else { return text }
    let scalars = text.unicodeScalars
    guard let start = scalars.firstIndex(where: { !isBlank($0) }),
      let end = scalars.lastIndex(where: { !isBlank($0) })
    else { return nil }
    return String(scalars[start...end])
  }

  /// White space, and the two invisible characters that spreadsheets leave behind.
  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value > 0x20 && scalar.value < 0x80 { return false }
    return scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
  }

  /// Reads `YYYY-MM-DD`, `YYYY/M/D`, `YYYY.M.D`, `YYYY年M月D日` and `DD.MM.YYYY`.
  ///
  /// Day and month with slashes or dashes and the year last differ from country to country, and are refused even where
  /// only one reading exists: the next row may have two.
  static func day(_ text: String) throws(Finding) -> Day {
    let parts = text.split(omittingEmptySubsequences: false) { "-/.年月日".contains($0) }
    let separators = text.filter { "-/.年月日".contains($0) }
    let numbers = parts.prefix(3).map(number)
    guard numbers.count == 3, let first = numbers[0], let second = numbers[1], let third = numbers[2] else {
      throw .invalidDate(text)
    }
    let day: Day? =
      switch separators {
      case "--", "//", "..":
        if parts[0].utf8.count == 4 {
          Day(year: first, month: second, day: third)
        } else if separators == ".." && parts[2].utf8.count == 4 {
          Day(year: third, month: second, day: first)
        } else {
          nil
        }
      case "年月日": parts[3].isEmpty ? Day(year: first, month: second, day: third) : nil
      default: nil
      }
    if let day { return day }
    let isYearLast = parts[0].utf8.count < 3 && ["--", "//"].contains(separators)
    throw isYearLast ? .ambiguousDate(text) : .invalidDate(text)
  }

  /// One to four ASCII digits.
  private static func number(_ digits: Substring) -> Int? {
    let isNumber = (1...4).contains(digits.utf8.count) && digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    return isNumber ? Int(digits) : nil
  }

  /// Whether mail could be sent there: one `@`, something before it, a dotted domain after it, no white space.
  static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[0].utf8.count),
      !text.unicodeScalars.contains(where: { $0.properties.isWhitespace || ",;<>()\"".unicodeScalars.contains($0) })
    else { return false }
    let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasSuffix("-") }
  }

  /// Reads language tags such as `en`, `en-GB`, `zh_CN` and `zh-Hans`, and the languages' names.
  static func language(_ text: String) -> Language? {
    switch text.lowercased() {
    case "english", "英文", "英语": return .en
    case "chinese", "中文", "简体中文", "汉语": return .zh
    case let tag:
      return Language(rawValue: String(tag.prefix { $0 != "-" && $0 != "_" }))
    }
  }
}
