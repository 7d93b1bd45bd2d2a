/// The responses of a reference and a focal group to one form, ready for comparison item by item.
///
/// Persons are matched by sums of scores, so that missing responses are handled listwise: who lacks one is left out and
/// counted. They are not scored 0, which would make an item look unfair to a group that had less time.
public struct GroupedResponses: Sendable {
  public let itemCount: Int
  /// Persons with complete responses.
  public let referenceCount: Int
  /// Persons with complete responses.
  public let focalCount: Int
  /// How many persons were left out because a response was missing.
  public let incompleteCount: Int
  /// Of persons with complete responses.
  let isFocal: [Bool]
  /// One array an item, one score a person.
  let scores: [[Int]]
  /// Which persons of those given are the complete ones.
  private let complete: [Int]
  private let givenCount: Int

  /// - Parameters:
  ///   - responses: one person a row.
  ///   - isFocal: one a person, in the same order.
  ///   - minimumGroupSize: of complete persons in either group; at least 2. With fewer than 200, only large differences
  ///     are found.
  /// - Throws: `FairnessError.groupCount`, `.negativeScore`, `.groupTooSmall`.
  public init(
    responses: ResponseMatrix, isFocal: [Bool], minimumGroupSize: Int = 50
  ) throws(FairnessError) {
    precondition(minimumGroupSize >= 2, "A group to compare needs two persons.")
    guard isFocal.count == responses.personCount else {
      throw .groupCount(persons: responses.personCount, memberships: isFocal.count)
    }
    let width = responses.itemCount
    let complete = isFocal.indices.filter { person in
      !responses.values[person * width..<(person + 1) * width].contains(ResponseMatrix.missing)
    }
    self.complete = complete
    self.isFocal = complete.map { isFocal[$0] }
    givenCount = isFocal.count
    itemCount = width
    incompleteCount = isFocal.count - complete.count
    scores = (0..<width).map { item in complete.map { Int(responses.values[$0 * width + item]) } }
    focalCount = self.isFocal.count { $0 }
    referenceCount = complete.count - focalCount
    for (item, scores) in scores.enumerated() {
      if let score = scores.first(where: { $0 < 0 }) { throw .negativeScore(item: item, score: score) }
    }
    for (group, count) in [(Group.reference, referenceCount), (.focal, focalCount)]
    where count < minimumGroupSize {
      throw .groupTooSmall(group: group, persons: count, minimum: minimumGroupSize)
    }
  }

  /// - Throws: `FairnessError.notDichotomous`.
  func requireDichotomous() throws(FairnessError) {
    for (item, scores) in scores.enumerated() {
      if let other = scores.first(where: { $0 != 0 && $0 != 1 }) { throw .notDichotomous(item: item, score: other) }
    }
  }

  /// Persons matched by the sum of their scores on some items.
  func matching(byTotalOver items: some Sequence<Int>) -> Matching {
    var totals = Array(repeating: 0, count: isFocal.count)
    for item in items {
      for person in totals.indices { totals[person] += scores[item][person] }
    }
    return Matching(totals)
  }

  /// Persons matched by scores given for all persons, complete or not.
  ///
  /// - Throws: `FairnessError.matchingCount`.
  func matching(by given: [Int]) throws(FairnessError) -> Matching {
    guard given.count == givenCount else { throw .matchingCount(persons: givenCount, scores: given.count) }
    return Matching(complete.map { given[$0] })
  }

  /// How both groups scored on an item, one stratum a level of the matching.
  func strata(of item: Int, matching: Matching) -> [OrderedStratum] {
    let empty = Array(repeating: 0, count: (scores[item].max() ?? 0) + 1)
    var strata = Array(repeating: OrderedStratum(reference: empty, focal: empty), count: matching.levels.count)
    for (person, score) in scores[item].enumerated() {
      strata[matching.levelOfPerson[person]].count(score, isFocal: isFocal[person])
    }
    return strata
  }
}

/// Which persons count as equally able.
struct Matching: Sendable {
  /// The scores that occur, rising.
  let levels: [Int]
  /// Where in `levels` each person stands.
  let levelOfPerson: [Int]

  init(_ scores: [Int]) {
    let levels = Set(scores).sorted()
    let positions = Dictionary(uniqueKeysWithValues: zip(levels, 0...))
    self.levels = levels
    levelOfPerson = scores.compactMap { positions[$0] }
  }
}
