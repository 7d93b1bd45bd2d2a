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
    var numbers: [(value: Int, digits: Int)] = [(0, 0)]
    var separators = ""
    for scalar in text.unicodeScalars {
      if let digit = digit(scalar), numbers[numbers.count - 1].digits < 4 {
        numbers[numbers.count - 1].value = numbers[numbers.count - 1].value * 10 + digit
        numbers[numbers.count - 1].digits += 1
      } else {
        separators.unicodeScalars.append(scalar)
        numbers.append((0, 0))
      }
    }
    let isYearFirst = numbers[0].digits == 4 && numbers.dropFirst(3).allSatisfy { $0.digits == 0 }
    switch (separators, isYearFirst) {
    case ("--", true), ("//", true), ("..", true), ("年月日", true):
      if let day = Day(year: numbers[0].value, month: numbers[1].value, day: numbers[2].value) { return day }
    case ("..", false) where numbers[2].digits == 4:
      if let day = Day(year: numbers[2].value, month: numbers[1].value, day: numbers[0].value) { return day }
    case ("--", false), ("//", false):
      if numbers.allSatisfy({ $0.digits > 0 }) { throw .ambiguousDate(text) }
    default: break
    }
    throw .invalidDate(text)
  }

  private static func digit(_ scalar: Unicode.Scalar) -> Int? {
    scalar >= "0" && scalar <= "9" ? Int(scalar.value) - 0x30 : nil
  }

  /// Whether mail could be sent there: one `@`, something before it, a dotted domain after it, no white space.
  static func isEmail(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, (1...64).contains(parts[0].count), text.unicodeScalars.allSatisfy(isInAddress) else {
      return false
    }
    let (dot, dash) = (UInt8(ascii: "."), UInt8(ascii: "-"))
    let labels = parts[1].split(separator: dot, omittingEmptySubsequences: false)
    return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && $0.first != dash && $0.last != dash }
  }

  private static func isInAddress(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\0"..." ", ",", ";", ":", "<", ">", "(", ")", "\"": false
    default: scalar.isASCII || !scalar.properties.isWhitespace
    }
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
