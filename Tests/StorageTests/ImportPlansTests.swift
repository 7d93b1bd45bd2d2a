import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Plans from a table` {
  private let header = "person,activity,starts_on,due_on"

  @Test func `its rows become drafts in the order of their days and the same table changes nothing`() async throws {
    let test = try await TestStore.make()
    let (employee, first, second) = (test.first.code("EMPLOYEE"), test.first.code("FIRST"), test.first.code("SECOND"))
    let sheet = Sheet(
      header, "\(employee),\(second),2026-08-10,2026-08-28", "\(employee),\(first),2026-08-03,2026-08-07",
      "\(test.first.code("COLLEAGUE")),\(first),2026-08-03,2026-08-07")
    #expect(try await test.run(ImportPlans(sheet: sheet), as: .manager) == ImportCounts(created: 2))
    #expect(try await test.run(ImportPlans(sheet: sheet)) == ImportCounts(unchanged: 2))
    let plan = try #require(try await test.ask(ListPlans(PlanSelection(person: employee))).first)
    let found = try await test.ask(FindPlan(plan: plan.plan))
    #expect(found.plan.status == .draft && found.items.map(\.activity) == [first, second])
    #expect(found.items.map(\.startsOn) == [Day("2026-08-03"), Day("2026-08-10")])
    #expect(found.gaps.first { $0.domain == .direct }?.planned == .l2)
    let other = Sheet(header, "\(employee),\(first),2026-08-03,2026-08-07")
    #expect(try await test.run(ImportPlans(sheet: other)) == ImportCounts(changed: 1))
    #expect(try await test.ask(ListPlans(PlanSelection(person: employee))).map(\.items) == [1])
  }

  @Test func `rows that say what an active plan has are passed over, others are not`() async throws {
    let test = try await TestStore.make()
    let (employee, first, second) = (test.first.code("EMPLOYEE"), test.first.code("FIRST"), test.first.code("SECOND"))
    let (_, items) = try await test.insertPlan(for: "EMPLOYEE")
    let today = TestStore.today
    let rows = [
      "\(items[0]),\(employee),\(first),\(today),\(today.adding(days: 6))",
      "\(items[1]),\(employee),\(second),\(today.adding(days: 7)),\(today.adding(days: 13))",
    ]
    let same = Sheet("item,\(header)", rows[0], rows[1])
    #expect(try await test.run(ImportPlans(sheet: same)) == ImportCounts(unchanged: 1))
    #expect(try await test.ask(ListPlans(PlanSelection(status: .draft))).isEmpty)
    let draft = ",\(test.first.code("COLLEAGUE")),\(first),2026-08-03,2026-08-07"
    #expect(
      try await test.run(ImportPlans(sheet: Sheet("item,\(header)", rows[0], draft)))
        == ImportCounts(created: 1, unchanged: 1))
    let moved = "\(items[0]),\(employee),\(first),\(today),\(today.adding(days: 8))"
    let refused = try await refusal { try await test.run(ImportPlans(sheet: Sheet("item,\(header)", moved))) }
    #expect(refused?.faults.map(\.code) == ["active"])
  }

  @Test func `everything wrong is told by row and column and nothing is taken over`() async throws {
    let test = try await TestStore.make()
    let (employee, colleague, first) = (
      test.first.code("EMPLOYEE"), test.first.code("COLLEAGUE"), test.first.code("FIRST")
    )
    _ = try await test.insertPlan(for: "COLLEAGUE")
    func faults(_ sheet: Sheet, as role: AccountRole = .hrAdmin) async throws -> [String] {
      let refused = try await refusal { try await test.run(ImportPlans(sheet: sheet), as: role) }
      return refused?.faults.map { "\($0.row ?? 0) \($0.field ?? "") \($0.code)" } ?? []
    }
    let cells = Sheet(
      header, "\(employee),\(first),2026-08-10,2026-08-03", "\(employee),\(first),soon,2026-08-03",
      ",\(first),2026-08-03,2036-08-03")
    #expect(
      try await faults(cells) == [
        "2 due_on due-before-start", "3 starts_on invalid", "4 person required", "4 due_on too-long",
      ])
    let rows = Sheet(
      header, "\(employee),NONE,2026-08-03,2026-08-07", "\(employee),\(first),2026-08-03,2026-08-07",
      "\(employee),\(first),2026-08-10,2026-08-14", "GHOST,\(first),2026-08-03,2026-08-07",
      "\(colleague),\(first),2026-08-03,2026-08-07")
    #expect(
      try await faults(rows) == [
        "2 activity unknown-activity", "4 activity duplicate", "5 person unknown-person", "6 person active",
      ])
    let stranger = Sheet(header, "\(test.first.code("STRANGER")),\(first),2026-08-03,2026-08-07")
    #expect(try await faults(stranger, as: .manager) == ["2 person unknown-person"])
    #expect(try await test.ask(ListPlans(PlanSelection(status: .draft))).isEmpty)
  }
}
