import FoundationEssentials
import Readiness
import Storage
import TestSupport
import Testing

@Suite struct `Plans and their review` {
  @Test func `a draft goes through review and becomes active with its history`() async throws {
    let test = try await TestStore.make()
    let (plan, _) = try await test.insertPlan(for: "EMPLOYEE", .draft)
    #expect(try await test.run(SubmitPlan(plan: plan, comment: "Please"), as: .employee).status == .waitingForReview)
    #expect(try await test.run(TakeUpPlan(plan: plan), as: .manager).status == .inReview)
    #expect(try await test.run(ReturnPlan(plan: plan, comment: "Less in July"), as: .manager).status == .draft)
    try await test.run(SubmitPlan(plan: plan), as: .employee)
    try await test.run(TakeUpPlan(plan: plan), as: .manager)
    #expect(try await test.run(ApprovePlan(plan: plan), as: .hrAdmin).status == .active)
    let found = try await test.ask(FindPlan(plan: plan), as: .employee)
    #expect(found.plan.status == .active)
    #expect(found.history.map(\.action) == [.submit, .takeUp, .sendBack, .submit, .takeUp, .approve])
    #expect(found.history.map(\.text) == ["Please", "", "Less in July", "", "", ""])
    #expect(found.items.map(\.activity) == ["FIRST", "SECOND"].map(test.first.code))
  }

  @Test func `nobody reviews their own plan whatever their role`() async throws {
    let test = try await TestStore.make()
    for (role, person) in [(AccountRole.manager, "MANAGER"), (.hrAdmin, "HR"), (.owner, "BOSS")] {
      let (plan, _) = try await test.insertPlan(for: person, .draft)
      try await test.run(SubmitPlan(plan: plan), as: role)
      #expect(try await test.code(of: TakeUpPlan(plan: plan), as: role) == "own-plan")
      #expect(try await test.run(TakeUpPlan(plan: plan), as: role == .owner ? .hrAdmin : .owner).status == .inReview)
      #expect(try await test.code(of: ApprovePlan(plan: plan), as: role) == "own-plan")
    }
  }

  @Test func `a step that does not fit is refused and changes nothing`() async throws {
    let test = try await TestStore.make()
    let (plan, _) = try await test.insertPlan(for: "EMPLOYEE", .draft)
    #expect(try await test.code(of: ApprovePlan(plan: plan)) == "wrong-status")
    #expect(try await test.code(of: ReturnPlan(plan: plan, comment: "Why")) == "wrong-status")
    try await test.run(SubmitPlan(plan: plan))
    #expect(try await test.code(of: SubmitPlan(plan: plan)) == "wrong-status")
    #expect(try await test.code(of: ReturnPlan(plan: plan, comment: " ")) == "text-required")
    #expect(try await test.code(of: CommentOnPlan(plan: plan, comment: nil)) == "text-required")
    let long = String(repeating: "长", count: 4_001)
    #expect(try await test.code(of: CommentOnPlan(plan: plan, comment: long)) == "too-long")
    try await test.run(WithdrawPlan(plan: plan), as: .employee)
    #expect(try await test.code(of: SubmitPlan(plan: plan)) == "wrong-status")
    #expect(try await test.code(of: SubmitPlan(plan: PlanID(UUID()))) == "not-found")
    #expect(try await test.ask(FindPlan(plan: plan)).history.map(\.action) == [.submit, .withdraw])
  }

  @Test func `what is approved late is laid on the days that are left`() async throws {
    let test = try await TestStore.make()
    let (plan, _) = try await test.insertPlan(for: "EMPLOYEE", .inReview, from: TestStore.today.adding(days: -20))
    try await test.run(ApprovePlan(plan: plan))
    let items = try await test.ask(FindPlan(plan: plan)).items
    #expect(items[0].startsOn == TestStore.today && items[1].startsOn >= items[0].dueOn)
    let (late, _) = try await test.insertPlan(for: "COLLEAGUE", .inReview, from: TestStore.today.adding(days: -80))
    #expect(try await test.code(of: ApprovePlan(plan: late)) == "plan-late")
  }

  @Test func `managers reach their team and employees themselves`() async throws {
    let test = try await TestStore.make()
    let (own, _) = try await test.insertPlan(for: "EMPLOYEE", .draft)
    let (colleagues, _) = try await test.insertPlan(for: "COLLEAGUE", .draft)
    let (strangers, _) = try await test.insertPlan(for: "STRANGER", .draft)
    func listed(_ role: AccountRole) async throws -> Set<PlanID> {
      Set(try await test.ask(ListPlans(), as: role).map(\.plan))
    }
    #expect(try await listed(.employee) == [own])
    #expect(try await listed(.manager) == [own, colleagues])
    #expect(try await listed(.auditor) == [own, colleagues, strangers])
    #expect(try await test.code(of: SubmitPlan(plan: colleagues), as: .employee) == "not-found")
    #expect(try await test.code(of: SubmitPlan(plan: strangers), as: .manager) == "not-found")
    #expect(try await test.code(of: SubmitPlan(plan: own), as: .auditor) == "forbidden")
    #expect(try await test.code(of: TakeUpPlan(plan: own), as: .employee) == "forbidden")
  }

  @Test func `a second plan is not approved while another is active`() async throws {
    let test = try await TestStore.make()
    let (active, items) = try await test.insertPlan(for: "EMPLOYEE")
    let (plan, _) = try await test.insertPlan(for: "EMPLOYEE", .inReview)
    #expect(try await test.code(of: ApprovePlan(plan: plan)) == "already-active")
    #expect(try await test.code(of: WithdrawPlan(plan: active), as: .employee) == "own-plan")
    try await test.run(WithdrawPlan(plan: active), as: .manager)
    #expect(try await test.run(ApprovePlan(plan: plan)).status == .active)
    let withdrawn = try await test.ask(FindPlan(plan: active))
    #expect(withdrawn.items.map(\.status) == items.map { _ in .dropped })
    #expect(try await test.ask(ListPlans()).map(\.plan) == [plan])
    #expect(try await test.ask(ListPlans(PlanSelection(status: .withdrawn))).map(\.plan) == [active])
  }

  @Test func `plans are listed by person and unit and page by page`() async throws {
    let test = try await TestStore.make()
    var plans: [String: PlanID] = [:]
    for person in ["EMPLOYEE", "COLLEAGUE", "STRANGER"] {
      plans[person] = try await test.insertPlan(for: person, .draft).plan
    }
    let sales = try await test.ask(ListPlans(PlanSelection(unit: test.first.code("SALES"))))
    #expect(Set(sales.map(\.person)) == Set(["COLLEAGUE", "EMPLOYEE"].map(test.first.code)))
    let stranger = PlanSelection(person: test.first.code("STRANGER"))
    #expect(try await test.ask(ListPlans(stranger)).map(\.plan) == [plans["STRANGER"]])
    let first = try await test.ask(ListPlans(limit: 2))
    let rest = try await test.ask(ListPlans(after: first.last?.plan, limit: 2))
    #expect(Set((first + rest).map(\.plan)) == Set(plans.values))
    let items = try await test.ask(ListPlanItems(PlanSelection(unit: test.first.code("SALES"))))
    #expect(items.count == 4)
    #expect(items.allSatisfy { $0.planStatus == .draft && $0.item.hours > 0 })
  }
}
