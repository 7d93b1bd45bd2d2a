/// What a cell's number format makes of its number, as far as the value's meaning goes.
enum NumberFormat: Equatable {
  case general
  /// A date, a time of day, or both.
  case date(hasDate: Bool, hasTime: Bool)
  /// At least so many digits, with leading zeros, as badge numbers have them.
  case padded(Int)

  /// The formats of a workbook's cell styles, from the elements of its style sheet.
  static func list(_ elements: [XMLElement]) -> [NumberFormat] {
    var codes: [Int: String] = [:]
    for element in elements where element.name == "numFmt" {
      guard let id = element.attributes["numFmtId"].flatMap({ Int($0) }) else { continue }
      codes[id] = element.attributes["formatCode"]
    }
    return elements.filter { $0.name == "xf" && $0.parent == "cellXfs" }.map { style in
      let id = style.attributes["numFmtId"].flatMap { Int($0) } ?? 0
      return codes[id].map { NumberFormat(code: $0) } ?? NumberFormat(builtIn: id)
    }
  }

  /// - Parameter id: of the formats that every workbook has; 27–36 and 50–58 are the East Asian dates.
  init(builtIn id: Int) {
    self =
      switch id {
      case 14...17, 27...31, 36, 50...54, 57, 58: .date(hasDate: true, hasTime: false)
      case 18...21, 32...35, 45, 47, 55, 56: .date(hasDate: false, hasTime: true)
      case 22: .date(hasDate: true, hasTime: true)
      default: .general
      }
  }

  /// - Parameter code: such as `yyyy"年"m"月"d"日"`, `[$-409]d-mmm-yy;@` or `000000`.
  init(code: String) {
    let letters = NumberFormat.bare(code)
    if letters.count > 1 && letters.allSatisfy({ $0 == "0" }) {
      self = .padded(letters.count)
      return
    }
    let hasTime = letters.contains("h") || letters.contains("s")
    let hasDate = letters.contains("y") || letters.contains("d") || (letters.contains("m") && !hasTime)
    let isNumber = letters.contains("general") || letters.contains("#") || letters.contains("0") && !hasTime
    self = isNumber || !(hasDate || hasTime) ? .general : .date(hasDate: hasDate, hasTime: hasTime)
  }

  /// The first section in lower case, without quoted text, bracketed parts, and escaped and filling characters.
  ///
  /// An elapsed time such as `[h]:mm` loses its hours with the brackets; what stays of it is no date.
  private static func bare(_ code: String) -> String {
    var bare = ""
    var closing: Character?
    var skipsNext = false
    for character in code.lowercased() {
      if skipsNext {
        skipsNext = false
      } else if let end = closing {
        if character == end { closing = nil }
        if end == "]" && "hs".contains(character) && code.lowercased().contains("[\(character)") { bare += "#" }
      } else {
        switch character {
        case "\"": closing = "\""
        case "[": closing = "]"
        case "\\", "_", "*": skipsNext = true
        case ";": return bare
        default: bare.append(character)
        }
      }
    }
    return bare
  }
}
