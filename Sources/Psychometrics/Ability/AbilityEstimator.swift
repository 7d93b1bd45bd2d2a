/// A method that estimates the abilities of people from their responses to one form, whatever its items' models.
///
/// `ExpectedAPosteriori` and `MaximumAPosteriori` know the prior N(0, 1) and have an estimate for every pattern; for a
/// person who answered nothing it is the prior's, and `isInsufficient`. `MaximumLikelihood` and `WeightedLikelihood`
/// know the responses alone, and have none where those do not determine one.
public protocol AbilityEstimator: Sendable {
  /// `AbilityEstimate`, or an optional one where a pattern may have none.
  associatedtype Estimate: Sendable

  /// One person's ability.
  ///
  /// - Parameter responses: one an item: its category, or `ResponseMatrix.missing`.
  /// - Throws: `ScoringError.responseCount`, `.unknownCategory`.
  func estimate(of responses: [Int8]) throws(ScoringError) -> Estimate

  /// The abilities of the people in some of the matrix's rows, in their order.
  ///
  /// - Throws: `ScoringError.responseCount`, `.unknownCategory`.
  func estimates(of responses: ResponseMatrix, persons: Range<Int>) throws(ScoringError) -> [Estimate]
}

extension AbilityEstimator {
  /// Everyone's ability, in the matrix's order, in the calling thread.
  ///
  /// - Throws: `ScoringError.responseCount`, `.unknownCategory`.
  public func estimates(of responses: ResponseMatrix) throws(ScoringError) -> [Estimate] {
    try estimates(of: responses, persons: 0..<responses.personCount)
  }

  /// Everyone's ability, in the matrix's order, by several tasks at once.
  ///
  /// Each person's estimate rests on their row alone, so that the results are the same bit for bit however many tasks
  /// there are.
  ///
  /// - Parameter tasks: at least 1; the number of cores is best.
  /// - Throws: `ScoringError.responseCount`, `.unknownCategory`: of the first person whose row is refused.
  @concurrent
  public func estimates(of responses: ResponseMatrix, tasks: Int) async throws(ScoringError) -> [Estimate] {
    precondition(tasks >= 1, "Estimates need at least one task.")
    let parts = await withTaskGroup(of: (Int, Result<[Estimate], ScoringError>).self) { group in
      for part in 0..<tasks {
        let persons = responses.personCount * part / tasks..<responses.personCount * (part + 1) / tasks
        group.addTask {
          (part, Result { () throws(ScoringError) in try estimates(of: responses, persons: persons) })
        }
      }
      var parts: [Int: Result<[Estimate], ScoringError>] = [:]
      for await (part, result) in group { parts[part] = result }
      return parts
    }
    var everyone: [Estimate] = []
    everyone.reserveCapacity(responses.personCount)
    for part in 0..<tasks {
      if let result = parts[part] { everyone += try result.get() }
    }
    return everyone
  }
}
