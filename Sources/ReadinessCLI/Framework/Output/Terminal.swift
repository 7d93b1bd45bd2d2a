import FoundationEssentials
import Glibc

/// What is known of the screen behind a file descriptor.
struct Terminal: Sendable {
  /// Columns; nil when it is no terminal, but a file or another program.
  let width: Int?
  /// Never where it is no terminal, where `NO_COLOR` holds anything, or where `TERM` is `dumb`.
  let hasColour: Bool

  var isTerminal: Bool { width != nil }

  static let output = Terminal(STDOUT_FILENO)
  static let error = Terminal(STDERR_FILENO)

  private init(_ descriptor: CInt) {
    guard isatty(descriptor) == 1 else {
      width = nil
      hasColour = false
      return
    }
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    width = isKnown ? Int(size.ws_col) : 80
    let environment = ProcessInfo.processInfo.environment
    hasColour = environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
  }

  func bold(_ text: String) -> String { styled(text, code: "1") }
  func red(_ text: String) -> String { styled(text, code: "31") }
  func green(_ text: String) -> String { styled(text, code: "32") }
  func dim(_ text: String) -> String { styled(text, code: "2") }

  private func styled(_ text: String, code: String) -> String {
    hasColour && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
