/// Shares of a role's time, counted in ten-thousandths so that they add up exactly.
public enum TimeShares {
  /// The whole of a role's time.
  public static let whole = 10_000

  /// Divides `total` in proportion to `weights`, by largest remainder; of equal remainders the first gets more.
  ///
  /// - Parameter weights: 0 or more; when all are 0, the parts are equal.
  /// - Returns: as many parts as weights, which add up to `total`.
  public static func apportion(_ weights: [Double], total: Int = whole) -> [Int] {
    guard !weights.isEmpty else { return [] }
    let sum = weights.reduce(0, +)
    let quotas = weights.map { sum > 0 ? $0 / sum * Double(total) : Double(total) / Double(weights.count) }
    var parts = quotas.map { Int($0) }
    let remainders = quotas.indices.sorted {
      let (left, right) = (quotas[$0] - Double(parts[$0]), quotas[$1] - Double(parts[$1]))
      return left == right ? $0 < $1 : left > right
    }
    for index in remainders.prefix(max(0, total - parts.reduce(0, +))) { parts[index] += 1 }
    return parts
  }

  /// A part of the whole, 0 to 1, in ten-thousandths.
  public static func parts(of share: Double) -> Int { Int((share * Double(whole)).rounded()) }

  /// A number of ten-thousandths as a part of the whole.
  public static func share(_ parts: Int) -> Double { Double(parts) / Double(whole) }
}
