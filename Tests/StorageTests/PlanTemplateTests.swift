import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Plan templates and holidays` {
  @Test func `templates are created and changed and keep their order`() async throws {
    let test = try await TestStore.make()
    let (first, second, spare) = (test.first.code("FIRST"), test.first.code("SECOND"), test.first.code("SPARE"))
    var template = try await test.ask(FindPlanTemplate(code: test.first.code("START"))).template
    #expect(template.activities == [first, second])
    #expect(try await test.run(ImportPlanTemplates(sheet: Sheet([template]))) == ImportCounts(unchanged: 1))
    template.activities = [spare, first, second]
    template.role = test.first.code("REP")
    var other = template
    other.code = "OTHER"
    other.activities = [second, spare]
    let counts = try await test.run(ImportPlanTemplates(sheet: Sheet([template, other])))
    #expect(counts == ImportCounts(created: 1, changed: 1))
    #expect(try await test.ask(ListPlanTemplates()) == [template, other])
    let found = try await test.ask(FindPlanTemplate(code: template.code))
    #expect(found.hours == 11 && found.cost == 400)
  }

  @Test func `a template that does not fit is refused by its row and nothing of the table is kept`() async throws {
    let test = try await TestStore.make()
    let (first, second) = (test.first.code("FIRST"), test.first.code("SECOND"))
    let sheet = Sheet(
      "code,name_en,name_zh,activities,role", "A,A,甲,\(first),", "B,B,乙,\(second) \(first),",
      "C,C,丙,NONE \(first) \(first),",
      "D,D,丁,\(first),NOBODY")
    let refused = try await refusal { try await test.run(ImportPlanTemplates(sheet: sheet)) }
    #expect(
      refused?.faults.map { "\($0.row ?? 0) \($0.code)" } == [
        "3 wrong-order", "4 unknown-activity", "4 activity-repeated", "5 unknown-role",
      ])
    #expect(try await test.ask(ListPlanTemplates()).map(\.code) == [test.first.code("START")])
    let empty = try await refusal {
      try await test.run(ImportPlanTemplates(sheet: Sheet("code,name_en,name_zh,activities", "A,A,甲,")))
    }
    #expect(empty?.faults.map(\.code) == ["required"])
  }

  @Test func `holidays are added and changed by their day and removed`() async throws {
    let test = try await TestStore.make()
    let header = "day,kind,name_en,name_zh"
    let counts = try await test.run(
      ImportHolidays(
        sheet: Sheet(
          header, "2026-10-01,workday,Shift,调班", "2026-10-10,workday,Make-up,调休", "2027-01-01,holiday,New Year,元旦"))
    )
    #expect(counts == ImportCounts(created: 2, changed: 1))
    #expect(try await test.ask(ListHolidays(year: 2026)).map(\.kind) == [.workday, .workday])
    try await test.run(RemoveHoliday(day: Day(year: 2026, month: 10, day: 10) ?? TestStore.today))
    #expect(try await test.ask(ListHolidays()).map(\.day.description) == ["2026-10-01", "2027-01-01"])
    let refused = try await refusal {
      try await test.run(
        ImportHolidays(
          sheet: Sheet(
            header, "2026-02-30,holiday,X,某", ",feast,X,某", "2026-03-01,holiday,X,某", "2026-03-01,holiday,X,某")))
    }
    #expect(
      refused?.faults.map { "\($0.row ?? 0) \($0.field ?? "") \($0.code)" } == [
        "2 day invalid", "3 day required", "3 kind invalid",
      ])
    let twice = try await refusal {
      try await test.run(ImportHolidays(sheet: Sheet(header, "2026-03-01,holiday,X,某", "2026-03-01,holiday,X,某")))
    }
    #expect(twice?.faults.map { "\($0.row ?? 0) \($0.field ?? "") \($0.code)" } == ["3 day duplicate"])
  }
}
