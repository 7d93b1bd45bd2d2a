import FoundationEssentials
import Postgres
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `The gap report of an organisation` {
  /// Scores for everyone.
  private func assessed() async throws -> TestStore {
    let test = try await TestStore.make()
    let people = ["BOSS", "HR", "ASSESSOR", "MANAGER", "COLLEAGUE", "LEAD", "STRANGER"].map(test.first.code)
    let rows = people.enumerated().map { "\($0.element),UND-01,\($0.offset % 2 == 0 ? "b" : "a")" }
    try await test.run(
      ImportResponses(
        instrument: "aiq-core",
        sheet: Sheet(
          header: ["person", "item", "answer"],
          rows: rows.enumerated().map { index, row in
            Sheet.Row(row: index + 2, cells: row.split(separator: ",").map(String.init))
          }), takenOn: TestStore.today.adding(months: -1)))
    return test
  }

  @Test func `a domain's gap is the mean of what each person is expected to lack`() async throws {
    let test = try await assessed()
    let report = try await test.ask(ReadGapReport())
    #expect(report.headcount == 9 && report.measured == 9)
    let expected = try await test.owner.read { tx in
      try tx.one(
        """
        SELECT avg(2 - probabilities[2]::numeric - probabilities[3]::numeric)::float8 AS gap,
          avg(probabilities[3]::numeric)::float8 AS meeting
        FROM score s JOIN person p ON p.id = s.person_id
        WHERE s.domain = 'understand' AND p.external_id LIKE 'A-%'
        """
      ) { (try $0.decode("gap", as: Double.self), try $0.decode("meeting", as: Double.self)) }
    }
    #expect(report.domains.map(\.domain) == QuotientDomain.allCases)
    #expect(abs(report.domains[0].gap - expected.0) < 1e-9, "the role requires L2")
    #expect(abs(report.domains[0].meeting - expected.1) < 1e-9)
    #expect(report.roles.map(\.people) == [9])
    #expect(report.roles[0].gaps[0] == report.domains[0].gap)
  }

  @Test func `units of fewer than five people are not told of`() async throws {
    let test = try await assessed()
    let report = try await test.ask(ReadGapReport())
    #expect(report.units.map(\.people) == [nil, nil, nil])
    #expect(report.units.flatMap(\.gaps).allSatisfy { $0 == nil })
    let small = try await refusal { _ = try await test.ask(ReadGapReport(unit: test.first.code("SALES"))) }
    #expect(small?.code == "too-few-people")
  }

  @Test func `a level required of a domain stands before the one required overall`() async throws {
    let test = try await assessed()
    let before = try await test.ask(ReadGapReport()).domains
    try await test.run(
      ImportRoles(
        sheet: Sheet(
          "code,source,name_en,name_zh,required_level,direct", "\(test.first.code("REP")),custom,R,专员,L2,L4"),
        effective: TestStore.today))
    let report = try await test.ask(ReadGapReport())
    #expect(report.domains[2].gap > before[2].gap && report.domains[0] == before[0])
    #expect(try await test.ask(ReadGapReport(asOf: TestStore.today.adding(days: -1))).domains == before)
  }

  @Test func `a manager's report is of their team, and an employee has none`() async throws {
    let test = try await assessed()
    #expect(try await refusal { _ = try await test.ask(ReadGapReport(), as: .manager) }?.code == "too-few-people")
    #expect(try await refusal { _ = try await test.ask(ReadGapReport(), as: .employee) }?.code == "forbidden")
  }

  @Test func `plans are counted by person and activities without small groups`() async throws {
    let test = try await assessed()
    #expect(try await test.ask(ReadGapReport()).plans == .none(headcount: 9))
    for person in ["BOSS", "HR", "ASSESSOR", "MANAGER", "COLLEAGUE", "LEAD"] {
      try await test.insertPlan(of: person)
    }
    let plans = try await test.ask(ReadGapReport()).plans
    #expect(plans.people == [nil, 0, 0, nil, 0], "three have none: the six others hide that")
    #expect(plans.items == [0, 0, 6, 0])
    #expect(plans.hours == 24 && plans.cost == 600)
    #expect(plans.activities.map(\.people) == [6] && plans.activities[0].done == 0)
    #expect(plans.activities[0].startsOn == TestStore.today.adding(days: -30))
    #expect(plans.open.map(\.domain) == [.direct] && plans.open[0].people == 6 && plans.open[0].closed == 0)
    #expect(plans.open[0].reasons == [.init(text: LocalizedText(en: "No money is left.", zh: "预算已用完。"), people: 6)])
  }

  @Test func `a past day's plans are as they stood then`() async throws {
    let test = try await assessed()
    for person in ["BOSS", "HR", "ASSESSOR", "MANAGER", "COLLEAGUE", "LEAD"] {
      try await test.insertPlan(of: person)
    }
    let earlier = try await test.ask(ReadGapReport(asOf: TestStore.today.adding(days: -25))).plans
    #expect(earlier.items == [0, 6, 0, 0])
    let draft = try await test.ask(ReadGapReport(asOf: TestStore.today.adding(days: -35))).plans
    #expect(draft.people == [nil, nil, 0, 0, 0] && draft.items == [0, 0, 0, 0])
    let none = try await test.ask(ReadGapReport(asOf: TestStore.today.adding(days: -45))).plans
    #expect(none == .none(headcount: 9))
  }

  @Test func `a person's report has their levels, their plan and what it leaves open`() async throws {
    let test = try await assessed()
    try await test.insertPlan(of: "EMPLOYEE")
    let person = test.first.code("EMPLOYEE")
    let own = try await test.ask(ReadPersonGapReport(person: person), as: .employee)
    #expect(own.name == "Em Ployee" && own.role?.zh == "专员")
    #expect(own.domains.map(\.required) == QuotientDomain.allCases.map { _ in .l2 })
    #expect(own.domains.allSatisfy { $0.measured != nil && $0.probability != nil })
    #expect(own.domains[2].planned == .l1 && own.domains[2].reason?.en == "No money is left.")
    #expect(own.plan?.stage == .active && own.plan?.items.map(\.stage) == [.overdue])
    #expect(own.plan?.items[0].name.zh == "入门" && own.plan?.items[0].hours == 4)
    let toManager = try await test.ask(ReadPersonGapReport(person: person), as: .manager)
    #expect(toManager.domains.map(\.measured) == own.domains.map(\.measured))
    #expect(toManager.domains.allSatisfy { $0.probability == nil })
  }

  @Test func `another's report is out of reach, and each read is in the audit`() async throws {
    let test = try await assessed()
    let outsider = ReadPersonGapReport(person: test.first.code("OUTSIDER"))
    #expect(try await refusal { _ = try await test.ask(outsider, as: .employee) }?.code == "not-found")
    #expect(try await refusal { _ = try await test.ask(outsider, as: .manager) }?.code == "not-found")
    _ = try await test.ask(outsider)
    let event = try #require(try await test.ask(ListAuditEvents(before: nil, limit: 1), as: .auditor).first)
    #expect(event.action == "report.person-gaps")
  }
}

