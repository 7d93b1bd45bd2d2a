import Readiness
import Testing

@Suite("Reasons in plans")
struct PlanReasonTests {
  private func plan(
    _ activities: [Activity], gap: LearningGap = LearningGap(.direct, .l1, .l3), hours: Double = 10, budget: Int? = nil
  ) throws -> LearnerPlan {
    let learner = Learner(key: "P", gaps: [gap], hours: hours)
    return try PlanningProblem(catalogue: ActivityCatalogue(activities), learners: [learner], budget: budget).solved()
      .plans[0]
  }

  @Test func `an activity tells what it lifts, what is required, and what it takes`() throws {
    let reason = try plan([.course("A", hours: 2.5, cost: 30, lifts: "direct:L1>L2")]).activities[0].reason
    #expect(reason.en == "Lifts “Direct effectively” from L1 to L2 (L3 required), for 2.5 h and a cost of 30.")
    #expect(reason.zh == "将“有效驾驭”从 L1 提升至 L2（要求 L3），用时 2.5 小时，费用 30。")
  }

  @Test func `an activity that lifts nothing tells what needs it`() throws {
    let plan = try plan([
      .course("A", lifts: "explore:L0>L1"), .course("B", lifts: "direct:L1>L3", after: ["A"]),
    ])
    #expect(plan.activities.map(\.reason.en)[0] == "Comes before “Course B”, which needs it.")
    #expect(plan.activities.map(\.reason.zh)[0] == "是“课程 B”的先修活动。")
  }

  @Test func `a gap tells that no activity leads on`() throws {
    let open = try plan([.course("A", lifts: "direct:L1>L2"), .course("B", lifts: "direct:L3>L4")]).openGaps
    #expect(open.map(\.cause) == [.noActivity])
    #expect(open.map(\.reached) == [.l2])
    #expect(open.map(\.reason.en) == ["No activity of the catalogue leads on from L2 in “Direct effectively”."])
  }

  @Test func `a gap tells how many hours are missing`() throws {
    let open = try plan([.course("A", hours: 8, lifts: "direct:L1>L2"), .course("B", hours: 3, lifts: "direct:L2>L3")])
      .openGaps
    #expect(open.map(\.cause) == [.hours])
    #expect(open.map(\.reason.en) == ["“Course B” would take 3 h; beside what closes more, 2 h are left."])
    #expect(open.map(\.reason.zh) == ["“课程 B”需 3 小时；安排收益更高的活动后，仅剩 2 小时。"])
  }

  @Test func `a gap tells how much money is missing, prerequisites included`() throws {
    let open = try plan(
      [
        .course("A", cost: 5, lifts: "direct:L1>L2"), .course("B", cost: 7, lifts: "explore:L0>L1"),
        .course("C", cost: 8, lifts: "direct:L2>L3", after: ["B"]),
      ], hours: 20, budget: 12
    ).openGaps
    #expect(open.map(\.cause) == [.money])
    #expect(
      open.map(\.reason.en) == [
        "“Course C” with what comes before it would cost 15; beside what closes more, 7 of the budget is left."
      ])
  }

  @Test func `a gap tells which prerequisite has no seat`() throws {
    let catalogue = try ActivityCatalogue([
      .course("A", lifts: "explore:L0>L1"), .course("B", lifts: "direct:L1>L3", after: ["A"]),
    ])
    let learner = Learner(key: "P", gaps: [LearningGap(.direct, .l1, .l3)], hours: 10)
    let open = try PlanningProblem(catalogue: catalogue, learners: [learner], seats: ["A": 0]).solved().plans[0]
      .openGaps
    #expect(open.map(\.cause) == [.prerequisite])
    #expect(open[0].reason.en.contains("“Course A”, which comes before it, has no seat left"))
  }

  @Test func `a gap tells that nothing would be gained where the person is surely above it`() throws {
    let gap = LearningGap(domain: .direct, level: .l1, required: .l2, probabilities: [1, 1, 1, 0, 0])
    let plan = try plan([.course("A", lifts: "direct:L1>L2")], gap: gap)
    #expect(plan.activities.isEmpty)
    #expect(plan.openGaps.map(\.cause) == [.noGain])
  }

  @Test(arguments: 3001...3060 as ClosedRange<UInt64>)
  func `every choice and every open gap has a sentence in both languages, and its cause is so`(seed: UInt64) throws {
    let problem = try SmallPlanning(seed: seed, learners: 8).problem
    let result = problem.solved()
    let reasons = result.plans.flatMap { $0.activities.map(\.reason) + $0.openGaps.map(\.reason) }
    #expect(reasons.allSatisfy { $0.en.hasSuffix(".") && $0.zh.hasSuffix("。") })
    let open = result.plans.flatMap(\.openGaps)
    #expect(!open.contains { $0.cause == .noGain })
    #expect(problem.budget != nil || !open.contains { $0.cause == .money })
  }
}
