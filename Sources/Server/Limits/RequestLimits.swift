import Hummingbird
import Readiness

/// The rates that requests are held to.
struct RequestLimits: Sendable {
  private let addresses: TokenBuckets<Int>
  private let logins: TokenBuckets<Int>
  private let tokens: TokenBuckets<Int>
  let largeSubmissions: Gate

  init(_ limits: ServerLimits) {
    addresses = TokenBuckets(rate: limits.addressRate)
    logins = TokenBuckets(rate: limits.loginRate)
    tokens = TokenBuckets(rate: limits.tokenRate)
    largeSubmissions = Gate(limit: limits.largeSubmissions)
  }

  func admit(address: String) throws { try admit(address, to: addresses) }
  func admitLogin(address: String) throws { try admit(address, to: logins) }
  func admit(token: String) throws { try admit(token, to: tokens) }

  /// Keys are kept as their hash, which the process seeds: neither addresses nor tokens stay in memory.
  private func admit(_ key: String, to buckets: TokenBuckets<Int>) throws {
    guard let wait = buckets.take(key.hashValue) else { return }
    let seconds = Int((wait / .seconds(1)).rounded(.up))
    throw HTTPRefusal(.tooMany(seconds: seconds), headers: [.retryAfter: String(seconds)])
  }
}

extension Refusal {
  fileprivate static func tooMany(seconds: Int) -> Refusal {
    Refusal(
      .tooMany, "too-many-requests",
      LocalizedText(
        en: "There were too many requests in a short time. Wait \(seconds) s, then go on more slowly.",
        zh: "短时间内请求过多。请等待 \(seconds) 秒后放慢速度重试。"))
  }
}
