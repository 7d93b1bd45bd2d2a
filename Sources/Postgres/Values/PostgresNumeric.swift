/// An exact decimal number ↔ `numeric`, kept as its decimal text.
///
/// Written as digits with an optional sign and fraction (`-12.50`), or `NaN`, `Infinity`, `-Infinity`; the number of
/// fraction digits is kept.
public struct PostgresNumeric: Hashable, Sendable, LosslessStringConvertible {
  public let description: String

  /// - Returns: nil when the text is not such a number, or is longer than PostgreSQL keeps (131,072 digits before the
  ///   point, 16,383 after it).
  public init?(_ description: String) {
    guard PostgresNumeric.specials.contains(description) || PostgresNumeric.isDecimal(description[...]) else {
      return nil
    }
    self.description = description
  }

  fileprivate init(known description: String) {
    self.description = description
  }

  private static let specials = ["NaN", "Infinity", "-Infinity"]

  private static func isDecimal(_ text: Substring) -> Bool {
    let unsigned = text.hasPrefix("-") ? text.dropFirst() : text
    let parts = unsigned.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let areDigits = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    return areDigits && parts[0].utf8.count <= 131_072 && (parts.count == 1 || parts[1].utf8.count <= 16_383)
  }
}

extension PostgresNumeric: PostgresCodable {
  public static var postgresType: PostgresType { .numeric }

  private enum Sign {
    static let positive: UInt16 = 0x0000
    static let negative: UInt16 = 0x4000
    static let notANumber: UInt16 = 0xC000
    static let infinity: UInt16 = 0xD000
    static let negativeInfinity: UInt16 = 0xF000
  }

  /// The format: how many base-10,000 digits, the first one's weight, the sign, the fraction's decimal digits, the digits.
  public func encode(into buffer: inout PostgresBuffer) {
    switch description {
    case "NaN": append([], weight: 0, sign: Sign.notANumber, scale: 0, to: &buffer)
    case "Infinity": append([], weight: 0, sign: Sign.infinity, scale: 0, to: &buffer)
    case "-Infinity": append([], weight: 0, sign: Sign.negativeInfinity, scale: 0, to: &buffer)
    default: encodeDecimal(into: &buffer)
    }
  }

  private func encodeDecimal(into buffer: inout PostgresBuffer) {
    let isNegative = description.hasPrefix("-")
    let parts = description.utf8.dropFirst(isNegative ? 1 : 0).split(separator: UInt8(ascii: "."))
    let whole = Array(parts[0])
    let fraction = parts.count > 1 ? Array(parts[1]) : []
    let zero = UInt8(ascii: "0")
    let leading = Array(repeating: zero, count: (4 - whole.count % 4) % 4)
    let trailing = Array(repeating: zero, count: (4 - fraction.count % 4) % 4)
    let decimal = leading + whole + fraction + trailing
    let digits = stride(from: 0, to: decimal.count, by: 4).map { start in
      decimal[start..<start + 4].reduce(UInt16(0)) { $0 * 10 + UInt16($1 - zero) }
    }
    let weight = (leading.count + whole.count) / 4 - 1
    append(
      digits, weight: Int16(weight), sign: isNegative ? Sign.negative : Sign.positive, scale: UInt16(fraction.count),
      to: &buffer)
  }

  private func append(_ digits: [UInt16], weight: Int16, sign: UInt16, scale: UInt16, to buffer: inout PostgresBuffer) {
    buffer.append(bigEndian: UInt16(digits.count))
    buffer.append(bigEndian: weight)
    buffer.append(bigEndian: sign)
    buffer.append(bigEndian: scale)
    for digit in digits { buffer.append(bigEndian: digit) }
  }

  public init(postgres value: PostgresValue) throws(PostgresDecodingError) {
    let bytes = try value.bytes("PostgresNumeric") { $0 == PostgresType.numeric.oid }
    guard let count = bytes.integer(at: 0, as: UInt16.self), let weight = bytes.integer(at: 2, as: Int16.self),
      let sign = bytes.integer(at: 4, as: UInt16.self), let scale = bytes.integer(at: 6, as: UInt16.self),
      bytes.count >= 8 + 2 * Int(count)
    else { throw value.invalid("PostgresNumeric") }
    switch sign {
    case Sign.notANumber: self.init(known: "NaN")
    case Sign.infinity: self.init(known: "Infinity")
    case Sign.negativeInfinity: self.init(known: "-Infinity")
    default:
      let digits = (0..<Int(count)).map { bytes.integer(at: 8 + 2 * $0, as: UInt16.self) ?? 0 }
      let text = PostgresNumeric.decimal(digits, weight: Int(weight), scale: Int(scale))
      self.init(known: (sign == Sign.negative ? "-" : "") + text)
    }
  }

  private static func decimal(_ digits: [UInt16], weight: Int, scale: Int) -> String {
    func group(_ power: Int) -> String {
      let index = weight - power
      let text = String(digits.indices.contains(index) ? digits[index] : 0)
      return String(repeating: "0", count: 4 - text.utf8.count) + text
    }
    let whole = stride(from: max(weight, 0), through: 0, by: -1).map(group).joined().drop { $0 == "0" }
    let wholeText = whole.isEmpty ? "0" : String(whole)
    guard scale > 0 else { return wholeText }
    let groups = (scale + 3) / 4
    let fraction = (1...groups).map { group(-$0) }.joined().prefix(scale)
    return wholeText + "." + fraction
  }
}
