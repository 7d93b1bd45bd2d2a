#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whether an item scored right or wrong works differently in two groups, by logistic regression on the matching score,
/// the group (focal = 1) and their product (Swaminathan & Rogers, 1990).
public struct LogisticFunctioning: Hashable, Sendable {
  /// A test of a model against a smaller one.
  public struct LikelihoodRatio: Hashable, Sendable {
    /// Twice the difference of the log-likelihoods.
    public let statistic: Double
    public let degreesOfFreedom: Int
    /// P of so large a statistic if the smaller model holds.
    public var pValue: Double { chiSquareUpperTail(statistic, degreesOfFreedom: degreesOfFreedom) }
  }

  /// One group is favoured alike at all scores: the group's effect, without product.
  public let uniform: LikelihoodRatio
  /// The difference changes with the score: the product's effect.
  public let nonUniform: LikelihoodRatio
  /// Either: group and product together, two degrees of freedom.
  public let either: LikelihoodRatio
  /// Intercept and score.
  public let matchingCoefficients: [Double]
  /// Intercept, score and group.
  public let uniformCoefficients: [Double]
  /// Intercept, score, group and product.
  public let fullCoefficients: [Double]
  /// Nagelkerke's R² (1991) of the full model less that of the score alone, 0 to 1.
  public let deltaRSquared: Double

  /// The class by Jodoin & Gierl (2001): A where `either` is not significant (5 %) or ΔR² < 0.035, C from 0.07, else B.
  /// The favoured group is the one that the uniform model favours; where the lines cross, look at `crossingScore`.
  public var effect: DifferentialFunctioning {
    guard either.pValue < 0.05, deltaRSquared >= 0.035 else { return .negligible }
    let favoured: Group = uniformCoefficients[2] < 0 ? .reference : .focal
    return deltaRSquared >= 0.07 ? .large(favouring: favoured) : .moderate(favouring: favoured)
  }

  /// The matching score at which the full model's favour passes from one group to the other; nil where it never does.
  public var crossingScore: Double? {
    fullCoefficients[3] == 0 ? nil : -fullCoefficients[2] / fullCoefficients[3]
  }

  /// All items of a form, matched by the total score, the item itself included.
  ///
  /// - Returns: one an item; nil where a model has no finite estimate: all answered alike, or the score or the group
  ///   separates right from wrong.
  /// - Throws: `FairnessError.notDichotomous`.
  public static func examine(_ responses: GroupedResponses) throws(FairnessError) -> [LogisticFunctioning?] {
    try examine(responses, by: responses.matching(byTotalOver: 0..<responses.itemCount))
  }

  /// All items, matched by a score of your own instead of the form's total, such as an ability in steps.
  ///
  /// - Parameter matching: one a person that `responses` was made of.
  /// - Returns: as above.
  /// - Throws: `FairnessError.notDichotomous`, `.matchingCount`.
  public static func examine(
    _ responses: GroupedResponses, matching: [Int]
  ) throws(FairnessError) -> [LogisticFunctioning?] {
    try examine(responses, by: try responses.matching(by: matching))
  }

  private static func examine(
    _ responses: GroupedResponses, by matching: Matching
  ) throws(FairnessError) -> [LogisticFunctioning?] {
    try responses.requireDichotomous()
    return (0..<responses.itemCount).map {
      LogisticFunctioning(strata: responses.strata(of: $0, matching: matching), scores: matching.levels)
    }
  }

  /// - Parameters:
  ///   - strata: of an item scored 0 or 1.
  ///   - scores: the matching score of each stratum.
  init?(strata: [OrderedStratum], scores: [Int]) {
    let data = GroupedCells(strata, scores)
    guard let null = data.fit(columnCount: 1), let matching = data.fit(columnCount: 2),
      let uniform = data.fit(columnCount: 3), let full = data.fit(columnCount: 4)
    else { return nil }
    self.uniform = LikelihoodRatio(uniform, against: matching)
    nonUniform = LikelihoodRatio(full, against: uniform)
    either = LikelihoodRatio(full, against: matching)
    matchingCoefficients = matching.coefficients
    uniformCoefficients = uniform.coefficients
    fullCoefficients = full.coefficients
    // Nagelkerke's R² is (1 − (L₀ ÷ L)^(2 ÷ n)) ÷ (1 − L₀^(2 ÷ n)).
    let rate = 2 / data.personCount
    let share = { (fit: CanonicalRegression) in -expm1(rate * (null.logLikelihood - fit.logLikelihood)) }
    deltaRSquared = (share(full) - share(matching)) / -expm1(rate * null.logLikelihood)
  }
}

extension LogisticFunctioning.LikelihoodRatio {
  fileprivate init(_ larger: CanonicalRegression, against smaller: CanonicalRegression) {
    statistic = max(0, 2 * (larger.logLikelihood - smaller.logLikelihood))
    degreesOfFreedom = larger.coefficients.count - smaller.coefficients.count
  }
}

/// Right answers among the persons of one matching score and one group: all that the models need.
private struct GroupedCells {
  private var columns: [[Double]] = [[], [], [], []]
  private var right: [Double] = []
  private var persons: [Double] = []

  init(_ strata: [OrderedStratum], _ scores: [Int]) {
    for (stratum, score) in zip(strata, scores) {
      append(stratum.reference, score: Double(score), group: 0)
      append(stratum.focal, score: Double(score), group: 1)
    }
  }

  private mutating func append(_ counts: [Int], score: Double, group: Double) {
    let total = counts.reduce(0, +)
    guard total > 0 else { return }
    for (column, value) in [1, score, group, score * group].enumerated() { columns[column].append(value) }
    right.append(Double(total - counts[0]))
    persons.append(Double(total))
  }

  var personCount: Double { persons.reduce(0, +) }

  func fit(columnCount: Int) -> CanonicalRegression? {
    CanonicalRegression(
      columns: Array(columns.prefix(columnCount)), counts: right, family: .binomial(trials: persons))
  }
}
