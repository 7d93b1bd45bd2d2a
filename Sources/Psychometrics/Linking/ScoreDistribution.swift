/// How many persons reached each whole score of a form, 0 to its maximum.
public struct ScoreDistribution: Hashable, Sendable {
  /// Persons with score 0, 1, …; fractions where smoothed.
  public let frequencies: [Double]
  /// Their sum.
  public let personCount: Double
  public let mean: Double
  /// With divisor n − 1.
  public let standardDeviation: Double
  /// Third and fourth moments about the mean, divided by powers of `standardDeviation`.
  public let skewness: Double
  public let kurtosis: Double
  /// The share of persons with score 0, 1, … or less.
  let cumulative: [Double]

  public var maximumScore: Int { frequencies.count - 1 }

  /// - Parameter counts: persons with score 0, 1, ….
  /// - Throws: `LinkingError.distributionNotProper`.
  public init(counts: [Int]) throws(LinkingError) {
    guard counts.allSatisfy({ $0 >= 0 }), counts.count(where: { $0 > 0 }) >= 2 else { throw .distributionNotProper }
    self.init(frequencies: counts.map(Double.init))
  }

  /// - Parameters:
  ///   - scores: one a person.
  ///   - maximumScore: of the form.
  /// - Throws: `LinkingError.scoreOutOfRange`, `.distributionNotProper`.
  public init(scores: [Int], maximumScore: Int) throws(LinkingError) {
    var counts = Array(repeating: 0, count: max(maximumScore, 0) + 1)
    for score in scores {
      guard counts.indices.contains(score) else { throw .scoreOutOfRange(score: score, maximum: maximumScore) }
      counts[score] += 1
    }
    try self.init(counts: counts)
  }

  private init(frequencies: [Double]) {
    let count = frequencies.reduce(0, +)
    let mean = zip(frequencies, 0...).reduce(0) { $0 + $1.0 * Double($1.1) } / count
    var (second, third, fourth, running) = (0.0, 0.0, 0.0, 0.0)
    var cumulative: [Double] = []
    for (score, frequency) in frequencies.enumerated() {
      let deviation = Double(score) - mean
      second += frequency * deviation * deviation
      third += frequency * deviation * deviation * deviation
      fourth += frequency * deviation * deviation * deviation * deviation
      running += frequency
      cumulative.append(running / count)
    }
    let variance = second / (count - 1)
    self.frequencies = frequencies
    self.cumulative = cumulative
    self.mean = mean
    personCount = count
    standardDeviation = variance.squareRoot()
    skewness = third / count / (variance * variance.squareRoot())
    kurtosis = fourth / count / (variance * variance)
  }

  /// The mid-rank percentile of a score, 0 to 100: the percentage below it, and half of those at it.
  ///
  /// - Throws: `LinkingError.scoreOutOfRange`.
  public func percentileRank(of score: Int) throws(LinkingError) -> Double {
    guard frequencies.indices.contains(score) else {
      throw .scoreOutOfRange(score: score, maximum: maximumScore)
    }
    return 100 * midRank(of: score)
  }

  func midRank(of score: Int) -> Double { cumulative[score] - frequencies[score] / (2 * personCount) }

  /// Smoothed by a log-linear model (Holland & Thayer, 1987): ln frequency is a polynomial in the score, fitted by
  /// maximum likelihood, so that mean, variance and so on up to the `degree`th moment are kept.
  ///
  /// - Parameter degree: 1 or more, below the number of scores; 6 suits most tests.
  /// - Throws: `LinkingError.smoothingFailed`.
  public func smoothed(degree: Int) throws(LinkingError) -> ScoreDistribution {
    guard (1..<frequencies.count).contains(degree),
      let fit = CanonicalRegression(
        columns: legendrePolynomials(degree: degree, count: frequencies.count), counts: frequencies, family: .poisson)
    else { throw .smoothingFailed(degree: degree) }
    return ScoreDistribution(frequencies: fit.fitted)
  }
}

/// Legendre's polynomials 0 … degree at `count` equally spaced points of −1 … 1: powers would be nearly dependent.
private func legendrePolynomials(degree: Int, count: Int) -> [[Double]] {
  let points = (0..<count).map { 2 * Double($0) / Double(count - 1) - 1 }
  var columns = [Array(repeating: 1.0, count: count), points]
  for order in 1..<max(degree, 1) {
    let n = Double(order)
    columns.append(
      points.indices.map {
        ((2 * n + 1) * points[$0] * columns[order][$0] - n * columns[order - 1][$0]) / (n + 1)
      })
  }
  return columns
}
