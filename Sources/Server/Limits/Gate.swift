import Readiness
import Synchronization

/// Lets so many through at once, and turns the others away.
final class Gate: Sendable {
  private let limit: Int
  private let inside = Mutex(0)

  init(limit: Int) {
    self.limit = limit
  }

  /// - Throws: what `body` throws, or the refusal `too-busy`.
  func pass<Value>(_ body: () async throws -> Value) async throws -> Value {
    let isIn = inside.withLock { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
    guard isIn else { throw Refusal.tooBusy }
    defer { inside.withLock { $0 -= 1 } }
    return try await body()
  }
}

extension Refusal {
  fileprivate static let tooBusy = Refusal(
    .unavailable, "too-busy",
    LocalizedText(
      en: "As many large submissions as the server takes are being worked on. Send this one again in a few seconds.",
      zh: "服务器正在处理的大型提交已达上限。请几秒后重新发送。"))
}
