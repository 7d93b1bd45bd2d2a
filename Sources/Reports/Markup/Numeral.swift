/// Numbers as a page shows them, alike in both languages: a point, commas at thousands, a true minus sign.
///
/// Rounds half away from zero, on the shortest decimal that names the number: what anyone gets who rounds by hand what
/// the JSON shows.
enum Numeral {
  /// What stands where there is no number.
  static let none = "–"

  /// `71.4`; `–` when the value is not finite.
  /// - Parameter places: digits after the point, 1 to 3.
  static func decimal(_ value: Double, places: Int = 1) -> String {
    guard let scaled = scaled(value, places: places) else { return none }
    let digits = padded(scaled.magnitude, to: places + 1)
    let whole = grouped(digits.dropLast(places))
    return "\(scaled < 0 ? "−" : "")\(whole).\(digits.suffix(places))"
  }

  /// As `decimal`, without the zeros that end it: `15`, `12.5`.
  static func short(_ value: Double, places: Int = 1) -> String {
    var text = decimal(value, places: places)
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// `1,234`.
  static func integer(_ value: Int) -> String {
    "\(value < 0 ? "−" : "")\(grouped("\(value.magnitude)"))"
  }

  /// `87.5%`.
  /// - Parameter share: 0 to 1.
  static func percent(_ share: Double) -> String {
    guard let thousandths = scaled(share, places: 3) else { return none }
    return "\(decimal(Double(thousandths) / 10))%"
  }

  /// `value` × 10 to the power of `places`, rounded; nil when not finite or too large to be shown digit by digit.
  static func scaled(_ value: Double, places: Int) -> Int? {
    guard value.isFinite, value.magnitude < 1e12 else { return nil }
    let parts = value.magnitude.description.split(separator: ".")
    // An exponent is written below 0.0001 only, which is nothing at three places.
    guard parts.count == 2, !parts[1].contains("e") else { return 0 }
    let fraction = parts[1] + String(repeating: "0", count: places + 1)
    guard let kept = Int(parts[0] + fraction.prefix(places)) else { return nil }
    let magnitude = fraction.dropFirst(places).first.map { $0 >= "5" } == true ? kept + 1 : kept
    return value < 0 ? -magnitude : magnitude
  }

  private static func padded(_ value: UInt, to width: Int) -> String {
    let text = "\(value)"
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func grouped(_ digits: some StringProtocol) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
