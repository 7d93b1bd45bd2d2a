public import Foundation

/// The time of a device, and how to let it pass: a parameter, so that tests hold it in their hands.
public protocol SyncClock: Sendable {
  var now: Date { get }
  /// - Throws: `CancellationError`.
  func sleep(for duration: Duration) async throws
  /// - Throws: `CancellationError`.
  func sleep(until date: Date) async throws
  /// 0 to 1, for jitter.
  func random() -> Double
}

extension SyncClock {
  public func sleep(until date: Date) async throws { try await sleep(for: .seconds(date.timeIntervalSince(now))) }
}

/// The device's own clock.
public struct SystemSyncClock: SyncClock {
  public init() {}

  public var now: Date { Date() }

  public func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }

  public func random() -> Double { Double.random(in: 0...1) }
}

/// How long to wait after each failure: at random up to a limit that doubles each time, so that phones which lost the same
/// server don't all come back at once.
struct BackOff {
  static let first = Duration.seconds(1)
  static let limit = Duration.seconds(300)
  private var failures = 0

  mutating func reset() { failures = 0 }

  /// - Parameters:
  ///   - retryAfter: what the server asked for, in seconds; it is never undercut, and exceeded at random.
  ///   - random: 0 to 1.
  mutating func next(retryAfter: Int?, random: Double) -> Duration {
    let full = min(BackOff.first * Int(1 << min(failures, 20)), BackOff.limit)
    failures += 1
    return .seconds(retryAfter ?? 0) + full * random
  }
}
