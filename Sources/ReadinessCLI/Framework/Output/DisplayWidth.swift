extension String {
  /// How many columns of a terminal the text takes: two for each wide character (Unicode's East Asian Width W and F), none
  /// for those that combine with the one before.
  var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

  /// The text in exactly `width` columns, or as it is where it is wider.
  func padded(to width: Int, alignment: Alignment = .leading) -> String {
    let space = String(repeating: " ", count: max(0, width - displayWidth))
    return alignment == .leading ? self + space : space + self
  }

  /// On one line, without anything that could move a terminal's cursor.
  var printable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          let isControl = scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
          return isControl && scalar != "\u{200D}" ? " " : scalar
        }))
  }
}

enum Alignment: Sendable {
  case leading, trailing
}

extension Character {
  fileprivate var displayWidth: Int {
    guard let scalar = unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .control, .format, .nonspacingMark, .enclosingMark: return 0
    default: return scalar.isWide || unicodeScalars.contains("\u{FE0F}") ? 2 : 1
    }
  }
}

extension Unicode.Scalar {
  /// The blocks of UAX #11 that are wide throughout.
  fileprivate var isWide: Bool {
    guard value >= 0x1100 else { return false }
    return Unicode.Scalar.wide.contains { $0.contains(value) }
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]
}
