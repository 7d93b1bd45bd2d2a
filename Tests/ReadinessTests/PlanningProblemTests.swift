import Readiness
import Testing

@Suite("Problems of planning")
struct PlanningProblemTests {
  private let gap = LearningGap(.direct, .l1, .l2)

  private func problem(
    _ learners: [Learner], budget: Int? = nil, seats: [String: Int] = [:]
  ) throws -> PlanningProblem {
    let catalogue = try ActivityCatalogue([.course("A", lifts: "direct:L1>L2")])
    return try PlanningProblem(catalogue: catalogue, learners: learners, budget: budget, seats: seats)
  }

  @Test func `nobody to plan for is no problem`() throws {
    let result = try problem([], budget: 0).solved()
    #expect(result.plans.isEmpty)
    #expect(result.relativeGap == 0)
  }

  @Test func `a negative budget is refused`() {
    #expect(throws: InvalidPlanningProblem.negativeBudget(-1)) { try problem([], budget: -1) }
  }

  @Test func `seats are refused of an activity that there is not, and below none`() {
    #expect(throws: InvalidPlanningProblem.unknownActivity("B")) { try problem([], seats: ["B": 1]) }
    #expect(throws: InvalidPlanningProblem.negativeSeats(activity: "A", -2)) { try problem([], seats: ["A": -2]) }
  }

  @Test func `a learner is refused twice`() {
    let learner = Learner(key: "P", gaps: [gap], hours: 1)
    #expect(throws: InvalidPlanningProblem.repeatedLearner("P")) { try problem([learner, learner]) }
  }

  @Test(arguments: [-1, .infinity, 1e9])
  func `hours that nobody has are refused`(hours: Double) {
    #expect(throws: InvalidPlanningProblem.hoursOutOfRange(learner: "P", hours)) {
      try problem([Learner(key: "P", gaps: [gap], hours: hours)])
    }
  }

  @Test func `hours left of what is under way are refused below none`() {
    let begun = Activity.course("A", hours: -1, lifts: "direct:L1>L2")
    #expect(throws: InvalidPlanningProblem.hoursOutOfRange(learner: "P, A", -1)) {
      try problem([Learner(key: "P", gaps: [gap], hours: 1, underWay: [begun])])
    }
  }

  @Test func `two gaps in a domain are refused`() {
    #expect(throws: InvalidPlanningProblem.repeatedGap(learner: "P", .direct)) {
      try problem([Learner(key: "P", gaps: [gap, gap], hours: 1)])
    }
  }

  @Test(arguments: [
    LearningGap(.direct, .l2, .l2), LearningGap(.direct, .l1, .l2, weight: 0),
    LearningGap(.direct, .l1, .l2, weight: .nan),
    LearningGap(domain: .direct, level: .l1, required: .l2, probabilities: [1, 1, 0.2]),
    LearningGap(domain: .direct, level: .l1, required: .l2, probabilities: [1, 0.2, 0.4, 0, 0]),
    LearningGap(domain: .direct, level: .l1, required: .l2, probabilities: [1, 1, .nan, 0, 0]),
  ])
  func `a gap that is none is refused`(gap: LearningGap) {
    #expect(throws: InvalidPlanningProblem.invalidGap(learner: "P", .direct)) {
      try problem([Learner(key: "P", gaps: [gap], hours: 1)])
    }
  }

  @Test func `every refusal names what it is about, in both languages`() {
    let problems: [InvalidPlanningProblem] = [
      .unknownActivity("Q7"), .negativeSeats(activity: "Q7", -1), .repeatedLearner("Q7"),
      .hoursOutOfRange(learner: "Q7", -1), .repeatedGap(learner: "Q7", .direct), .invalidGap(learner: "Q7", .direct),
    ]
    for problem in problems {
      #expect(problem.message.en.contains("“Q7”"))
      #expect(problem.message.zh.contains("“Q7”"))
    }
  }

  @Test func `a gap is worth what its levels are short of being there, by its weight`() {
    let gap = LearningGap(domain: .direct, level: .l1, required: .l3, probabilities: [1, 0.9, 0.5, 0.25, 0], weight: 2)
    #expect(gap.value(of: .l1) == 0)
    #expect(gap.value(of: .l2) == 1)
    #expect(gap.value(of: .l3) == 2.5)
    #expect(gap.value(of: .l4) == 2.5)
    #expect(gap.value == 2.5)
  }
}
