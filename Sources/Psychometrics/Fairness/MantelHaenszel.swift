#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Mantel & Haenszel's comparison (1959) of two groups' answers to an item scored right or wrong, among persons of equal
/// matching score (Holland & Thayer, 1988).
public struct MantelHaenszel: Hashable, Sendable {
  /// Persons of one matching score.
  public struct Stratum: Hashable, Sendable {
    public var referenceRight: Int
    public var referenceWrong: Int
    public var focalRight: Int
    public var focalWrong: Int

    public init(referenceRight: Int, referenceWrong: Int, focalRight: Int, focalWrong: Int) {
      self.referenceRight = referenceRight
      self.referenceWrong = referenceWrong
      self.focalRight = focalRight
      self.focalWrong = focalWrong
    }

    /// Whether both groups and both answers occur: other strata say nothing about a difference.
    var isInformative: Bool {
      referenceRight + referenceWrong > 0 && focalRight + focalWrong > 0 && referenceRight + focalRight > 0
        && referenceWrong + focalWrong > 0
    }
  }

  /// How many strata had both groups and both answers; the others were skipped.
  public let strataUsed: Int
  /// χ² of one degree of freedom, with the continuity correction ½: (|Σ A − Σ E(A)| − ½)² ÷ Σ Var(A).
  public let correctedChiSquare: Double
  /// The same without the correction.
  public let chiSquare: Double
  /// α: the odds of a right answer in the reference group ÷ those in the focal group; 0 or infinite where in no stratum
  /// the one or the other could be compared.
  public let oddsRatio: Double
  /// Var(ln α) by Robins, Breslow & Greenland (1986), to which that of Phillips & Holland (1987) is equal. Infinite
  /// where α is 0 or infinite.
  public let logOddsVariance: Double

  /// Nil where no stratum has both groups and both answers.
  public init?(strata: [Stratum]) {
    let informative = strata.filter(\.isInformative)
    guard !informative.isEmpty else { return nil }
    var (deviation, variance, upper, lower) = (0.0, 0.0, 0.0, 0.0)
    for stratum in informative {
      let cells = Cells(stratum)
      deviation += cells.referenceRight - cells.reference * cells.right / cells.all
      variance +=
        cells.reference * cells.focal * cells.right * cells.wrong / (cells.all * cells.all * (cells.all - 1))
      upper += cells.concordant
      lower += cells.discordant
    }
    strataUsed = informative.count
    chiSquare = deviation * deviation / variance
    let corrected = deviation.magnitude - 0.5
    correctedChiSquare = corrected * corrected / variance
    oddsRatio = upper / lower
    logOddsVariance = Self.logOddsVariance(informative, oddsRatio: upper / lower, upper: upper)
  }

  private static func logOddsVariance(_ strata: [Stratum], oddsRatio: Double, upper: Double) -> Double {
    guard oddsRatio > 0, oddsRatio.isFinite else { return .infinity }
    let sum = strata.reduce(0) { sum, stratum in
      let cells = Cells(stratum)
      let products = cells.concordant + oddsRatio * cells.discordant
      let margins =
        cells.referenceRight + cells.focalWrong + oddsRatio * (cells.referenceWrong + cells.focalRight)
      return sum + products * margins / cells.all
    }
    return sum / (2 * upper * upper)
  }

  /// P of so large a `correctedChiSquare` if the item treats both groups alike.
  public var pValue: Double { chiSquareUpperTail(correctedChiSquare, degreesOfFreedom: 1) }

  /// Δ = −2.35 ln α, the difference in difficulty on the delta scale: below 0 the item favours the reference group.
  public var delta: Double { -2.35 * log(oddsRatio) }

  public var deltaStandardError: Double { 2.35 * logOddsVariance.squareRoot() }

  /// The group that answers the item better at equal matching scores, however little: by the sign of Δ; nil at 0.
  public var favoured: Group? { oddsRatio == 1 ? nil : oddsRatio > 1 ? .reference : .focal }

  /// The class by the rule of the Educational Testing Service (Zwick, 2012): A where Δ is not significantly different
  /// from 0 (χ² with correction, 5 %) or |Δ| < 1; C where |Δ| ≥ 1.5 and is significantly above 1 (one-sided, 5 %); else
  /// B.
  public var effect: DifferentialFunctioning {
    let size = delta.magnitude
    guard let favoured, pValue < 0.05, size >= 1 else { return .negligible }
    let isAboveOne = normalUpperTail((size - 1) / deltaStandardError) < 0.05
    return size >= 1.5 && isAboveOne ? .large(favouring: favoured) : .moderate(favouring: favoured)
  }
}

/// A stratum's cells and margins.
private struct Cells {
  let referenceRight, referenceWrong, focalRight, focalWrong: Double

  init(_ stratum: MantelHaenszel.Stratum) {
    referenceRight = Double(stratum.referenceRight)
    referenceWrong = Double(stratum.referenceWrong)
    focalRight = Double(stratum.focalRight)
    focalWrong = Double(stratum.focalWrong)
  }

  var reference: Double { referenceRight + referenceWrong }
  var focal: Double { focalRight + focalWrong }
  var right: Double { referenceRight + focalRight }
  var wrong: Double { referenceWrong + focalWrong }
  var all: Double { right + wrong }
  var concordant: Double { referenceRight * focalWrong / all }
  var discordant: Double { referenceWrong * focalRight / all }
}
