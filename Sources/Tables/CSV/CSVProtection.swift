/// Protection against text that a spreadsheet program would run as a formula.
///
/// Text that begins like a formula is written with an apostrophe before it. So is text that only begins so after
/// apostrophes: then taking one apostrophe away gives back what was written, whatever it was.
enum CSVProtection {
  /// What a formula can begin with, the full-width forms included, which some locales take for the same.
  private static let openers: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]

  static func protected(_ text: String) -> String { opensFormula(text) ? "'" + text : text }

  static func unprotected(_ text: String) -> String {
    guard text.utf8.first == UInt8(ascii: "'"), opensFormula(text) else { return text }
    return String(text.unicodeScalars.dropFirst())
  }

  private static func opensFormula(_ text: String) -> Bool {
    text.unicodeScalars.first { $0 != "'" }.map(openers.contains) ?? false
  }
}
