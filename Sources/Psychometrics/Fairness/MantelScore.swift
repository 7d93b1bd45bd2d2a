/// Persons of one matching score and how they scored on an item in ordered categories.
public struct OrderedStratum: Hashable, Sendable {
  /// Persons of the reference group with score 0, 1, ….
  public private(set) var reference: [Int]
  /// Persons of the focal group with score 0, 1, …; as many scores as the reference group's.
  public private(set) var focal: [Int]

  public init(reference: [Int], focal: [Int]) {
    precondition(reference.count == focal.count, "Both groups' counts need the same scores.")
    self.reference = reference
    self.focal = focal
  }

  mutating func count(_ score: Int, isFocal: Bool) {
    if isFocal { focal[score] += 1 } else { reference[score] += 1 }
  }

  var personCount: Int { reference.reduce(0, +) + focal.reduce(0, +) }
}

/// Mantel's comparison (1963) of two groups' scores on an item in ordered categories, among persons of equal matching
/// score, with the standardised mean difference of Dorans & Schmitt (1991). For an item scored 0 or 1 its χ² is
/// Mantel & Haenszel's without correction.
public struct MantelScore: Hashable, Sendable {
  /// How many strata had both groups and different scores; the others were skipped.
  public let strataUsed: Int
  /// χ² of one degree of freedom.
  public let chiSquare: Double
  /// The focal group's mean score less what persons of equal matching score in the reference group have, weighted by
  /// the focal group's numbers; score points. Below 0 the item favours the reference group.
  public let standardizedMeanDifference: Double
  /// `standardizedMeanDifference` ÷ the item's standard deviation over both groups.
  public let effectSize: Double

  /// Nil where no stratum has both groups and different scores.
  public init?(strata: [OrderedStratum]) {
    var (deviation, variance, used) = (0.0, 0.0, 0)
    var (difference, focalPersons) = (0.0, 0.0)
    for stratum in strata {
      let (reference, focal) = (Moments(stratum.reference), Moments(stratum.focal))
      guard reference.count > 0, focal.count > 0 else { continue }
      difference += focal.sum - focal.count * reference.sum / reference.count
      focalPersons += focal.count
      let both = reference + focal
      guard both.scatter > 0 else { continue }
      used += 1
      deviation += focal.sum - focal.count * both.sum / both.count
      variance += reference.count * focal.count * both.scatter / (both.count * both.count * (both.count - 1))
    }
    guard used > 0 else { return nil }
    let all = strata.reduce(Moments([])) { $0 + Moments($1.reference) + Moments($1.focal) }
    strataUsed = used
    chiSquare = deviation * deviation / variance
    standardizedMeanDifference = difference / focalPersons
    effectSize = standardizedMeanDifference / (all.scatter / (all.count * (all.count - 1))).squareRoot()
  }

  /// P of so large a `chiSquare` if the item treats both groups alike.
  public var pValue: Double { chiSquareUpperTail(chiSquare, degreesOfFreedom: 1) }

  /// The class of the Educational Testing Service for ordered scores (Zwick, Thayer & Mazzeo, 1997): A where χ² is not
  /// significant (5 %) or |effect size| ≤ 0.17, C where it is above 0.25, else B.
  public var effect: DifferentialFunctioning {
    guard pValue < 0.05, effectSize.magnitude > 0.17 else { return .negligible }
    let favoured: Group = effectSize < 0 ? .reference : .focal
    return effectSize.magnitude > 0.25 ? .large(favouring: favoured) : .moderate(favouring: favoured)
  }

  /// Each item of a form, matched by the total score, the item itself included; nil where nothing can be compared.
  public static func examine(_ responses: GroupedResponses) -> [MantelScore?] {
    let matching = responses.matching(byTotalOver: 0..<responses.itemCount)
    return (0..<responses.itemCount).map { MantelScore(strata: responses.strata(of: $0, matching: matching)) }
  }
}

/// Number, sum and sum of squares of scores.
private struct Moments {
  var count: Double
  var sum: Double
  var squares: Double

  init(_ counts: [Int]) {
    (count, sum, squares) = (0, 0, 0)
    for (score, persons) in counts.enumerated() {
      count += Double(persons)
      sum += Double(score * persons)
      squares += Double(score * score * persons)
    }
  }

  /// n Σ y² − (Σ y)², exact since all are whole numbers.
  var scatter: Double { count * squares - sum * sum }

  static func + (one: Moments, other: Moments) -> Moments {
    var both = one
    both.count += other.count
    both.sum += other.sum
    both.squares += other.squares
    return both
  }
}
