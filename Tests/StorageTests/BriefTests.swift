import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Readiness brief` {
  @Test func `the brief of a past day is the same after all that came later`() async throws {
    let test = try await TestStore.make()
    let day = Day("2026-06-01")
    let before = try await test.ask(ReadBrief(asOf: day))
    let role = test.first.code("REP")
    try await test.run(
      ImportPeople(
        sheet: Sheet("external_id,name,unit,role", "N1,New One,\(test.first.code("HQ")),\(role)"),
        effective: Day("2026-06-10")))
    try await test.run(ApproveBoundaries(role: role, effective: Day("2026-06-10"), skippingRefused: true))
    try await test.run(
      SetRatings(
        sheet: Sheet("item,answer,evidence", "strategy.business_goal,L4,verified"), effective: Day("2026-06-10")))
    try await test.run(
      ImportResponses(
        instrument: "aiq-core", sheet: Sheet("person,item,answer", "N1,UND-01,b"), takenOn: Day("2026-06-10")))
    try await test.run(
      ImportUnits(
        sheet: Sheet("code,name_en,name_zh,parent", "\(test.first.code("HQ")),Renamed,改名,"),
        effective: Day("2026-06-10")))
    #expect(try await test.ask(ReadBrief(asOf: day)) == before)
    #expect(try await test.ask(ReadBrief(asOf: Day("2026-06-10"))) != before)
  }

  @Test func `headcount, scores and boundaries are those of the rows`() async throws {
    let test = try await TestStore.make()
    try await test.run(ApproveBoundaries(role: test.first.code("REP"), skippingRefused: true))
    let brief = try await test.ask(ReadBrief())
    #expect(brief.headcount == 9)
    let role = try #require(brief.roles.first)
    let inForce = try await test.ask(ListBoundaries())
    #expect(role.levels == HumanAgencyLevel.allCases.map { level in inForce.count { $0.decidedLevel == level } })
    #expect(role.undecided == 2 - inForce.count)
    #expect(brief.trend.last?.day == TestStore.today && brief.trend.count == ReadBrief.trendMonths + 1)
    let strategy = try #require(brief.index.dimensions.first { $0.dimension == .strategy })
    #expect(strategy.value == 50, "one item answered, at L2")
    #expect(brief.constraints.count == 3)
  }

  @Test func `no cell under five people is published and no unit under five has a brief`() async throws {
    let test = try await TestStore.make()
    let brief = try await test.ask(ReadBrief())
    for unit in brief.quotient {
      #expect(unit.levels.compactMap { $0 }.allSatisfy { $0 == 0 || $0 >= Suppression.threshold })
      #expect(unit.mean == nil)
    }
    let small = try await refusal { _ = try await test.ask(ReadBrief(unit: test.first.code("SALES"))) }
    #expect(small?.code == "too-few-people")
  }

  @Test func `a unit's own rating stands before that of the whole`() async throws {
    let test = try await TestStore.make()
    let unit = test.first.code("HQ")
    try await test.run(
      SetRatings(sheet: Sheet("item,answer,evidence,unit", "strategy.business_goal,L4,verified,\(unit)")))
    func strategy(_ brief: Brief) -> Double? { brief.index.dimensions.first { $0.dimension == .strategy }?.value }
    let (own, whole) = (try await test.ask(ReadBrief(unit: unit)), try await test.ask(ReadBrief()))
    #expect(strategy(own) == 100)
    #expect(strategy(whole) == 50)
  }
}

@Suite struct `Report runs` {
  @Test func `of many machines at once exactly one gets each due run`() async throws {
    let test = try await TestStore.make()
    let claims = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask { try await test.run(ClaimRuns(claimant: UUID()), as: .service).runs.count }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(claims.sorted() == [0, 0, 0, 0, 0, 0, 0, 1])
  }

  @Test func `a run whose machine died is taken over and its late delivery refused`() async throws {
    let test = try await TestStore.make()
    let (dead, heir) = (UUID(), UUID())
    let run = try #require(try await test.run(ClaimRuns(claimant: dead), as: .service).runs.first)
    #expect(try await test.run(ClaimRuns(claimant: heir), as: .service).runs.isEmpty)
    let later = TestStore.now.addingTimeInterval(601)
    let taken = try await test.run(ClaimRuns(claimant: heir), as: .service, at: later).runs
    #expect(taken.map(\.run) == [run.run])
    func deliver(_ claimant: UUID) -> DeliverRun {
      DeliverRun(run: run.run, claimant: claimant, target: "/srv/a.html", sha256: String(repeating: "ab", count: 32))
    }
    #expect(try await refusal { try await test.run(deliver(dead), as: .service, at: later) }?.code == "not-claimed")
    try await test.run(deliver(heir), as: .service, at: later)
    #expect(
      try await test.run(ClaimRuns(claimant: dead), as: .service, at: later).runs.isEmpty, "delivered is delivered")
    let nextWeek = TestStore.now.addingTimeInterval(7 * 86_400)
    #expect(try await test.run(ClaimRuns(claimant: dead), as: .service, at: nextWeek).runs.count == 1)
  }

  @Test(arguments: [
    (ReportInterval.day, "2026-07-01"), (.week, "2026-06-29"), (.month, "2026-07-01"), (.quarter, "2026-07-01"),
  ])
  func `a report is due on the first day of its interval`(every: ReportInterval, due: String) {
    #expect(every.latest(by: TestStore.today) == Day(due))
  }
}
