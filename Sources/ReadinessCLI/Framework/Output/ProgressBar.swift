import Readiness
import Synchronization

/// One line at the foot of a terminal that tells how far the work is; nowhere else does it show anything.
final class ProgressBar: Sendable {
  private let language: Language
  private let isShown: Bool
  private let lastDrawn = Mutex<ContinuousClock.Instant?>(nil)

  init(_ console: Console) {
    language = console.language
    isShown = Terminal.error.isTerminal
  }

  /// - Parameters:
  ///   - done: how many units of the work are done.
  ///   - total: how many there are; nil while nobody knows.
  func show(_ label: LocalizedText, done: Int, of total: Int? = nil) {
    guard isShown, isDue(done == total) else { return }
    let text = label[language]
    guard let total, total > 0 else { return draw("\(text) \(done)") }
    let width = 24
    let filled = min(width, done * width / total)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    draw("\(text) \(bar) \(min(100, done * 100 / total)) %")
  }

  /// Shows a step that has no measure.
  func show(_ label: LocalizedText) {
    if isShown { draw(label[language]) }
  }

  /// Takes the line away.
  func clear() {
    if isShown { draw("") }
  }

  private func draw(_ text: String) {
    OutputStream.error.write("\r\u{1B}[2K\(text)")
  }

  /// Ten times a second is enough for an eye.
  private func isDue(_ isLast: Bool) -> Bool {
    lastDrawn.withLock { last in
      let now = ContinuousClock.now
      if let earlier = last, !isLast, now - earlier < .milliseconds(100) { return false }
      last = now
      return true
    }
  }
}