@Suite struct `Reports of every kind` {
  @Test(arguments: ReportKind.allCases)
  func `are named, become due and are listed by their kind`(kind: ReportKind) async throws {
    let test = try await TestStore.make()
    try await test.run(DefineReport(code: "council", kind: kind, format: .html, language: .zh))
    try await test.run(ScheduleReport(code: "council", every: .day))
    let runs = try await test.run(ClaimRuns(claimant: UUID()), as: .service).runs
    #expect(runs.first { $0.code == "council" }?.kind == kind)
    #expect(try await test.ask(ListSchedules()).first { $0.code == "council" }?.kind == kind)
  }
}

extension TestStore {
  /// An active plan of a person of the first organisation, of one activity that is overdue; made 40 days ago, active for
  /// 32 days and begun 30 days ago.
  fileprivate func insertPlan(of person: String) async throws {
    let today = TestStore.today
    try await owner.write { tx in
      let plan = UUID()
      try tx.run(
        """
        INSERT INTO plan (organisation_id, id, person_id, status, starts_on, due_on, weekly_hours, created_on,
          submitted_at, activated_on)
        SELECT organisation_id, \(plan), id, 'active', \(today.adding(days: -30)), \(today.adding(days: 60)), 2,
          \(today.adding(days: -40)), \(today.adding(days: -33).instant), \(today.adding(days: -32))
        FROM person WHERE external_id = \(first.code(person))
        """)
      try tx.run(
        """
        INSERT INTO plan_item (organisation_id, id, plan_id, person_id, activity_id, ordinal, status, starts_on, due_on,
          hours, cost, lifts, reason_en, reason_zh, started_on)
        SELECT p.organisation_id, gen_random_uuid(), p.id, p.person_id, a.id, 1, 'under_way',
          \(today.adding(days: -30)), \(today.adding(days: -10)), 4, 100, '[]', 'It closes a gap.', '可弥补差距。',
          \(today.adding(days: -28))
        FROM plan p JOIN activity a ON a.organisation_id = p.organisation_id AND a.code = \(first.code("FIRST"))
        WHERE p.id = \(plan)
        """)
      try tx.run(
        """
        INSERT INTO plan_gap (organisation_id, plan_id, person_id, domain, measured_level, required_level,
          planned_level, probability, weight, reason_en, reason_zh)
        SELECT organisation_id, id, person_id, 'direct', 0, 2, 1, 0.1, 1, 'No money is left.', '预算已用完。'
        FROM plan WHERE id = \(plan)
        """)
    }
  }
}
