extension ItemPool {
  /// By position: 0 where a person may be asked the item, −∞ where Sympson and Hetter's lottery refuses it to them.
  func openness(under exposure: ExposureControl, seed: UInt64) -> [Double] {
    guard exposure == .sympsonHetter else { return Array(repeating: 0, count: items.count) }
    let lottery = CounterRandom(seed: seed)
    return itemAtPosition.map { item in
      lottery.uniform(at: item) < items[item].exposureParameter ? 0 : -.infinity
    }
  }

  /// The position of an item among the most informative ones at θ, exactly by their models.
  ///
  /// - Parameters:
  ///   - range: the positions to choose from.
  ///   - openness: by position, 0 or −∞.
  ///   - rank: 0 ..< 1, which of the `count` best it is to be; of items with equal information the first comes first.
  /// - Returns: nil where no position of the range is open.
  func position(
    in range: Range<Int>, openness: [Double], theta: Double, rank: Double, among count: Int
  ) -> Int? {
    let theta = min(max(theta, -information.limit), information.limit)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: range.count) { values in
      information.interpolate(at: theta, range: range, offsets: openness, into: values)
      return withUnsafeTemporaryAllocation(of: Shortlist.Entry.self, capacity: count) { storage in
        var best = Shortlist(storage: storage)
        var threshold = -Double.infinity
        for (index, value) in values.enumerated() where value > threshold {
          best.insert(Shortlist.Entry(value: value, item: index, position: index))
          threshold = best.threshold
        }
        // The lowest open item must not let in the shut ones, which are at −∞.
        let floor = max(threshold - 2 * information.margin, -.greatestFiniteMagnitude)
        best.removeAll()
        for (index, value) in values.enumerated() where value >= floor {
          let position = range.lowerBound + index
          best.insert(
            Shortlist.Entry(
              value: exactInformation(atPosition: position, theta: theta), item: itemAtPosition[position],
              position: position))
        }
        return best.entries.isEmpty ? nil : best.entries[Int(rank * Double(best.entries.count))].position
      }
    }
  }
}

/// The best entries met so far, best first, at most as many as its storage holds.
private struct Shortlist {
  struct Entry {
    var value: Double
    var item: Int
    var position: Int

    func precedes(_ other: Entry) -> Bool {
      value != other.value ? value > other.value : item < other.item
    }
  }

  private let storage: UnsafeMutableBufferPointer<Entry>
  private var count = 0

  init(storage: UnsafeMutableBufferPointer<Entry>) { self.storage = storage }

  var entries: Slice<UnsafeMutableBufferPointer<Entry>> { storage[..<count] }

  /// The last entry's value when full, otherwise −∞: what does not exceed it is not among the best.
  var threshold: Double { count < storage.count ? -.infinity : storage[count - 1].value }

  mutating func removeAll() { count = 0 }

  mutating func insert(_ entry: Entry) {
    var index = count
    if count < storage.count { count += 1 } else if !entry.precedes(storage[count - 1]) { return } else { index -= 1 }
    while index > 0, entry.precedes(storage[index - 1]) {
      storage[index] = storage[index - 1]
      index -= 1
    }
    storage[index] = entry
  }
}
