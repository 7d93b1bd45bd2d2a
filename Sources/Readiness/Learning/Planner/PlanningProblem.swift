/// What there is to learn, who learns, and what they share.
///
/// A plan is a sequence of activities for a learner. Each activity occurs in it once at most, after all of its
/// prerequisites, unless they are done. An activity's lift works if the learner has reached its `from`, by measurement or
/// by what comes before in the plan, and then leads to its `to`. Plans keep to each learner's hours; all plans together
/// keep to the budget and to the seats. The best plans close the most weighted gap: the sum of `LearningGap.value(of:)`.
public struct PlanningProblem: Sendable {
  public let catalogue: ActivityCatalogue
  public let learners: [Learner]
  /// What all new activities may cost together; nil: any sum.
  public let budget: Int?
  /// How many seats are left of each activity, by code; of others, what the activity says.
  public let seats: [String: Int]

  /// - Parameter seats: what is left where it is not `Activity.seats`; at most that many new learners can take part.
  /// - Throws: `InvalidPlanningProblem`, the first thing that is wrong.
  public init(
    catalogue: ActivityCatalogue, learners: [Learner], budget: Int? = nil, seats: [String: Int] = [:]
  ) throws(InvalidPlanningProblem) {
    self.catalogue = catalogue
    self.learners = learners
    self.budget = budget
    self.seats = seats
    if let budget, budget < 0 { throw .negativeBudget(budget) }
    try PlanningProblem.check(seats, catalogue)
    var keys: Set<String> = []
    for learner in learners {
      guard keys.insert(learner.key).inserted else { throw .repeatedLearner(learner.key) }
      try learner.check()
    }
  }

  private static func check(
    _ seats: [String: Int], _ catalogue: ActivityCatalogue
  ) throws(InvalidPlanningProblem) {
    let codes = Set(catalogue.activities.map(\.code))
    for (code, count) in seats.sorted(by: { $0.key < $1.key }) {
      if !codes.contains(code) { throw .unknownActivity(code) }
      if count < 0 { throw .negativeSeats(activity: code, count) }
    }
  }
}

extension Learner {
  /// More hours than anybody has until any day that can be planned for.
  static let mostHours = 100_000.0

  fileprivate func check() throws(InvalidPlanningProblem) {
    guard (0...Learner.mostHours).contains(hours) else { throw .hoursOutOfRange(learner: key, hours) }
    var domains: Set<QuotientDomain> = []
    for gap in gaps {
      guard domains.insert(gap.domain).inserted else { throw .repeatedGap(learner: key, gap.domain) }
      guard gap.isSound else { throw .invalidGap(learner: key, gap.domain) }
    }
    for activity in underWay where !(0...Activity.hoursAllowed.upperBound).contains(activity.hours) {
      throw .hoursOutOfRange(learner: "\(key), \(activity.code)", activity.hours)
    }
  }
}

extension LearningGap {
  fileprivate var isSound: Bool {
    required > level && weight > 0 && weight.isFinite && probabilities.count == QuotientLevel.allCases.count
      && probabilities.allSatisfy((0...1).contains) && zip(probabilities, probabilities.dropFirst()).allSatisfy(>=)
  }
}
