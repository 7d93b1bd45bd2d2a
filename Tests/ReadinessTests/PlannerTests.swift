import Readiness
import Testing

/// Against trying everything; a failing case names its seed.
@Suite("Planning of training")
struct PlannerTests {
  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `a single person's plan closes as much as any plan could`(seed: UInt64) throws {
    let problem = try SmallPlanning(seed: seed, learners: 1).problem
    let result = problem.solved()
    #expect(abs(result.closed - problem.bestByTrying()) < 1e-9)
    #expect(result.relativeGap < 1e-9)
  }

  @Test(arguments: 1001...1200 as ClosedRange<UInt64>)
  func `a group's plans come within a hundredth of the best, and the bound is never below it`(seed: UInt64) throws {
    let problem = try SmallPlanning(seed: seed, learners: Int(seed % 2) + 2).problem
    let result = problem.solved()
    let best = problem.bestByTrying()
    #expect(result.closed >= best * 0.99)
    #expect(result.closed <= best + 1e-9)
    #expect(result.upperBound >= best - 1e-9)
  }

  @Test(arguments: 2001...2100 as ClosedRange<UInt64>)
  func `plans keep to prerequisites, hours, money and seats`(seed: UInt64) throws {
    let problem = try SmallPlanning(seed: seed, learners: 12).problem
    let result = problem.solved()
    for (learner, plan) in zip(problem.learners, result.plans) {
      var done = learner.done
      for planned in plan.activities {
        #expect(done.isSuperset(of: planned.activity.prerequisites))
        #expect(done.insert(planned.activity.code).inserted)
      }
      #expect(plan.hours <= learner.hours)
      #expect(plan.cost == plan.activities.reduce(0) { $0 + $1.activity.cost })
    }
    #expect(result.cost <= problem.budget ?? .max)
    #expect(result.cost == result.plans.reduce(0) { $0 + $1.cost })
    for activity in problem.catalogue.activities {
      #expect(result.seatsUsed[activity.code] ?? 0 <= activity.seats ?? .max)
    }
  }

  @Test(arguments: 2001...2050 as ClosedRange<UInt64>)
  func `levels, values and open gaps are those that the activities lead to`(seed: UInt64) throws {
    let problem = try SmallPlanning(seed: seed, learners: 6).problem
    for (learner, plan) in zip(problem.learners, problem.solved().plans) {
      var levels = Dictionary(uniqueKeysWithValues: learner.gaps.map { ($0.domain, $0.level) })
      for lift in plan.activities.flatMap(\.lifts) {
        #expect(levels[lift.domain] == lift.from)
        levels[lift.domain] = lift.to
      }
      #expect(plan.levels == levels)
      #expect(abs(plan.closed - plan.activities.reduce(0) { $0 + $1.closes }) < 1e-9)
      let open = learner.gaps.filter { levels[$0.domain] ?? .l0 < $0.required }.map(\.domain)
      #expect(Set(plan.openGaps.map(\.gap.domain)) == Set(open))
    }
  }

  @Test(arguments: 2001...2020 as ClosedRange<UInt64>)
  func `the same problem has the same plans, in whichever order its activities are given`(seed: UInt64) throws {
    let problem = try SmallPlanning(seed: seed, learners: 9).problem
    let turned = try PlanningProblem(
      catalogue: ActivityCatalogue(problem.catalogue.activities.reversed()), learners: problem.learners,
      budget: problem.budget)
    #expect(problem.solved() == problem.solved())
    #expect(problem.solved() == turned.solved())
  }

  @Test func `of plans that close the same the cheaper is taken, then the shorter, then the first by code`() throws {
    let catalogue = try ActivityCatalogue([
      .course("D", hours: 2, cost: 10, lifts: "direct:L1>L2"), .course("C", hours: 2, cost: 10, lifts: "direct:L1>L2"),
      .course("B", hours: 3, cost: 10, lifts: "direct:L1>L2"), .course("A", hours: 1, cost: 11, lifts: "direct:L1>L2"),
    ])
    let learner = Learner(key: "P", gaps: [LearningGap(.direct, .l1, .l2)], hours: 10)
    let plan = try PlanningProblem(catalogue: catalogue, learners: [learner]).solved().plans[0]
    #expect(plan.activities.map(\.activity.code) == ["C"])
  }

  @Test func `scarce seats go to whom a boundary needs as its overseer`() throws {
    let catalogue = try ActivityCatalogue([.course("C", seats: 1, lifts: "evaluate:L1>L3")])
    let learners = [
      Learner(key: "P", gaps: [LearningGap(.evaluate, .l1, .l3)], hours: 10),
      Learner(key: "O", gaps: [LearningGap(.evaluate, .l1, .l3, weight: 2, isForOversight: true)], hours: 10),
    ]
    let result = try PlanningProblem(catalogue: catalogue, learners: learners).solved()
    #expect(result.plans.map(\.activities.count) == [0, 1])
    #expect(result.plans[0].openGaps.map(\.cause) == [.seats])
    #expect(result.plans[1].activities[0].reason.en.contains("overseer"))
    #expect(result.seatsUsed == ["C": 1])
  }

  @Test func `what is under way stays, comes first and takes hours, but neither money nor seats`() throws {
    let begun = Activity.course("A", hours: 6, cost: 500, seats: 1, lifts: "direct:L0>L1")
    let catalogue = try ActivityCatalogue([
      begun, .course("B", hours: 4, cost: 10, lifts: "direct:L1>L2", after: ["A"]),
      .course("C", hours: 4, cost: 10, lifts: "direct:L2>L3"),
    ])
    let learner = Learner(key: "P", gaps: [LearningGap(.direct, .l0, .l3)], hours: 10, underWay: [begun])
    let result = try PlanningProblem(catalogue: catalogue, learners: [learner], budget: 10, seats: ["A": 0]).solved()
    let plan = result.plans[0]
    #expect(plan.activities.map(\.activity.code) == ["A", "B"])
    #expect(plan.activities.map(\.isKept) == [true, false])
    #expect(plan.levels == [.direct: .l2])
    #expect(plan.cost == 10)
    #expect(plan.hours == 10)
    #expect(result.seatsUsed == ["B": 1])
    #expect(result.relativeGap == 0)
    #expect(plan.openGaps.map(\.cause) == [.hours])
  }

  @Test func `what is done is not planned again, and opens what needs it`() throws {
    let catalogue = try ActivityCatalogue([
      .course("A", lifts: "direct:L0>L2"), .course("B", lifts: "direct:L1>L2", after: ["A"]),
    ])
    let learner = Learner(key: "P", gaps: [LearningGap(.direct, .l1, .l2)], hours: 10, done: ["A"])
    let plan = try PlanningProblem(catalogue: catalogue, learners: [learner]).solved().plans[0]
    #expect(plan.activities.map(\.activity.code) == ["B"])
  }
}
