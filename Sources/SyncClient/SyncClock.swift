public import Foundation

/// The time of a device, and how to let it pass: a parameter, so that tests hold it in their hands.
public protocol SyncClock: Sendable {
  var now: Date { get }
  /// - Throws: `CancellationError`.
  func sleep(for duration: Duration) async throws
  /// 0 to 1, for jitter.
  func random() -> Double
}

/// The device's own clock.
public struct SystemSyncClock: SyncClock {
  public init() {}

  public var now: Date { Date() }

  public func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }

  public func random() -> Double { Double.random(in: 0...1) }
}

/// How long to wait after each failure: twice as long each time, to a limit, less up to a half so that phones which lost the
/// same server don't all come back at once.
struct BackOff {
  static let first = Duration.seconds(1)
  static let limit = Duration.seconds(300)
  private var failures = 0

  mutating func reset() { failures = 0 }

  /// - Parameter retryAfter: what the server asked for, in seconds; it is never undercut.
  mutating func next(retryAfter: Int?, random: Double) -> Duration {
    let full = min(BackOff.first * Int(1 << min(failures, 20)), BackOff.limit)
    failures += 1
    return max(full * (1 - random / 2), .seconds(retryAfter ?? 0))
  }
}
