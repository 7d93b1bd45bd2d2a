/// Target shares of content domains, kept to at every length of a test.
///
/// Whose turn it is follows Tijdeman's solution of the chairman assignment problem (1980): among the domains in deficit,
/// the one that would first fall too far behind. After n items each domain's count is within 1 − 1/(2D − 2) of n × its
/// share, D being the number of domains with a share; no rule can promise less. The plain rule of the largest deficit
/// can fall more than one item behind from six domains on.
public struct ContentBalance: Hashable, Sendable {
  /// One a domain, 0 … 1, summing to 1. A domain whose share is 0 is not asked from.
  public let shares: [Double]
  /// The bound 1 − 1/(2D − 2).
  private let bound: Double

  /// - Parameter shares: one a domain.
  /// - Throws: `AdaptiveError.sharesInvalid`.
  public init(shares: [Double]) throws(AdaptiveError) {
    guard shares.allSatisfy({ $0 >= 0 && $0 <= 1 }), abs(shares.reduce(0, +) - 1) < 1e-6 else {
      throw .sharesInvalid(shares)
    }
    self.shares = shares
    let domains = shares.count { $0 > 0 }
    bound = domains > 1 ? 1 - 1 / Double(2 * domains - 2) : 0
  }

  /// The domain to ask from next.
  ///
  /// - Parameters:
  ///   - counts: items asked so far of each domain.
  ///   - remaining: items left of each domain; as many as `counts`. Where the domain in turn has none left, others
  ///     follow in order of their deficit.
  /// - Returns: nil where no domain with a share has an item left.
  func nextDomain(counts: [Int], remaining: [Int]) -> Int? {
    let length = Double(counts.reduce(1, +))
    var due: (domain: Int, slack: Double)?
    var behind: (domain: Int, deficit: Double)?
    for domain in counts.indices where shares[domain] > 0 && remaining[domain] > 0 {
      let deficit = shares[domain] * length - Double(counts[domain])
      if deficit > behind?.deficit ?? -.infinity { behind = (domain, deficit) }
      guard deficit >= 1 - bound - 1e-9 else { continue }
      let slack = (bound - deficit) / shares[domain]
      if slack < due?.slack ?? .infinity { due = (domain, slack) }
    }
    return due?.domain ?? behind?.domain
  }
}
