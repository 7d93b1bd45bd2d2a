#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One person's abilities in all domains.
public struct ProfileEstimate: Hashable, Sendable {
  /// θ of each domain, in standard deviations of the population.
  public let theta: [Double]
  /// The posterior's covariance of θ, row by row.
  public let covariance: [Double]
  /// How many responses each domain rests on; where 0, its θ is what the other domains foretell.
  public let answered: [Int]

  /// Of each domain's θ.
  public var standardErrors: [Double] {
    theta.indices.map { max(covariance[$0 * theta.count + $0], 0).squareRoot() }
  }

  /// Whether nothing at all was answered, so that the estimate is the prior's.
  public var isInsufficient: Bool { answered.allSatisfy { $0 == 0 } }

  /// θ and standard error of a weighted sum of the domains, such as their mean.
  ///
  /// - Parameter weights: one a domain.
  public func composite(weights: [Double]) -> AbilityEstimate {
    precondition(weights.count == theta.count, "A composite needs one weight a domain.")
    let order = theta.count
    let variance = SymmetricMatrix(order: order) { covariance[$0 * order + $1] }.quadraticForm(weights)
    return AbilityEstimate(
      theta: dot(weights, theta), standardError: max(variance, 0).squareRoot(), answered: answered.reduce(0, +))
  }
}

/// Scores people in several correlated domains at once: each domain's ability is read from its own items, and from the
/// other domains as far as they correlate with it.
///
/// Ability is N(0, R) a priori. Up to 3 domains the posterior's mean and covariance are integrated on a grid; beyond
/// that they are its mode and the inverse of its curvature there (Laplace's approximation). Finite and defined for every
/// pattern: perfect, zero, a domain or all of it missing.
public struct DomainProfile: Sendable {
  public let model: DomainModel
  private let items: [any ItemModel]
  private let engine: Engine

  /// What of the posterior is reported.
  public enum Method: Hashable, Sendable {
    /// Its mean and covariance, integrated on a grid: for 3 domains at most.
    case integration
    /// Its mode, and the inverse of its curvature there.
    case mode
  }

  private enum Engine: Sendable {
    case integration(JointPrior, [LikelihoodTable])
    case mode(ModeSearch)
  }

  /// The nodes of an axis: 41 on [−6, 6].
  public static let standardQuadrature = Quadrature(count: 41, limit: 6)

  /// - Parameters:
  ///   - items: in the order of the responses to come.
  ///   - model: each item's domain, and R.
  ///   - method: unless given, integration up to 3 domains and the mode beyond.
  ///   - quadrature: the nodes of every axis, for integration.
  /// - Throws: `ProfileError.itemCount`, `.tooManyDomains`; `.scoring(.emptyForm)` without items.
  public init(
    items: [any ItemModel], model: DomainModel, method: Method? = nil,
    quadrature: Quadrature = DomainProfile.standardQuadrature
  ) throws(ProfileError) {
    guard !items.isEmpty else { throw .scoring(.emptyForm) }
    guard items.count == model.domains.count else {
      throw .itemCount(expected: items.count, found: model.domains.count)
    }
    guard let inverse = Cholesky(model.matrix)?.inverse else { throw .correlationsNotPositiveDefinite }
    self.items = items
    self.model = model
    let method = method ?? (model.domainCount <= 3 ? .integration : .mode)
    guard method == .mode || model.domainCount <= 3 else { throw .tooManyDomains(model.domainCount) }
    if method == .integration {
      let flat = quadrature.nodes.map { _ in 0.0 }
      let tables = model.itemsByDomain.map { own in
        LikelihoodTable(items: own.map { items[$0] }, nodes: quadrature.nodes, logWeights: flat)
      }
      engine = .integration(JointPrior(inverse: inverse, quadrature: quadrature), tables)
    } else {
      engine = .mode(ModeSearch(items: items, domains: model.domains, precision: inverse))
    }
  }

  /// One person's profile.
  ///
  /// - Parameter responses: one an item: its category, or `ResponseMatrix.missing`.
  /// - Throws: `ProfileError.scoring` with `.responseCount` or `.unknownCategory`.
  public func estimate(of responses: [Int8]) throws(ProfileError) -> ProfileEstimate {
    let answered = try count(responses)
    switch engine {
    case .integration(let prior, let tables): return try integrate(responses, prior, tables, answered)
    case .mode(let search):
      let (theta, covariance) = search.mode(of: responses)
      return ProfileEstimate(theta: theta, covariance: covariance.values, answered: answered)
    }
  }

  /// Everyone's profile, in the matrix's order.
  ///
  /// - Throws: as `estimate(of:)`.
  public func estimates(of responses: ResponseMatrix) throws(ProfileError) -> [ProfileEstimate] {
    var estimates: [ProfileEstimate] = []
    estimates.reserveCapacity(responses.personCount)
    for person in 0..<responses.personCount {
      let start = person * responses.itemCount
      estimates.append(try estimate(of: Array(responses.values[start..<start + responses.itemCount])))
    }
    return estimates
  }

  private func count(_ responses: [Int8]) throws(ProfileError) -> [Int] {
    guard responses.count == items.count else {
      throw .scoring(.responseCount(expected: items.count, found: responses.count))
    }
    var answered = Array(repeating: 0, count: model.domainCount)
    for (item, response) in responses.enumerated() where response != ResponseMatrix.missing {
      let categories = items[item].categoryCount
      guard response >= 0, response < categories else {
        throw .scoring(.unknownCategory(item: item, category: Int(response), categoryCount: categories))
      }
      answered[model.domains[item]] += 1
    }
    return answered
  }

  private func integrate(
    _ responses: [Int8], _ prior: JointPrior, _ tables: [LikelihoodTable], _ answered: [Int]
  ) throws(ProfileError) -> ProfileEstimate {
    var likelihoods: [[NodeVector]] = []
    for (own, table) in zip(model.itemsByDomain, tables) {
      guard !own.isEmpty else {
        likelihoods.append(prior.grid.ones)
        continue
      }
      likelihoods.append(try likelihood(own.map { responses[$0] }, table, prior.grid))
    }
    let moments = prior.moments(of: likelihoods)
    let covariance = moments.second.indices.map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: model.domainCount)
      return moments.second[index] - moments.mean[row] * moments.mean[column]
    }
    return ProfileEstimate(theta: moments.mean, covariance: covariance, answered: answered)
  }

  /// A domain's likelihood at the nodes, relative to its greatest.
  private func likelihood(
    _ responses: [Int8], _ table: LikelihoodTable, _ grid: NodeGrid
  ) throws(ProfileError) -> [NodeVector] {
    var scratch = table.emptyScratch()
    do throws(ScoringError) {
      try table.sum(responses.span, into: &scratch)
    } catch {
      throw .scoring(error)
    }
    let peak = scratch.peak
    return grid.row((0..<grid.nodeCount).map { exp(scratch[$0] - peak) })
  }
}
