/// Growing, jittered pauses between attempts.
struct BackOff {
  let first: Duration
  let cap: Duration
  private var failures = 0

  init(first: Duration, cap: Duration) {
    self.first = first
    self.cap = cap
  }

  /// The next pause: up to twice as long as the last, and at random between a half and all of it, so that those who
  /// failed together do not come back together.
  mutating func next() -> Duration {
    let doubled = first * (1 << min(failures, 16))
    failures += 1
    return min(doubled, cap) * Double.random(in: 0.5...1)
  }

  mutating func reset() {
    failures = 0
  }
}
