/// `_x000D_` and its like: how a workbook holds characters that XML cannot.
enum CharacterEscapes {
  /// `text` with what would be read as an escape escaped; the writing library sees to control characters.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "_")) else { return text }
    let units = Array(text.utf16)
    var escaped: [UInt16] = []
    for index in units.indices {
      // Whatever follows the digits: it may be a control character, whose escape begins with the closing mark.
      if code(units[index...]) != nil { escaped += "_x005F_".utf16 } else { escaped.append(units[index]) }
    }
    return String(decoding: escaped, as: UTF16.self)
  }

  static func unescaped(_ text: [UInt8]) -> String {
    guard text.contains(UInt8(ascii: "_")) else { return String(decoding: text, as: UTF8.self) }
    let units = Array(String(decoding: text, as: UTF8.self).utf16)
    var unescaped: [UInt16] = []
    var index = 0
    while index < units.count {
      if let code = code(units[index...]), index + 6 < units.count, units[index + 6] == 0x5F {
        unescaped.append(code)
        index += 7
      } else {
        unescaped.append(units[index])
        index += 1
      }
    }
    return String(decoding: unescaped, as: UTF16.self)
  }

  /// The character that `_xHHHH` at the beginning of `text` stands for.
  private static func code(_ text: ArraySlice<UInt16>) -> UInt16? {
    let escape = text.prefix(6)
    guard escape.count == 6, escape.starts(with: "_x".utf16) else { return nil }
    let digits = escape.dropFirst(2)
    guard digits.allSatisfy({ Unicode.Scalar($0)?.properties.isASCIIHexDigit == true }) else { return nil }
    return UInt16(String(decoding: digits, as: UTF16.self), radix: 16)
  }
}
