import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Plans from templates` {
  private func command(
    _ test: TestStore, _ template: String, person: String = "EMPLOYEE", days: Int = 90
  ) -> PlanFromTemplate {
    PlanFromTemplate(
      template: template, person: test.first.code(person), weeklyHours: 3, dueOn: TestStore.today.adding(days: days))
  }

  private func importTemplates(_ test: TestStore) async throws {
    let (first, second) = (test.first.code("FIRST"), test.first.code("SECOND"))
    try await test.run(
      ImportRoles(sheet: Sheet("code,source,name_en,name_zh,required_level", "CLERK,custom,Clerk,文员,L2")))
    try await test.run(
      ImportPlanTemplates(
        sheet: Sheet(
          "code,name_en,name_zh,activities,role", "BEGIN,Begin,入门,\(first) \(second),",
          "ADVANCE,Advance,进阶,\(second),", "CLERKS,Clerks,文员,\(first),CLERK")))
  }

  @Test func `a draft has the template's activities in order and replaces an earlier one`() async throws {
    let test = try await TestStore.make()
    try await importTemplates(test)
    let (earlier, _) = try await test.insertPlan(for: "EMPLOYEE", .draft)
    let made = try await test.run(command(test, "BEGIN"), as: .manager)
    #expect(made.items == 2 && made.hours == 10 && made.cost == 400)
    let found = try await test.ask(FindPlan(plan: made.plan), as: .employee)
    #expect(found.items.map(\.activity) == ["FIRST", "SECOND"].map(test.first.code))
    #expect(found.items.last?.dueOn == made.endsOn)
    #expect(found.gaps.first { $0.domain == .direct }?.planned == .l2)
    #expect(found.gaps.filter { $0.reason != nil }.count == 5)
    #expect(try await test.ask(ListPlans(PlanSelection(status: .withdrawn))).map(\.plan) == [earlier])
    // Somebody without a score can begin all the same.
    #expect(try await test.run(command(test, "BEGIN", person: "COLLEAGUE")).items == 2)
  }

  @Test func `what does not fit the person is refused and changes nothing`() async throws {
    let test = try await TestStore.make()
    try await importTemplates(test)
    #expect(try await test.code(of: command(test, "NONE")) == "not-found")
    #expect(try await test.code(of: command(test, "CLERKS")) == "other-role")
    #expect(try await test.code(of: command(test, "ADVANCE")) == "prerequisite-missing")
    #expect(try await test.code(of: command(test, "BEGIN", days: 7)) == "does-not-fit")
    #expect(try await test.code(of: command(test, "BEGIN", person: "STRANGER"), as: .manager) == "not-found")
    let (_, items) = try await test.insertPlan(for: "EMPLOYEE", activities: ["FIRST"])
    #expect(try await test.ask(ListPlans(PlanSelection(status: .draft))).isEmpty)
    try await test.run(CompletePlanItem(item: items[0], text: "Quiz"), as: .employee)
    let rest = try await test.run(command(test, "BEGIN"))
    #expect(rest.items == 1)
    try await test.run(SubmitPlan(plan: rest.plan))
    #expect(try await test.code(of: command(test, "BEGIN")) == "in-review")
  }
}
