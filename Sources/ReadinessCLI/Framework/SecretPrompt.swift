import Glibc
import Readiness

/// Asks for a secret without showing it.
enum SecretPrompt {
  /// - Returns: a line from the terminal, of which nothing is shown; where there is none, from standard input.
  static func read(_ prompt: LocalizedText, _ console: Console) -> String {
    guard isatty(STDIN_FILENO) == 1 else { return readLine() ?? "" }
    console.note(verbatim: prompt[console.language], terminator: " ")
    defer { console.note(verbatim: "") }
    var before = termios()
    tcgetattr(STDIN_FILENO, &before)
    var silent = before
    // Interrupts come as characters, too, so that no signal leaves the terminal silent.
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) }
    return line()
  }

  private static func line() -> String {
    let (endOfText, endOfTransmission, backspace, delete) = (UInt8(3), UInt8(4), UInt8(8), UInt8(127))
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while Glibc.read(STDIN_FILENO, &byte, 1) == 1 {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"), endOfTransmission: return String(decoding: bytes, as: UTF8.self)
      case endOfText: return ""
      case backspace, delete: _ = bytes.popLast()
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
