import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing
import Wire

@Suite struct `Generated plans` {
  private let today = TestStore.today

  /// FIRST and SECOND are all that there is to learn.
  private func makeStore() async throws -> TestStore {
    let test = try await TestStore.make()
    try await test.run(RetireActivity(code: test.first.code("SPARE")))
    return test
  }

  private func terms(
    _ test: TestStore, person: String? = nil, unit: String? = nil, budget: Int? = nil, days: Int = 120
  ) -> PlanningTerms {
    PlanningTerms(
      person: person.map(test.first.code), unit: unit.map(test.first.code), budget: budget, weeklyHours: 3,
      dueOn: today.adding(days: days))
  }

  private func generate(
    _ test: TestStore, person: String? = nil, unit: String? = nil, budget: Int? = nil, days: Int = 120,
    as role: AccountRole = .hrAdmin
  ) async throws -> PlanningAnswer {
    let terms = terms(test, person: person, unit: unit, budget: budget, days: days)
    return try await test.run(GeneratePlans(terms: terms, explain: true), as: role)
  }

  @Test func `a person's draft closes what can be closed and says why the rest stays open`() async throws {
    let test = try await makeStore()
    let answer = try await generate(test, person: "EMPLOYEE")
    let person = try #require(answer.people.first)
    let explanation = try #require(person.explanation)
    #expect(explanation.choices.map(\.activity) == ["FIRST", "SECOND"].map(test.first.code))
    #expect(explanation.choices.allSatisfy { !$0.reason.en.isEmpty && !$0.reason.zh.isEmpty })
    #expect(Set(explanation.open.map(\.domain)) == Set(QuotientDomain.allCases).subtracting([.direct]))
    #expect(explanation.open.allSatisfy { !$0.reason.en.isEmpty && !$0.reason.zh.isEmpty })
    #expect(answer.plans == 1 && answer.cost == 400 && answer.hours == 10)
    #expect(answer.closedValue > 0 && answer.closedValue <= answer.upperBound + 1e-9)
    let found = try await test.ask(FindPlan(plan: try #require(person.plan)), as: .employee)
    #expect(found.plan.status == .draft && found.gaps.count == 6)
    #expect(found.gaps.first { $0.domain == .direct }?.planned == .l2)
    #expect(found.gaps.first { $0.domain == .direct }?.reason == nil)
    #expect(found.items.map(\.startsOn) == explanation.choices.map(\.startsOn))
    // 3 hours a week from Wednesday on: 4 hours take seven study days, and 6 more ten.
    #expect(found.items[0].startsOn == today && found.items[0].dueOn == today.adding(days: 8))
    #expect(found.items[1].dueOn > found.items[0].dueOn)
  }

  @Test func `holidays move what is planned and make-up workdays bring it forward`() async throws {
    let test = try await makeStore()
    let free = try await generate(test, person: "EMPLOYEE").people.first?.endsOn
    _ = try await test.owner.write { tx in
      try tx.run(
        """
        INSERT INTO holiday (organisation_id, day, kind)
        SELECT \(test.first.id), day::date, 'holiday' FROM generate_series(\(today), \(today.adding(days: 6)), '1 day') day
        """)
    }
    let later = try await generate(test, person: "EMPLOYEE").people.first
    #expect(later?.explanation?.choices.first?.startsOn == today.adding(days: 7))
    #expect(try #require(later?.endsOn) > #require(free))
  }

  @Test func `a unit's answer tells everyone with a plan or the reason why not`() async throws {
    let test = try await makeStore()
    let answer = try await generate(test, unit: "HQ")
    #expect(answer.people.map(\.person) == ["EMPLOYEE", "OUTSIDER"].map(test.first.code))
    #expect(answer.unplanned.map(\.reason) == [.notMeasured])
    #expect(answer.unplanned.first?.count == 7)
    let again = try await generate(test, unit: "HQ")
    #expect(again.people.map(\.person) == answer.people.map(\.person))
    #expect(again.people.map(\.explanation) == answer.people.map(\.explanation))
    // Each draft has replaced the one before it.
    #expect(Set(try await test.ask(ListPlans()).map(\.plan)) == Set(again.people.compactMap(\.plan)))
    let withdrawn = try await test.ask(ListPlans(PlanSelection(status: .withdrawn)))
    #expect(Set(withdrawn.map(\.plan)) == Set(answer.people.compactMap(\.plan)))
  }

  @Test func `money and seats are shared`() async throws {
    let test = try await makeStore()
    #expect(try await generate(test, unit: "HQ", budget: 800).cost == 800)
    let short = try await generate(test, unit: "HQ", budget: 500)
    #expect(short.cost <= 500 && short.cost > 0)
    let broke = try await generate(test, unit: "HQ", budget: 0)
    #expect(broke.cost == 0 && broke.plans == 0)
    #expect(broke.people.count == 2 && broke.people.allSatisfy { $0.plan == nil && $0.openGaps == 6 })
    #expect(try await test.ask(ListPlans()).isEmpty)
    var activity = try await test.ask(FindActivity(code: test.first.code("FIRST"))).activity
    activity.seats = 1
    try await test.run(ImportActivities(sheet: Sheet([activity])))
    let seats = try await generate(test, unit: "HQ")
    #expect(seats.seats == [.init(activity: activity.code, used: 1, free: 1)])
    #expect(seats.people.count { $0.plan != nil } == 1)
  }

  @Test func `seats that others have are taken even where a manager cannot see them`() async throws {
    let test = try await makeStore()
    var activity = try await test.ask(FindActivity(code: test.first.code("FIRST"))).activity
    activity.seats = 1
    try await test.run(ImportActivities(sheet: Sheet([activity])))
    _ = try await test.insertPlan(for: "STRANGER", activities: ["FIRST"])
    let answer = try await generate(test, unit: "SALES", as: .manager)
    #expect(answer.people.map(\.person) == [test.first.code("EMPLOYEE")])
    #expect(answer.plans == 0)
    #expect(try await generate(test, person: "EMPLOYEE", as: .employee).plans == 0)
  }

  @Test func `plans that are reviewed or active stay as they are`() async throws {
    let test = try await makeStore()
    let (active, _) = try await test.insertPlan(for: "EMPLOYEE")
    let (reviewed, _) = try await test.insertPlan(for: "OUTSIDER", .inReview)
    let answer = try await generate(test, unit: "HQ")
    #expect(answer.plans == 0)
    #expect(answer.unplanned.map(\.reason) == [.notMeasured, .inReview, .active])
    #expect(Set(try await test.ask(ListPlans()).map(\.plan)) == [active, reviewed])
  }

  @Test func `bad terms are refused with nothing stored`() async throws {
    let test = try await makeStore()
    func code(_ change: (inout PlanningTerms) -> Void) async throws -> String? {
      var terms = terms(test, unit: "HQ")
      change(&terms)
      return try await test.code(of: GeneratePlans(terms: terms))
    }
    #expect(try await code { $0.budget = -5 } == "invalid-budget")
    #expect(try await code { $0.weeklyHours = -1 } == "invalid-hours")
    #expect(try await code { $0.dueOn = today.adding(days: -1) } == "due-before-start")
    #expect(try await code { $0.unit = "NOWHERE" } == "not-found")
    #expect(try await code { $0.person = test.first.code("EMPLOYEE") } == "scope-required")
    #expect(try await code { $0.unit = nil } == "scope-required")
    try await test.run(ImportUnits(sheet: Sheet("code,name_en,name_zh", "EMPTY,Empty,空"), effective: today))
    #expect(try await code { $0.unit = "EMPTY" } == "nobody-there")
    let other = GeneratePlans(terms: terms(test, person: "STRANGER"))
    #expect(try await test.code(of: other, as: .manager) == "not-found")
    #expect(try await test.code(of: other, as: .employee) == "not-found")
    let rows = try await test.owner.read { tx in
      try tx.one("SELECT count(*) AS n FROM plan_run") { try $0.decode("n", as: Int.self) }
    }
    #expect(rows == 0)
  }

  @Test func `a rehearsal leaves nothing behind`() async throws {
    let test = try await makeStore()
    let (draft, _) = try await test.insertPlan(for: "EMPLOYEE", .draft)
    let command = GeneratePlans(terms: terms(test, unit: "HQ"))
    let submission = Submission(
      client: UUID(), dryRun: true, commands: [SubmittedCommand(sequence: 1, command: command)])
    let outcomes = try await test.store.submit(
      submission, by: .token(test.first.token(.hrAdmin)), now: TestStore.now)
    guard case .applied(let json) = outcomes[0].verdict else { throw Refusal.unavailable }
    #expect(try JSONDecoder.wire.decode(PlanningAnswer.self, from: Data(json.utf8)).plans == 2)
    #expect(try await test.ask(ListPlans()).map(\.plan) == [draft])
  }

  @Test func `two plannings at once leave one draft a person`() async throws {
    let test = try await makeStore()
    async let first = generate(test, unit: "HQ")
    async let second = generate(test, unit: "HQ", as: .owner)
    #expect(try await [first.plans, second.plans] == [2, 2])
    let plans = try await test.ask(ListPlans())
    #expect(plans.count == 2 && Set(plans.map(\.person)).count == 2)
  }

  @Test func `replanning keeps what is under way and done and drops what was not begun`() async throws {
    let test = try await makeStore()
    let (plan, items) = try await test.insertPlan(for: "EMPLOYEE")
    try await test.run(AddEvidence(item: items[0], hours: 1), as: .employee)
    let command = ReplanPlans(terms: terms(test, person: "EMPLOYEE"), explain: true, comment: "Part time")
    #expect(try await test.code(of: command, as: .employee) == "forbidden")
    let answer = try await test.run(command, as: .manager)
    #expect(answer.plans == 1 && answer.cost == 300)
    let found = try await test.ask(FindPlan(plan: plan))
    #expect(found.plan.status == .active)
    #expect(found.items.map(\.status) == [.underWay, .dropped, .planned])
    #expect(found.items.map(\.activity) == ["FIRST", "SECOND", "SECOND"].map(test.first.code))
    #expect(found.items[2].startsOn >= today && found.items[2].ordinal == 3)
    #expect(found.history.map(\.action) == [.replan] && found.history.map(\.text) == ["Part time"])
    #expect(found.gaps.count == 6)
    let own = ReplanPlans(terms: terms(test, person: "MANAGER"))
    #expect(try await test.run(own, as: .manager).unplanned.map(\.reason) == [.notActive])
  }

  @Test func `what is planned anew does not show on the days before`() async throws {
    let test = try await makeStore()
    _ = try await test.insertPlan(for: "EMPLOYEE", from: today.adding(days: -10))
    try await test.run(ReplanPlans(terms: terms(test, person: "EMPLOYEE")))
    for day in [today.adding(days: -1), today] {
      let report = try await test.ask(ReadPersonGapReport(person: test.first.code("EMPLOYEE"), asOf: day))
      #expect(report.plan?.items.map(\.code) == ["FIRST", "SECOND"].map(test.first.code), "\(day)")
    }
  }

  @Test func `replanning plans on from what was done`() async throws {
    let test = try await makeStore()
    let (plan, items) = try await test.insertPlan(for: "EMPLOYEE", activities: ["FIRST"])
    let (_, others) = try await test.insertPlan(for: "COLLEAGUE", activities: ["FIRST"])
    try await test.run(AddEvidence(item: others[0], hours: 1))
    try await test.run(AddEvidence(item: items[0], hours: 1))
    let answer = try await test.run(ReplanPlans(terms: terms(test, unit: "SALES"), explain: true))
    #expect(answer.people.map(\.person) == [test.first.code("EMPLOYEE")])
    #expect(answer.unplanned.map(\.reason) == [.notMeasured, .notActive])
    #expect(answer.people.first?.explanation?.choices.map(\.activity) == [test.first.code("SECOND")])
    #expect(try await test.ask(FindPlan(plan: plan)).items.map(\.status) == [.underWay, .planned])
  }
}
