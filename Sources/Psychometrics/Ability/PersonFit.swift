#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whether a person's answers are as the models of a form's items expect of their ability.
public struct PersonFit: Sendable {
  private let items: [any ItemModel]

  /// - Parameter items: in the order of the responses to come.
  /// - Throws: `ScoringError.emptyForm`.
  public init(items: [any ItemModel]) throws(ScoringError) {
    guard !items.isEmpty else { throw .emptyForm }
    self.items = items
  }

  /// One person's fit.
  ///
  /// - Parameters:
  ///   - responses: one an item: its category, or `ResponseMatrix.missing`.
  ///   - theta: the person's ability as estimated from the same responses, finite.
  /// - Throws: `ScoringError.responseCount`, `.unknownCategory`.
  public func statistics(of responses: [Int8], at theta: Double) throws(ScoringError) -> FitStatistics {
    try statistics(of: responses.span, at: theta)
  }

  /// Everyone's fit, in the matrix's order.
  ///
  /// - Parameter thetas: one a person.
  /// - Throws: `ScoringError.responseCount`, `.unknownCategory`.
  public func statistics(of responses: ResponseMatrix, at thetas: [Double]) throws(ScoringError) -> [FitStatistics] {
    precondition(thetas.count == responses.personCount, "Fit needs one ability a person.")
    var abilities = thetas.makeIterator()
    return try responses.map(0..<responses.personCount) { (row) throws(ScoringError) in
      try statistics(of: row, at: abilities.next() ?? 0)
    }
  }

  private func statistics(of responses: Span<Int8>, at theta: Double) throws(ScoringError) -> FitStatistics {
    guard responses.count == items.count else {
      throw .responseCount(expected: items.count, found: responses.count)
    }
    var sums = FitSums()
    for index in responses.indices where responses[index] != ResponseMatrix.missing {
      let (item, category) = (items[index], Int(responses[index]))
      guard category >= 0, category < item.categoryCount else {
        throw .unknownCategory(item: index, category: category, categoryCount: item.categoryCount)
      }
      sums.add(item, category: category, at: theta)
    }
    return sums.statistics
  }
}

/// How well one person's answers fit.
public struct FitStatistics: Hashable, Sendable {
  /// How many responses were not missing.
  public var answered: Int
  /// l₀ = Σ log P of the answers.
  public var logLikelihood: Double
  /// l₀ standardised by its mean and variance at θ (Drasgow, Levine & Williams, 1985), answers of several categories
  /// included; low where answers surprise. Its variance is below 1 when θ was estimated from the same answers. Nil
  /// where all of the answers are equally probable.
  public var lz: Double?
  /// lz freed of what the estimate of θ took from it (Snijders, 2001), nearly N(0, 1) for answers that fit: beneath
  /// −1.645 are 5 % of those. Nil where l₀ says nothing beyond θ, as on Rasch items of one difficulty.
  public var lzStar: Double?
  /// Mean square of residuals weighted by their variances; 1 is expected, more is noise. Nil without answers.
  public var infit: Double?
  /// Mean square of standardised residuals, sensitive to surprises far from θ; 1 is expected. Nil without answers.
  public var outfit: Double?
}

/// What the statistics of one person are computed from, summed over answers.
///
/// With λ = log P and u = λ′ of the answer given, Σ u and l₀ − E l₀ have covariance Σ Cov(λ, u) and Σ u has variance I.
/// Subtracting c·Σ u with c = Σ Cov(λ, u) ÷ I makes l₀ indifferent, in the first order, to the error of θ. Where θ solves
/// Σ u + r₀ = 0, −c·Σ u is Snijders' term c·r₀: 0 for maximum likelihood, −cθ for the posterior's mode, c·J ÷ 2I for
/// weighted likelihood. For the posterior's mean, which solves no such equation, the sum itself is as good.
private struct FitSums {
  private var answered = 0
  private var logLikelihood = 0.0
  private var expectation = 0.0
  private var variance = 0.0
  private var score = 0.0
  private var covariance = 0.0
  private var information = 0.0
  private var squares = 0.0
  private var scoreVariance = 0.0
  private var standardizedSquares = 0.0

  mutating func add(_ item: some ItemModel, category: Int, at theta: Double) {
    let mean = item.expectedScore(at: theta)
    var (entropy, spread) = (0.0, 0.0)
    for other in 0..<item.categoryCount {
      let log = item.logProbability(ofCategory: other, at: theta)
      let slope = item.logDerivatives(ofCategory: other, at: theta).first
      let probability = exp(log)
      entropy += probability * log
      spread += probability * (Double(other) - mean) * (Double(other) - mean)
      covariance += probability * log * slope
      information += probability * slope * slope
      if other == category { (logLikelihood, score) = (logLikelihood + log, score + slope) }
    }
    for other in 0..<item.categoryCount {
      let log = item.logProbability(ofCategory: other, at: theta)
      variance += exp(log) * (log - entropy) * (log - entropy)
    }
    let residual = Double(category) - mean
    answered += 1
    expectation += entropy
    squares += residual * residual
    scoreVariance += spread
    standardizedSquares += residual * residual / spread
  }

  var statistics: FitStatistics {
    let surprise = logLikelihood - expectation
    let slope = information > 0 ? covariance / information : 0
    let remaining = variance - slope * slope * information
    let outfit = standardizedSquares / Double(answered)
    return FitStatistics(
      answered: answered, logLikelihood: logLikelihood,
      lz: variance > 0 ? surprise / variance.squareRoot() : nil,
      lzStar: remaining > 1e-9 * variance ? (surprise - slope * score) / remaining.squareRoot() : nil,
      infit: scoreVariance > 0 ? squares / scoreVariance : nil, outfit: outfit.isFinite ? outfit : nil)
  }
}
