import FoundationEssentials
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `Gaps between what is required and measured` {
  private let today = TestStore.today

  private func gaps(
    _ test: TestStore, _ person: String, asOf day: Day? = nil, as role: AccountRole = .hrAdmin
  ) async throws -> ListLearningGaps.Entry {
    try #require(
      try await test.ask(ListLearningGaps(person: test.first.code(person), asOf: day), as: role).first)
  }

  @Test func `they come from the role and the scores that count`() async throws {
    let test = try await TestStore.make()
    let found = try await gaps(test, "EMPLOYEE")
    #expect(found.gaps.map(\.domain) == QuotientDomain.allCases)
    #expect(found.gaps.allSatisfy { $0.level == .l0 && $0.required == .l2 && $0.weight == GapWeight.role })
    #expect(found.gaps.allSatisfy { $0.probability.map { (0..<1).contains($0) } == true })
    #expect(found.role == test.first.code("REP") && found.without == nil)
    // Before the score nothing was known; after its year it has lapsed.
    #expect(try await gaps(test, "EMPLOYEE", asOf: today.adding(months: -3)).without == .notMeasured)
    #expect(try await gaps(test, "EMPLOYEE", asOf: today.adding(months: 13)).without == .notMeasured)
    #expect(try await gaps(test, "COLLEAGUE").without == .notMeasured)
  }

  @Test func `a boundary that lacks its overseer raises them and their weight`() async throws {
    let test = try await TestStore.make()
    try await test.run(
      ProposeBoundaries(
        role: test.first.code("REP"), accountable: test.first.code("MANAGER"), overseer: test.first.code("EMPLOYEE"),
        overseerLevel: .l3))
    #expect(try await gaps(test, "EMPLOYEE").gaps.allSatisfy { $0.weight == GapWeight.role && $0.required == .l2 })
    try await test.run(ApproveBoundaries(role: test.first.code("REP"), skippingRefused: false))
    let found = try await gaps(test, "EMPLOYEE")
    #expect(found.gaps.allSatisfy { $0.required == .l3 && $0.weight >= GapWeight.oversight && $0.boundaries == 2 })
    #expect(try await gaps(test, "OUTSIDER").gaps.allSatisfy { $0.required == .l2 && $0.boundaries == 0 })
  }

  @Test func `managers are told levels of their team and not how sure they are`() async throws {
    let test = try await TestStore.make()
    let team = try await test.ask(ListLearningGaps(unit: test.first.code("HQ")), as: .manager)
    #expect(team.map(\.person) == ["COLLEAGUE", "EMPLOYEE", "MANAGER"].map(test.first.code))
    #expect(team[1].gaps.count == 6 && team[1].gaps.allSatisfy { $0.probability == nil })
    #expect(try await gaps(test, "EMPLOYEE", as: .employee).gaps.allSatisfy { $0.probability != nil })
    #expect(try await test.ask(ListLearningGaps(unit: test.first.code("HQ")), as: .employee).count == 1)
    let stranger = ListLearningGaps(person: test.first.code("STRANGER"))
    #expect(try await refusal { _ = try await test.ask(stranger, as: .manager) }?.code == "not-found")
  }

  @Test func `they are told page by page and each read is audited`() async throws {
    let test = try await TestStore.make()
    let unit = test.first.code("HQ")
    let first = try await test.ask(ListLearningGaps(unit: unit, limit: 4))
    let rest = try await test.ask(ListLearningGaps(unit: unit, after: first.last?.person, limit: 40))
    #expect((first + rest).count == 9 && Set((first + rest).map(\.person)).count == 9)
    let events = try await test.ask(ListAuditEvents(limit: 10), as: .owner)
    #expect(events.count { $0.action == QueryName.listLearningGaps.rawValue } == 2)
    #expect(try await refusal { _ = try await test.ask(ListLearningGaps()) }?.code == "scope-required")
  }

  @Test func `plan items on time are part of the index and past days stay as they were`() async throws {
    let test = try await TestStore.make()
    let (_, items) = try await test.insertPlan(for: "EMPLOYEE", from: today.adding(days: -30))
    func brief(_ day: Day) async throws -> String {
      String(decoding: try JSONEncoder.wire.encode(try await test.ask(ReadBrief(asOf: day))), as: UTF8.self)
    }
    func value(_ day: Day) async throws -> Double? {
      try await test.ask(ReadBrief(asOf: day)).index.dimensions.first { $0.dimension == .workforce }?.value
    }
    let nothingDue = try await brief(today.adding(days: -25))
    let bothLate = try #require(try await value(today))
    try await test.run(
      CompletePlanItem(item: items[0], doneOn: today.adding(days: -24), text: "Quiz"), as: .employee)
    let oneOnTime = try #require(try await value(today))
    #expect(oneOnTime > bothLate)
    let before = try await brief(today)
    try await test.run(
      ReplanPlans(terms: .init(person: test.first.code("EMPLOYEE"), weeklyHours: 3, dueOn: today.adding(days: 90))))
    // What was due and not done stays on record when it is planned anew.
    #expect(try await brief(today) == before)
    #expect(try await brief(today.adding(days: -25)) == nothingDue)
  }
}
