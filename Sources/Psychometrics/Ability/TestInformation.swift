#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a form tells of ability: its information function and the errors and reliability that follow from it.
public struct TestInformation: Sendable {
  private let items: [any ItemModel]

  /// - Throws: `ScoringError.emptyForm`.
  public init(items: [any ItemModel]) throws(ScoringError) {
    guard !items.isEmpty else { throw .emptyForm }
    self.items = items
  }

  /// I(θ) and J(θ), summed over the items.
  public func information(at theta: Double) -> ItemInformation {
    var sum = ItemInformation.zero
    for item in items { sum += item.information(at: theta) }
    return sum
  }

  /// 1 ÷ √I(θ): the standard error of a likelihood estimate at θ, without a prior; nil where there is no information.
  public func standardError(at theta: Double) -> Double? {
    let information = information(at: theta).expected
    return information > 0 ? 1 / information.squareRoot() : nil
  }

  /// The share of an N(0, 1) population's variance that scores recover, 0 to 1: ∫ I ÷ (I + 1) dΦ (Green et al., 1984).
  ///
  /// - Parameter quadrature: where the integral is evaluated.
  public func marginalReliability(on quadrature: Quadrature = .production) -> Double {
    var integral = 0.0
    for (theta, logWeight) in zip(quadrature.nodes, quadrature.logWeights) {
      let information = information(at: theta).expected
      integral += exp(logWeight) * information / (information + 1)
    }
    return integral
  }
}

extension Collection<AbilityEstimate> {
  /// The share of variance that expected a posteriori scores recovered among these people, 0 to 1: the variance of θ ÷
  /// (the variance of θ + the mean squared standard error); nil for fewer than two people.
  public func empiricalReliability() -> Double? {
    guard count > 1 else { return nil }
    let mean = reduce(0) { $0 + $1.theta } / Double(count)
    let variance = reduce(0) { $0 + ($1.theta - mean) * ($1.theta - mean) } / Double(count - 1)
    let error = reduce(0) { $0 + $1.standardError * $1.standardError } / Double(count)
    return variance + error > 0 ? variance / (variance + error) : nil
  }
}
