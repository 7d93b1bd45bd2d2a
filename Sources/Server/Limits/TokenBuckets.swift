import Synchronization

/// Counts what each of many keys does against a rate, in bounded memory.
///
/// A key's bucket holds `burst` tokens and gains `perSecond` of them; each event takes one. Keys are kept in two
/// generations: when the young one is full it becomes the old one, and the old one is forgotten. A key is forgotten only
/// after `capacity` other keys came since its last event; it then begins anew with a full bucket.
final class TokenBuckets<Key: Hashable & Sendable>: Sendable {
  private struct Bucket {
    var tokens: Double
    var updated: ContinuousClock.Instant
  }

  private struct Generations {
    var young: [Key: Bucket] = [:]
    var old: [Key: Bucket] = [:]
  }

  private let rate: Rate
  private let capacity: Int
  private let state = Mutex(Generations())

  /// - Parameter capacity: how many keys a generation holds; at most twice as many are kept.
  init(rate: Rate, capacity: Int = 10_000) {
    self.rate = rate
    self.capacity = capacity
  }

  /// Takes a token.
  ///
  /// - Returns: nil when there was one; else how long until there will be.
  func take(_ key: Key, at now: ContinuousClock.Instant = .now) -> Duration? {
    state.withLock { state in
      var bucket = state.young[key] ?? state.old[key] ?? Bucket(tokens: rate.burst, updated: now)
      let gained = max(0, (now - bucket.updated) / .seconds(1)) * rate.perSecond
      bucket.tokens = min(rate.burst, bucket.tokens + gained)
      bucket.updated = max(now, bucket.updated)
      let wait = bucket.tokens >= 1 ? nil : Duration.seconds((1 - bucket.tokens) / rate.perSecond)
      if wait == nil { bucket.tokens -= 1 }
      if state.young[key] == nil && state.young.count >= capacity {
        state = Generations(old: state.young)
      }
      state.young[key] = bucket
      return wait
    }
  }

  /// How many keys are kept.
  var count: Int { state.withLock { $0.young.count + $0.old.count } }
}
