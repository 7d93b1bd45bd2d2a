/// Which domain each item of a form measures, and how the domains correlate among people: the simple structure of a
/// between-item multidimensional model, in which ability is N(0, R) and each item depends on one of its components.
public struct DomainModel: Hashable, Sendable {
  /// By item, the domain it measures, counted from 0.
  public let domains: [Int]
  /// How many domains there are, at least 1.
  public let domainCount: Int
  /// R, row by row: 1 on the diagonal, positive definite.
  public let correlations: [Double]

  /// - Parameters:
  ///   - domains: one an item.
  ///   - correlations: row by row; as many rows as there are domains.
  /// - Throws: `ProfileError.correlationShape`, `.correlationsNotPositiveDefinite`, `.domainOutOfRange`.
  public init(domains: [Int], correlations: [Double]) throws(ProfileError) {
    let count = Int(Double(correlations.count).squareRoot().rounded())
    guard count > 0, count * count == correlations.count else { throw .correlationShape }
    for row in 0..<count {
      for column in 0...row {
        let (entry, mirror) = (correlations[row * count + column], correlations[column * count + row])
        guard entry == mirror, row != column || entry == 1 else { throw .correlationShape }
      }
    }
    guard Cholesky(SymmetricMatrix(order: count) { correlations[$0 * count + $1] }) != nil else {
      throw .correlationsNotPositiveDefinite
    }
    for (item, domain) in domains.enumerated() where !(0..<count).contains(domain) {
      throw .domainOutOfRange(item: item, domain: domain, domainCount: count)
    }
    self.domains = domains
    self.correlations = correlations
    domainCount = count
  }

  var matrix: SymmetricMatrix { SymmetricMatrix(order: domainCount) { correlations[$0 * domainCount + $1] } }

  /// The items of each domain, ascending.
  var itemsByDomain: [[Int]] {
    (0..<domainCount).map { domain in domains.indices.filter { domains[$0] == domain } }
  }
}

/// Why a profile cannot be computed.
public enum ProfileError: Error, Hashable, Sendable {
  /// R is not square, not symmetric, or has something else than 1 on its diagonal.
  case correlationShape
  /// R has no inverse, or correlations that contradict one another.
  case correlationsNotPositiveDefinite
  /// An item's domain is not one of R's.
  case domainOutOfRange(item: Int, domain: Int, domainCount: Int)
  /// A domain without an item: nothing is known of its correlations.
  case emptyDomain(Int)
  /// The number of domains given is not the number of items.
  case itemCount(expected: Int, found: Int)
  /// Integration over every domain at once is for 3 domains at most.
  case tooManyDomains(Int)
  /// The responses do not fit the items.
  case scoring(ScoringError)
  /// The items cannot be calibrated.
  case calibration(CalibrationError)
}

extension ProfileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .correlationShape:
      "Correlations must be a square, symmetric matrix with 1 on its diagonal, given row by row."
    case .correlationsNotPositiveDefinite:
      "The correlations contradict one another: no abilities can correlate so. Bring them nearer to 0."
    case .domainOutOfRange(let item, let domain, let domainCount):
      "Item \(item) (counted from 0) has domain \(domain), which is not one of 0 to \(domainCount - 1)."
    case .emptyDomain(let domain):
      "Domain \(domain) (counted from 0) has no item; number the domains without gaps."
    case .itemCount(let expected, let found):
      "\(found) domains do not fit \(expected) items; give one domain an item."
    case .tooManyDomains(let count):
      "\(count) domains are too many to integrate over; use at most 3, or estimate them pair by pair."
    case .scoring(let error): error.description
    case .calibration(let error): error.description
    }
  }
}
