public import FoundationEssentials

/// What a scope's rows come to, in 256 leaves, so that two replicas find where they differ without sending rows.
///
/// A row's hash is FNV-1a, 64 bits, over the UTF-8 of its table, a line feed, its id in lower case, a line feed, and its
/// JSON text as it was sent. Its leaf is the hash's first byte of the same over table, line feed and id alone. A leaf has
/// the number of its rows and the sum of their hashes, modulo 2⁶⁴. It finds accidents; it is no defence against forgery.
public struct ScopeDigest: Sendable, Equatable {
  public struct Leaf: Codable, Sendable, Equatable {
    public var count: Int
    /// 16 hexadecimal digits.
    public var sum: String

    public init(count: Int, sum: String) {
      self.count = count
      self.sum = sum
    }
  }

  public static let leafCount = 256
  private var counts = [Int](repeating: 0, count: leafCount)
  private var sums = [UInt64](repeating: 0, count: leafCount)

  public init() {}

  public mutating func add(table: String, id: UUID, row: String) {
    let leaf = ScopeDigest.leaf(table: table, id: id)
    counts[leaf] += 1
    sums[leaf] &+= ScopeDigest.hash(ScopeDigest.key(table, id) + "\n" + row)
  }

  public var leaves: [Leaf] {
    zip(counts, sums).map { count, sum in
      let digits = String(sum, radix: 16)
      return Leaf(count: count, sum: String(repeating: "0", count: 16 - digits.count) + digits)
    }
  }

  /// 0 to 255.
  public static func leaf(table: String, id: UUID) -> Int { Int(hash(key(table, id)) >> 56) }

  private static func key(_ table: String, _ id: UUID) -> String { "\(table)\n\(id.uuidString.lowercased())" }

  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
  }
}
