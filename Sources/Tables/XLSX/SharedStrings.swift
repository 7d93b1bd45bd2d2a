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
      guard text.bytes.count <= limits.fieldBytes else { throw .fieldTooLong(at: nil, limit: limits.fieldBytes) }
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

  var string: String { CharacterEscapes.unescaped(bytes) }
}
