/// A possible plan for a profile.
struct LearningPath {
  /// The levels gained in each span of the profile, never more than its height.
  let gained: LevelGain
  /// In hundredths.
  let hours: Int
  let cost: Int
  /// What its seats cost, in `PathSearch.priceUnit`.
  let price: Int
  /// Positions in the catalogue, in the order of doing.
  let steps: [Int]
}

/// How many levels were gained in each of up to eight spans: a byte each, so that the whole is one number.
struct LevelGain: Hashable {
  private(set) var bytes: UInt64 = 0

  subscript(span: Int) -> Int {
    get { Int(truncatingIfNeeded: (bytes >> UInt64(span * 8)) & 0xFF) }
    set {
      let shift = UInt64(span * 8)
      bytes = bytes & ~(0xFF << shift) | UInt64(newValue) << shift
    }
  }
}
