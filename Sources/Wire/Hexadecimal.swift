extension Sequence where Element == UInt8 {
  /// Two lower-case hexadecimal digits a byte.
  public var hexadecimal: String {
    map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}

extension [UInt8] {
  /// - Returns: nil when `text` is not pairs of hexadecimal digits, of either case.
  public init?(hexadecimal text: String) {
    guard text.utf8.count.isMultiple(of: 2) else { return nil }
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.utf8.count else { return nil }
    self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
