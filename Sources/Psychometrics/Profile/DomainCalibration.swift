/// Estimates items' parameters and the correlations of up to 3 domains together, by marginal maximum likelihood on a
/// grid; and, given items, the correlations of any number of domains, pair by pair.
///
/// Each item measures one domain, and ability is N(0, R) with unit variances, which defines the scale. The way is that of
/// `Calibration`; priors for correlations there are none.
public struct DomainCalibration: Sendable {
  /// Quadrature is that of every axis; `population` and `standardErrors` are not used: variances are 1, and there are no
  /// standard errors.
  public let options: CalibrationOptions

  /// The nodes of an axis: 31 on [−5, 5], within 1e-3 of a finer grid's log-likelihood for a thousand people.
  public static let standardQuadrature = Quadrature(count: 31, limit: 5)

  public init(_ options: CalibrationOptions = CalibrationOptions(quadrature: DomainCalibration.standardQuadrature)) {
    self.options = options
  }

  /// - Parameters:
  ///   - models: one an item, in the matrix's order.
  ///   - domains: one an item, counted from 0; each number up to the highest has an item.
  /// - Throws: `ProfileError.itemCount`, `.domainOutOfRange`, `.emptyDomain`, `.tooManyDomains`, `.calibration`.
  public func run(
    _ matrix: ResponseMatrix, models: [CalibrationModel], domains: [Int]
  ) throws(ProfileError) -> DomainCalibrationResult {
    guard domains.count == matrix.itemCount else {
      throw .itemCount(expected: matrix.itemCount, found: domains.count)
    }
    let count = try Self.domainCount(domains)
    guard count <= 3 else { throw .tooManyDomains(count) }
    let plan: CalibrationPlan
    do throws(CalibrationError) {
      var held = options
      held.population = .standardNormal
      plan = try CalibrationPlan(matrix, models: models, options: held, domains: domains)
    } catch {
      throw .calibration(error)
    }
    var run = DomainCalibrationRun(matrix, plan: plan, domains: domains, domainCount: count, options: options)
    while run.verdict == .proceed { run.advance() }
    return try run.result()
  }

  /// R, each correlation by maximum likelihood from its two domains' items, whose parameters are held.
  ///
  /// Where the pairs together contradict one another, all are drawn towards 0 by the same share until they no longer do.
  ///
  /// - Parameters:
  ///   - items: in the matrix's order.
  ///   - domains: one an item, counted from 0.
  /// - Throws: `ProfileError.itemCount`, `.domainOutOfRange`, `.emptyDomain`, `.calibration`.
  public func domainModel(
    _ matrix: ResponseMatrix, items: [CalibratedModel], domains: [Int]
  ) throws(ProfileError) -> DomainModel {
    guard items.count == matrix.itemCount, domains.count == items.count else {
      throw .itemCount(expected: matrix.itemCount, found: min(items.count, domains.count))
    }
    let count = try Self.domainCount(domains)
    var correlations = SymmetricMatrix(order: count) { $0 == $1 ? 1 : 0 }
    for later in 0..<count {
      for earlier in 0..<later {
        correlations[later, earlier] = try correlation(matrix, items, domains, earlier, later)
      }
    }
    var share = 1.0
    while Cholesky(correlations.drawnTowardsIdentity(share)) == nil { share *= 0.98 }
    return try DomainModel(domains: domains, correlations: correlations.drawnTowardsIdentity(share).values)
  }

  private static func domainCount(_ domains: [Int]) throws(ProfileError) -> Int {
    let count = (domains.max() ?? 0) + 1
    for (item, domain) in domains.enumerated() where domain < 0 {
      throw .domainOutOfRange(item: item, domain: domain, domainCount: count)
    }
    for domain in 0..<count where !domains.contains(domain) { throw .emptyDomain(domain) }
    return count
  }

  private func correlation(
    _ matrix: ResponseMatrix, _ items: [CalibratedModel], _ domains: [Int], _ first: Int, _ second: Int
  ) throws(ProfileError) -> Double {
    let columns = domains.indices.filter { domains[$0] == first || domains[$0] == second }
    let values = (0..<matrix.personCount).flatMap { person in
      columns.map { matrix.values[person * matrix.itemCount + $0] }
    }
    let pair: ResponseMatrix
    do throws(ScoringError) {
      pair = try ResponseMatrix(itemCount: columns.count, values: values)
    } catch {
      throw .scoring(error)
    }
    let result = try run(
      pair, models: columns.map { .fixed(items[$0]) }, domains: columns.map { domains[$0] == first ? 0 : 1 })
    return result.model.correlations[1]
  }
}

extension SymmetricMatrix {
  /// Off-diagonal entries times `share`.
  fileprivate func drawnTowardsIdentity(_ share: Double) -> SymmetricMatrix {
    SymmetricMatrix(order: order) { $0 == $1 ? self[$0, $1] : share * self[$0, $1] }
  }
}

/// What a multidimensional calibration found, and how it ended.
public struct DomainCalibrationResult: Hashable, Sendable {
  /// One an item, in the matrix's order, each on its domain's scale; without standard errors.
  public let items: [ItemCalibration]
  /// Each item's domain, and R as estimated.
  public let model: DomainModel
  /// Marginal log-likelihood of the responses, without priors.
  public let logLikelihood: Double
  /// Parameters estimated, correlations among them.
  public let parameterCount: Int
  /// People who answered at least one item that was calibrated.
  public let personCount: Int
  public let stop: CalibrationResult.Stop
  /// Accepted steps.
  public let iterations: Int
  /// The largest derivative of the objective that is left, by magnitude.
  public let gradientNorm: Double

  public var converged: Bool { stop == .converged }
}
