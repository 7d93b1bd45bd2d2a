/// All items of a form scored right or wrong, each examined by Mantel & Haenszel's method.
///
/// Persons are matched by their total score, the examined item included (Holland & Thayer, 1988). Unfair items spoil
/// that total; purification leaves them out of the matching of all other items and examines all again, until the same
/// items stand out twice in a row.
public struct MantelHaenszelScreening: Sendable {
  /// One an item; nil where no matching score has both groups and both answers.
  public let items: [MantelHaenszel?]
  /// Items, counted from 0, whose corrected χ² is significant.
  public let flagged: [Int]
  /// How many times items were left out of the matching and all examined again; 0 without purification.
  public let purifications: Int
  /// Whether the flagged items came out the same twice in a row; always where purification was not asked for.
  public let isSettled: Bool

  /// - Parameters:
  ///   - responses: items scored 0 or 1.
  ///   - purifying: whether to purify the matching.
  ///   - significance: of a flag, above 0 and below 1.
  /// - Throws: `FairnessError.notDichotomous`.
  public init(
    of responses: GroupedResponses, purifying: Bool = true, significance: Double = 0.05
  ) throws(FairnessError) {
    precondition(significance > 0 && significance < 1, "A significance level lies between 0 and 1.")
    try responses.requireDichotomous()
    var items = Self.examine(responses, leavingOut: [])
    var flagged = Self.flags(items, significance)
    var (rounds, isSettled) = (0, !purifying || flagged.isEmpty)
    while !isSettled && rounds < 20 {
      items = Self.examine(responses, leavingOut: flagged)
      let next = Self.flags(items, significance)
      isSettled = next == flagged
      flagged = next
      rounds += 1
    }
    self.items = items
    self.flagged = flagged
    self.isSettled = isSettled
    purifications = rounds
  }

  /// All items matched by a score of your own instead of the form's total, such as an ability in steps.
  ///
  /// - Parameters:
  ///   - responses: items scored 0 or 1.
  ///   - matching: one a person that `responses` was made of.
  ///   - significance: of a flag, above 0 and below 1.
  /// - Throws: `FairnessError.notDichotomous`, `.matchingCount`.
  public init(
    of responses: GroupedResponses, matching: [Int], significance: Double = 0.05
  ) throws(FairnessError) {
    precondition(significance > 0 && significance < 1, "A significance level lies between 0 and 1.")
    try responses.requireDichotomous()
    let matching = try responses.matching(by: matching)
    items = (0..<responses.itemCount).map { MantelHaenszel(responses.strata(of: $0, matching: matching)) }
    flagged = Self.flags(items, significance)
    purifications = 0
    isSettled = true
  }

  private static func examine(_ responses: GroupedResponses, leavingOut flagged: [Int]) -> [MantelHaenszel?] {
    let pure = (0..<responses.itemCount).filter { !flagged.contains($0) }
    let matching = responses.matching(byTotalOver: pure)
    return (0..<responses.itemCount).map { item in
      let own = flagged.contains(item) ? responses.matching(byTotalOver: pure + [item]) : matching
      return MantelHaenszel(responses.strata(of: item, matching: own))
    }
  }

  private static func flags(_ items: [MantelHaenszel?], _ significance: Double) -> [Int] {
    items.indices.filter { (items[$0]?.pValue ?? 1) < significance }
  }
}

extension MantelHaenszel {
  /// Of an item scored 0 or 1.
  init?(_ strata: [OrderedStratum]) {
    self.init(
      strata: strata.map {
        Stratum(
          referenceRight: $0.reference.dropFirst().reduce(0, +), referenceWrong: $0.reference[0],
          focalRight: $0.focal.dropFirst().reduce(0, +), focalWrong: $0.focal[0])
      })
  }
}
