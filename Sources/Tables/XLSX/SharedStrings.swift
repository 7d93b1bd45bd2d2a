/// The texts that a workbook's cells refer to by number.
final class SharedStrings: XMLHandler {
  private let limits: TableLimits
  private var strings: [String] = []
  private var text = RichText()

  private init(limits: TableLimits) {
    self.limits = limits
  }

  /// - Parameter part: nil when the workbook has no such part, and so no texts in it.
  static func list(_ part: Archive.Part?, limits: TableLimits) throws(TableError) -> [String] {
    guard let part else { return [] }
    let list = SharedStrings(limits: limits)
    try XMLStream(part, handler: list).run()
    return list.strings
  }

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "si" { text.clear() } else { text.start(name) }
  }

  func end(_ name: XMLName) throws(TableError) {
    if name == "si" {
      // A text is kept once and may be long, so it is held to the limit here as in a cell.
      guard text.bytes.count <= limits.fieldBytes else {
        throw .fieldTooLong(at: .row(strings.count + 1), limit: limits.fieldBytes)
      }
      strings.append(text.string)
    } else {
      text.end(name)
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) { text.add(bytes) }
}

/// The text of an element that holds `t`, be it in formatted runs; readings printed beside it (`rPh`) left out.
struct RichText {
  private(set) var bytes: [UInt8] = []
  private var isInText = false
  private var isInReading = false

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    isInText = false
    isInReading = false
  }

  mutating func start(_ name: XMLName) {
    if name == "t" { isInText = true } else if name == "rPh" { isInReading = true }
  }

  mutating func end(_ name: XMLName) {
    if name == "t" { isInText = false } else if name == "rPh" { isInReading = false }
  }

  mutating func add(_ piece: UnsafeBufferPointer<UInt8>) {
    if isInText && !isInReading { bytes.append(contentsOf: piece) }
  }

  /// With `_x000D_` and its like read as the characters that XML cannot hold.
  var string: String {
    guard bytes.contains(UInt8(ascii: "_")) else { return String(decoding: bytes, as: UTF8.self) }
    return RichText.unescaped(bytes)
  }

  static func unescaped(_ bytes: [UInt8]) -> String {
    var units: [UInt16] = []
    var rest = Array(String(decoding: bytes, as: UTF8.self).utf16)[...]
    while let unit = rest.first {
      if let escaped = escapedUnit(rest) {
        units.append(escaped)
        rest = rest.dropFirst(7)
      } else {
        units.append(unit)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// The character that `_xHHHH_` at the beginning of `text` stands for.
  private static func escapedUnit(_ text: ArraySlice<UInt16>) -> UInt16? {
    let escape = Array(text.prefix(7))
    guard escape.count == 7, escape[0] == 0x5F, escape[1] == 0x78, escape[6] == 0x5F,
      escape[2...5].allSatisfy({ Unicode.Scalar($0)?.properties.isASCIIHexDigit == true })
    else { return nil }
    return UInt16(String(decoding: escape[2...5], as: UTF16.self), radix: 16)
  }
}
