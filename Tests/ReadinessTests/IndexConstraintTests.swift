import Readiness
import Testing

@Suite("What holds the index back")
struct IndexConstraintTests {
  private func constraints(
    _ ratings: [Rating] = Small.ratings(), _ edit: (inout IndexFacts) -> Void = { _ in }
  ) throws -> [Brief.Constraint] {
    var facts = Small.facts
    edit(&facts)
    let profile = try Small.profile()
    let result = ReadinessIndex.compute(profile: profile, ratings: ratings, facts: facts)
    return ReadinessIndex.constraints(of: result, profile: profile, ratings: ratings, facts: facts)
  }

  @Test func `the three that lose most points come first, with their figures`() throws {
    let found = try constraints()
    #expect(found.map(\.dimension) == [.workforce, .boundaries, .strategy])
    #expect(zip(found, [14, 11, 7.5]).allSatisfy { Small.isNear($0.pointsLost, $1) })
    #expect(found[0].reason.en == "50 % of people meet their role's requirement; the mean AI quotient is 60 of 100.")
    #expect(found[0].reason.zh == "50% 的员工达到岗位要求；AI 商平均分为 60（满分 100）。")
    #expect(
      found[1].reason.en
        == "60 % of tasks, weighted by headcount, have an approved boundary; 25 % of approved boundaries have an"
        + " accountable human and a qualified overseer.")
    #expect(found[1].reason.zh == "按人数加权，60% 的任务已有批准的边界；25% 的已批准边界有负责人和达标的监督人。")
    #expect(found[2].reason.en == "“Is b?” stands at L0 and alone costs 7.5 index points.")
    #expect(found[2].reason.zh == "“b 吗？”目前为 L0，仅此一项就失去 7.5 分。")
  }

  @Test func `a dimension of which nothing is known loses all of its weight`() throws {
    let found = try constraints(Small.ratings(nil, nil, .l2)) { $0.workforce = .init() }
    #expect(found[0].dimension == .workforce)
    #expect(found[0].value == nil)
    #expect(found[0].pointsLost == 40)
    #expect(found[0].reason.en == "Nobody has a valid score: run an assessment.")
    #expect(found[1].reason.en == "2 of 2 questions are unanswered.")
  }

  @Test func `a share that would tell of fewer than five people is not told`() throws {
    let few = try constraints {
      $0.workforce.meeting = 3
      $0.workforce.assessed = 98
      $0.workforce.scores = 9800
    }
    #expect(
      few[0].reason.en
        == "Fewer than five people meet their role's requirement; 70 % of plan items due were done on time.")
    let gap = try constraints {
      $0.workforce.requiredAssessed = 2
      $0.workforce.meeting = 2
      $0.workforce.assessed = 2
      $0.workforce.scores = 200
    }
    #expect(gap[0].reason.en.hasSuffix("; all but fewer than five people have no valid score."))
  }

  @Test func `a dimension at its best is no constraint`() throws {
    let found = try constraints(Small.ratings(.l4, .l4, .l4))
    #expect(found.map(\.dimension) == [.workforce, .boundaries])
  }
}
